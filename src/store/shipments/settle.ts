import type { Kysely } from 'kysely';
import type { ShipmentKey, ShipmentState } from '../../domain/delivery/delivery.ts';
import type { DeliveryStep, DeliveryView } from '../../domain/delivery/delivery-view.ts';
import { workflowIds } from '../../domain/names.ts';
import type { AttentionKind } from '../../domain/order-stage.ts';
import { odooExternalId } from '../../domain/odoo-external-id.ts';
import { raiseAttention } from '../attention.ts';
import type { Db } from '../database.ts';
import { noteInOdoo } from '../odoo-notes.ts';
import type { Database } from '../schema.ts';
import { resolveSteps } from '../step-attention.ts';
import type { StepAttention } from '../step-attention.ts';
import type { ShipmentProblem } from '../shipment-tables.ts';
import { tell } from '../timeline.ts';
import { loadShipment, shipmentTarget, shipmentTimeline, updateShipment, viewOfShipment } from './rows.ts';
import type { OpenedShipment, ShipmentChanges, ShipmentRow } from './rows.ts';

export type DeliveryAttention = StepAttention<DeliveryStep>;

/** What was done, or found, about a shipment. */
export interface DeliverySettlement {
  readonly changes: ShipmentChanges;
  /** Sentences for the timeline. */
  readonly told?: readonly string[];
  /** Notes for the chatter of the picking; each `id` is posted once. */
  readonly notes?: readonly { readonly id: string; readonly text: string }[];
  readonly attention?: readonly DeliveryAttention[];
  /** Steps that wait for nobody any more. */
  readonly over?: readonly DeliveryStep[];
  /** It cannot be booked as it is: that closes it while somebody waits for the answer; later it waits for a person. */
  readonly refused?: { readonly problem: ShipmentProblem; readonly kind: AttentionKind };
  readonly closeAs?: Extract<ShipmentState, 'delivered' | 'error' | 'cancelled'>;
  /** Nobody follows it any more; the courier may carry it all the same, so it keeps its state and the picking its courier. */
  readonly givenUp?: boolean;
  /** Has its run look into Odoo once more. */
  readonly looksAgain?: boolean;
  /** Facts up to this revision were seen to. */
  readonly seenRevision?: number;
}

/** Writes what was done into the shipment's row, in one transaction. @returns what its run needs to know */
export const settleShipment = (
  db: Kysely<Database>,
  key: ShipmentKey,
  settlement: DeliverySettlement,
): Promise<DeliveryView> => db.transaction().execute((trx) => settleShipmentIn(trx, key, settlement));

/** The same within a transaction. */
export const settleShipmentIn = async (trx: Db, key: ShipmentKey, given: DeliverySettlement): Promise<DeliveryView> => {
  const before = await loaded(trx, key, { lock: true });
  const settlement = decided(before.row, given);
  const row = await updateShipment(trx, key, changesOf(before.row, settlement));
  await tell(trx, shipmentTimeline(row), ...(settlement.told ?? []));
  for (const { id, text } of settlement.notes ?? []) {
    await noteInOdoo(trx, {
      externalId: odooExternalId([row.connection, 'delivery', String(key.pickingId), String(key.n), id]),
      connection: row.connection,
      model: 'stock.picking',
      recordId: key.pickingId,
      text,
    });
  }
  const attention = settlement.attention ?? [];
  await resolveSteps(trx, shipmentTarget(row), {
    closed:
      settlement.closeAs === undefined && settlement.givenUp !== true
        ? null
        : `The shipment was closed as ${row.state}`,
    over: settlement.over ?? [],
    raised: attention,
  });
  // It may have been skipped while the activity was under way: then nobody wants to hear of it any more.
  const isGivenUp = before.row.closed_at !== null;
  for (const each of attention) if (!isGivenUp || each.step === 'tell') await raise(trx, row, each);
  return viewOfShipment(await loaded(trx, key));
};

/** Whoever asked may be late, not gone. */
const graceMs = 10_000;

/** A refusal is an answer for as long as somebody waits for one; decided over the locked row, as is the end of the wait (`stopWaiting`). */
const decided = (before: ShipmentRow, settlement: DeliverySettlement): DeliverySettlement => {
  const { refused } = settlement;
  if (refused === undefined) return settlement;
  const reason = refused.problem.detail;
  const changes = { ...settlement.changes, problem: JSON.stringify(refused.problem) };
  const isAwaited = before.answer_by !== null && Date.now() < before.answer_by.getTime() + graceMs;
  return isAwaited
    ? { ...settlement, changes: { ...changes, error: reason }, told: [reason], closeAs: 'error' }
    : { ...settlement, changes, attention: [{ kind: refused.kind, step: 'look', reason }] };
};

const loaded = async (trx: Db, key: ShipmentKey, options?: { readonly lock: boolean }): Promise<OpenedShipment> => {
  const found = await loadShipment(trx, key, options);
  if (found === undefined) throw new Error(`Shipment ${key.n} of picking ${key.pickingId} is gone from the database`);
  return found;
};

const changesOf = (
  before: ShipmentRow,
  { changes, closeAs, givenUp, looksAgain, seenRevision }: DeliverySettlement,
): ShipmentChanges => ({
  ...changes,
  ...(seenRevision === undefined ? {} : { seen_revision: Math.max(before.seen_revision, seenRevision) }),
  ...(looksAgain === true ? { revision: before.revision + 1, odoo_revision: before.revision + 1 } : {}),
  ...(before.closed_at === null && givenUp === true ? { closed_at: new Date() } : {}),
  ...(before.closed_at === null && closeAs !== undefined ? { closed_at: new Date(), state: closeAs } : {}),
});

const raise = async (trx: Db, row: ShipmentRow, { kind, step, reason }: DeliveryAttention): Promise<void> => {
  const { isNew } = await raiseAttention(trx, shipmentTarget(row), {
    kind,
    step,
    reason,
    // Of one that was closed a person can only take note.
    actions: row.closed_at === null ? ['retry', 'skip', 'cancel'] : ['skip'],
    number: row.number,
    workflowId: workflowIds.delivery(row.picking_id, row.n),
  });
  if (isNew) await tell(trx, shipmentTimeline(row), `Needs attention: ${reason}`);
};
