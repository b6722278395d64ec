import type { Kysely } from 'kysely';
import { nextStep } from '../../domain/next-step.ts';
import { odooAction, shouldAskForOtp, stageOf, statusesToPush } from '../../domain/order-rules.ts';
import { hasLeftTheHouse } from '../../domain/order-state.ts';
import type { OrderState } from '../../domain/order-state.ts';
import type { OrderView } from '../../domain/order-view.ts';
import { workflowIds } from '../../domain/names.ts';
import { openAttention, raiseAttention, resolveAttention } from '../../store/attention.ts';
import type { Db } from '../../store/database.ts';
import { settleFacts } from '../../store/inbox.ts';
import { updateOrder } from '../../store/orders.ts';
import type { OrderChanges, OrderKey, OrderRow } from '../../store/orders.ts';
import type { Database } from '../../store/schema.ts';
import { tell } from '../../store/timeline.ts';
import type { MarketplaceConnection } from '../dependencies.ts';
import { actionsFor } from './attention-actions.ts';
import type { AttentionNeeded } from './attention-needed.ts';
import { orderStateOf, stepOf } from './order-state-of.ts';

export interface Settlement {
  readonly changes: OrderChanges;
  /** Sentences for the order's timeline. */
  readonly told?: readonly string[];
  readonly attention?: AttentionNeeded | null;
  /** Facts up to this revision were seen to … */
  readonly seenRevision: number;
  /** … those that say "look into Odoo again" only when the sale order was read. */
  readonly sawOdoo?: boolean;
}

/**
 * Writes what an activity did into the order's row, in one transaction: the changes, the attention that is new or over, the facts that are
 * done, the stage, the end. @returns what the run needs to know.
 */
export const settle = (
  db: Kysely<Database>,
  key: OrderKey,
  settings: MarketplaceConnection['settings'],
  settlement: Settlement,
): Promise<OrderView> =>
  db.transaction().execute(async (trx) => {
    const row = await updateOrder(trx, key, settlement.changes);
    const target = { connection: key.connection, type: 'order' as const, id: key.externalId };
    const sawOdoo = settlement.sawOdoo === true || row.closed_at !== null;
    await settleFacts(trx, key, { upTo: settlement.seenRevision, sawOdoo, outcome: 'seen' });
    await tell(trx, key, ...(settlement.told ?? []));
    // It may have been skipped while the activity was under way: then nobody wants to hear of it any more.
    if (settlement.attention && row.closed_at === null) await raise(trx, row, settlement.attention);
    const open = await resolveWhatIsOver(trx, row, settings);
    const state = orderStateOf(row, settings, open);
    const asksForOtp = shouldAskForOtp(state) && !state.blocked.includes('otp');
    if (asksForOtp) await askForOtp(trx, row);
    const next = nextStep(state);
    const closes = next === 'close';
    if (closes) await resolveAttention(trx, target, 'The order came to its end');
    const stage = stageOf(state);
    const final =
      stage === row.stage && !closes
        ? row
        : await updateOrder(trx, key, { stage, ...(closes ? { closed_at: new Date() } : {}) });
    if (closes) await tell(trx, key, `Closed as ${stage}`);
    return viewOf(final, asksForOtp || closes ? await openAttention(trx, target) : open, settings);
  });

/** What a run needs to know of its order. */
export const viewOf = (
  row: OrderRow,
  attention: Awaited<ReturnType<typeof openAttention>>,
  settings: MarketplaceConnection['settings'],
): OrderView => {
  const state = orderStateOf(row, settings, attention);
  return {
    number: row.number,
    stage: row.stage,
    next: nextStep(state),
    marketplaceStatus: state.status,
    deliverer: state.deliverer,
    odoo: row.odoo_id === null ? null : { id: row.odoo_id, name: row.odoo_name ?? String(row.odoo_id) },
    attention: attention.map(({ kind, reason }) => ({ kind, reason })),
    hasLeft: hasLeftTheHouse(state.odoo),
    needsOtp: state.needsOtp && !state.otpAccepted,
    revision: row.revision,
  };
};

const raise = async (db: Db, row: OrderRow, needed: AttentionNeeded): Promise<void> => {
  const { isNew } = await raiseAttention(
    db,
    { connection: row.connection, type: 'order', id: row.external_id },
    {
      kind: needed.kind,
      step: needed.step,
      reason: needed.message,
      actions: actionsFor(row),
      number: row.number,
      workflowId: workflowIds.order(row.connection, row.external_id),
    },
  );
  if (isNew)
    await tell(db, { connection: row.connection, externalId: row.external_id }, `Needs attention: ${needed.message}`);
};

const askForOtp = async (db: Db, row: OrderRow): Promise<void> => {
  await raiseAttention(
    db,
    { connection: row.connection, type: 'order', id: row.external_id },
    {
      kind: 'otp-required',
      step: 'otp',
      reason: `Order ${row.number} is paid by instalments or tops up a wallet: enter the one-time password of the customer, or it cannot be reported as delivered.`,
      actions: actionsFor(row),
      number: row.number,
      workflowId: workflowIds.order(row.connection, row.external_id),
    },
  );
};

/** Attention whose step is no longer wanted is over, whoever saw to it. @returns what stays open */
const resolveWhatIsOver = async (
  db: Db,
  row: OrderRow,
  settings: MarketplaceConnection['settings'],
): ReturnType<typeof openAttention> => {
  const target = { connection: row.connection, type: 'order' as const, id: row.external_id };
  const open = await openAttention(db, target);
  if (open.length === 0) return open;
  const state = orderStateOf(row, settings, open);
  const stays = open.filter((entry) => isStillWanted(entry, state));
  const over = open.filter((entry) => !stays.includes(entry)).map((entry) => entry.id);
  if (over.length > 0) await resolveAttention(db, target, 'Settled', { ids: over });
  return stays;
};

const isStillWanted = (entry: { step: string; lifted: boolean }, state: OrderState): boolean => {
  switch (stepOf(entry.step)) {
    case 'import':
      return state.importedRevision < state.pulledRevision || state.odoo === null;
    case 'acknowledge':
      return state.acknowledgedRevision < state.pulledRevision;
    case 'apply':
      return odooAction(state) !== 'none';
    case 'push':
      return statusesToPush(state).length > 0;
    case 'otp':
      return shouldAskForOtp(state);
    case 'close':
      // Nothing in the row tells whether it is over: it was tried again and did not come back.
      return !entry.lifted;
  }
};
