import type { Kysely } from 'kysely';
import { odooExternalId } from '../../domain/odoo-external-id.ts';
import type { FulfilmentStage } from '../../domain/fulfilment/fulfilment.ts';
import type { FulfilmentStep, FulfilmentView } from '../../domain/fulfilment/fulfilment-view.ts';
import { workflowIds } from '../../domain/names.ts';
import { raiseAttention } from '../attention.ts';
import type { Db } from '../database.ts';
import { noteInOdoo } from '../odoo-notes.ts';
import type { Database } from '../schema.ts';
import { resolveSteps } from '../step-attention.ts';
import type { StepAttention } from '../step-attention.ts';
import { tell } from '../timeline.ts';
import { fulfilmentTarget, loadFulfilment, timelineOf, updateFulfilment, viewOfFulfilment } from './rows.ts';
import type { FulfilmentChanges, FulfilmentKey, FulfilmentRow } from './rows.ts';

export type FulfilmentAttention = StepAttention<FulfilmentStep>;

/** A note for the chatter of the sale order. `id` tells it from the other notes of the shipment: it is posted once. */
export interface FulfilmentNote {
  readonly id: string;
  readonly text: string;
}

/** What was done, or found, about a shipment. */
export interface FulfilmentSettlement {
  readonly changes: FulfilmentChanges;
  /** Sentences for the timeline. */
  readonly told?: readonly string[];
  readonly notes?: readonly FulfilmentNote[];
  readonly attention?: readonly FulfilmentAttention[];
  /** Steps that wait for nobody any more. */
  readonly over?: readonly FulfilmentStep[];
  readonly closeAs?: FulfilmentStage;
  /** Has its run look into Odoo once more. */
  readonly looksAgain?: boolean;
  /** Facts up to this revision were seen to. */
  readonly seenRevision?: number;
}

/** Writes what was done into the shipment's row, in one transaction. @returns what its run needs to know */
export const settleFulfilment = (
  db: Kysely<Database>,
  key: FulfilmentKey,
  settlement: FulfilmentSettlement,
): Promise<FulfilmentView> => db.transaction().execute((trx) => settleIn(trx, key, settlement));

/** The same within a transaction. */
export const settleIn = async (
  trx: Db,
  key: FulfilmentKey,
  settlement: FulfilmentSettlement,
): Promise<FulfilmentView> => {
  const before = await loadFulfilment(trx, key, { lock: true });
  if (before === undefined)
    throw new Error(`Shipment ${key.saleOrderId} of ${key.connection} is gone from the database`);
  const row = await updateFulfilment(trx, key, changesOf(before.row, settlement));
  await tell(trx, timelineOf(key), ...(settlement.told ?? []));
  for (const note of settlement.notes ?? []) await post(trx, key, note);
  await resolveSteps(trx, fulfilmentTarget(key), {
    closed: settlement.closeAs === undefined ? null : `The shipment was closed as ${row.stage}`,
    over: settlement.over ?? [],
    raised: settlement.attention ?? [],
  });
  // It may have been skipped while the activity was under way: then nobody wants to hear of it any more.
  const isGivenUp = before.row.closed_at !== null && settlement.changes.closed_at === undefined;
  for (const attention of isGivenUp ? lateOnly(settlement) : (settlement.attention ?? []))
    await raise(trx, row, attention);
  const after = await loadFulfilment(trx, key);
  if (after === undefined)
    throw new Error(`Shipment ${key.saleOrderId} of ${key.connection} is gone from the database`);
  return viewOfFulfilment(after);
};

/** What may be said of a shipment that came to its end. */
const lateOnly = ({ attention }: FulfilmentSettlement): readonly FulfilmentAttention[] =>
  (attention ?? []).filter(({ step }) => step === 'change');

const changesOf = (
  before: FulfilmentRow,
  { changes, closeAs, looksAgain, seenRevision }: FulfilmentSettlement,
): FulfilmentChanges => {
  const closes = closeAs !== undefined && before.closed_at === null;
  const after = {
    centre_id: changes.centre_id === undefined ? before.centre_id : changes.centre_id,
    waits_for: changes.waits_for === undefined ? before.waits_for : changes.waits_for,
    closed_at: changes.closed_at === undefined ? before.closed_at : changes.closed_at,
  };
  const isOpen = !closes && after.closed_at === null;
  return {
    ...changes,
    ...(seenRevision === undefined ? {} : { seen_revision: Math.max(before.seen_revision, seenRevision) }),
    ...(looksAgain === true ? { revision: before.revision + 1, odoo_revision: before.revision + 1 } : {}),
    ...(closes ? { closed_at: new Date(), stage: closeAs } : {}),
    ...(isOpen ? { stage: stageOf(after) } : {}),
  };
};

const stageOf = (row: { readonly centre_id: string | null; readonly waits_for: string | null }): FulfilmentStage => {
  if (row.centre_id !== null) return 'sent';
  return row.waits_for === null ? 'received' : 'waiting';
};

const post = (trx: Db, key: FulfilmentKey, { id, text }: FulfilmentNote): Promise<void> =>
  noteInOdoo(trx, {
    externalId: odooExternalId([key.connection, 'fulfilment', String(key.saleOrderId), id]),
    connection: key.connection,
    model: 'sale.order',
    recordId: key.saleOrderId,
    text,
  });

const raise = async (trx: Db, row: FulfilmentRow, { kind, step, reason }: FulfilmentAttention): Promise<void> => {
  const key = { connection: row.connection, saleOrderId: row.sale_order_id };
  const { isNew } = await raiseAttention(trx, fulfilmentTarget(key), {
    kind,
    step,
    reason,
    actions: row.centre_id === null && row.closed_at === null ? ['retry', 'skip', 'cancel'] : ['retry', 'skip'],
    number: row.number,
    workflowId: workflowIds.shipment(row.connection, row.sale_order_id),
  });
  if (isNew) await tell(trx, timelineOf(key), `Needs attention: ${reason}`);
};
