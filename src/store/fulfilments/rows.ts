import { sql } from 'kysely';
import type { Selectable, Updateable } from 'kysely';
import type { ShippableOrder } from '../../domain/fulfilment/odoo-fulfilment.ts';
import { nextFulfilmentStep } from '../../domain/fulfilment/fulfilment-view.ts';
import type { FulfilmentView } from '../../domain/fulfilment/fulfilment-view.ts';
import type { AttentionKind } from '../../domain/order-stage.ts';
import type { Db } from '../database.ts';
import type { FulfilmentsTable } from '../schema.ts';

export type FulfilmentRow = Selectable<FulfilmentsTable>;
export type FulfilmentChanges = Updateable<FulfilmentsTable>;

export interface FulfilmentKey {
  readonly connection: string;
  /** `sale.order`. */
  readonly saleOrderId: number;
}

/** A step of a shipment that waits for a person. */
export interface OpenFulfilmentStep {
  readonly kind: AttentionKind;
  readonly step: string;
  readonly lifted: boolean;
  readonly reason: string;
}

export interface OpenedFulfilment {
  readonly row: FulfilmentRow;
  readonly attention: readonly OpenFulfilmentStep[];
}

export const fulfilmentTarget = ({ connection, saleOrderId }: FulfilmentKey) => ({
  connection,
  type: 'fulfilment' as const,
  id: String(saleOrderId),
});

export const timelineOf = ({ connection, saleOrderId }: FulfilmentKey) => ({
  connection,
  type: 'fulfilment' as const,
  externalId: String(saleOrderId),
});

/** The row with what of it waits for a person, the oldest first. */
export const loadFulfilment = async (
  db: Db,
  key: FulfilmentKey,
  { lock = false } = {},
): Promise<OpenedFulfilment | undefined> => {
  const query = db
    .selectFrom('fulfilments')
    .selectAll()
    .select(
      sql<OpenFulfilmentStep[] | null>`(
        select json_agg(json_build_object('kind', kind, 'step', step, 'lifted', lifted, 'reason', reason) order by since)
        from attention
        where attention.connection = fulfilments.connection and attention.target_type = 'fulfilment'
          and attention.target_id = fulfilments.sale_order_id::text and attention.resolved_at is null)`.as(
        'open_steps',
      ),
    )
    .where('connection', '=', key.connection)
    .where('sale_order_id', '=', key.saleOrderId);
  const found = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (found === undefined) return undefined;
  const { open_steps: attention, ...row } = found;
  return { row, attention: attention ?? [] };
};

export const updateFulfilment = (db: Db, key: FulfilmentKey, changes: FulfilmentChanges): Promise<FulfilmentRow> =>
  db
    .updateTable('fulfilments')
    .set({ ...changes, updated_at: new Date() })
    .where('connection', '=', key.connection)
    .where('sale_order_id', '=', key.saleOrderId)
    .returningAll()
    .executeTakeFirstOrThrow();

/** Makes the row of an order that was seen, or asked for by hand; one that is there stays as it is. @returns whether it is new */
export const insertFulfilment = async (
  db: Db,
  key: FulfilmentKey,
  seen: { readonly number: string; readonly orderedAt: string | null; readonly byHand: boolean },
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('fulfilments')
    .values({
      connection: key.connection,
      sale_order_id: key.saleOrderId,
      number: seen.number,
      ordered_at: seen.orderedAt,
      by_hand: seen.byHand,
    })
    .onConflict((conflict) => conflict.columns(['connection', 'sale_order_id']).doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
};

/** What a run needs to know of its shipment. */
export const viewOfFulfilment = ({ row, attention }: OpenedFulfilment): FulfilmentView => ({
  number: row.number,
  stage: row.stage,
  next: nextFulfilmentStep({
    isClosed: row.closed_at !== null,
    looksWanted: row.looked_revision < row.odoo_revision,
    isCollected: row.content !== null,
    waitsFor: row.waits_for,
    isAtCentre: row.centre_id !== null,
    statusClass: row.status_class,
    hasTransfer: row.transfer_id !== null,
    blocked: attention.filter(({ lifted }) => !lifted).map(({ step }) => step),
  }),
  waitsFor: row.closed_at === null ? row.waits_for : null,
  centre: row.centre_id === null ? null : { id: row.centre_id, status: row.centre_status, class: row.status_class },
  trackingNumber: row.tracking_number,
  odoo: { id: row.sale_order_id, name: row.number },
  transfer:
    row.transfer_id === null ? null : { id: row.transfer_id, name: row.transfer_name ?? String(row.transfer_id) },
  attention: attention.map(({ kind, reason }) => ({ kind, reason })),
  isSending: row.sending_at !== null,
  orderedAt: row.ordered_at?.toISOString() ?? null,
  revision: row.revision,
});

/** What a look at the order changes of its row, whatever it leads to. */
export const seenInOdoo = (order: ShippableOrder): FulfilmentChanges => ({
  number: order.name,
  ordered_at: order.orderedAt,
  odoo_state: order.state,
  odoo_mark: order.mark,
  odoo_user_id: order.userId,
  odoo_pickings: JSON.stringify(Object.fromEntries(order.transfers.map(({ id, state }) => [id, state]))),
});
