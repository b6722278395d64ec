import { whyRefused } from '../../domain/order-view.ts';
import type { OrderCommand, OrderView } from '../../domain/order-view.ts';
import { liftAttention, openAttention, resolveAttention } from '../../store/attention.ts';
import type { Db } from '../../store/database.ts';
import { lockOrder, updateOrder } from '../../store/orders.ts';
import type { OrderChanges, OrderKey, OrderRow } from '../../store/orders.ts';
import { tell } from '../../store/timeline.ts';
import type { ActivityDependencies, MarketplaceConnection } from '../dependencies.ts';
import { orderStateOf } from './order-state-of.ts';
import { settle, viewOf } from './settle.ts';

/** What became of a command: the order afterwards, and why it was refused if it was. */
export interface CommandOutcome {
  readonly view: OrderView;
  readonly refused: string | null;
}

/**
 * Writes what a person asked into the order's row; the run then does what the row says. Safe to repeat: each command sets a state.
 * Checked again here, over the locked row: the run's picture of it may be old.
 */
export const recordCommand = async (
  deps: ActivityDependencies,
  connection: MarketplaceConnection,
  key: OrderKey,
  command: OrderCommand,
): Promise<CommandOutcome | null> => {
  const target = { connection: key.connection, type: 'order' as const, id: key.externalId };
  const prepared = await deps.db.transaction().execute(async (trx) => {
    const row = await lockOrder(trx, key);
    if (row === undefined) return null;
    const view = viewOf(row, await openAttention(trx, target), connection.settings);
    const refused = whyRefused(view, command);
    if (refused !== null) return { view, refused };
    // The run must tell this row from the one an activity under way has seen.
    await updateOrder(trx, key, { ...(await changesFor(trx, row, connection, command)), revision: row.revision + 1 });
    await tell(trx, key, wordsFor(command));
    return { row };
  });
  if (prepared === null) return null;
  if (!('row' in prepared)) return prepared;
  const view = await settle(deps.db, key, connection.settings, { changes: {}, seenRevision: 0 });
  return { view, refused: null };
};

const changesFor = async (
  db: Db,
  row: OrderRow,
  connection: MarketplaceConnection,
  command: OrderCommand,
): Promise<OrderChanges> => {
  const target = { connection: row.connection, type: 'order' as const, id: row.external_id };
  switch (command.action) {
    case 'retry':
      await liftAttention(db, target);
      return {};
    case 'cancel':
      await liftAttention(db, target);
      return { cancel_reason: command.reason };
    case 'enterOtp':
      return { otp: command.otp.trim() };
    case 'skip': {
      const open = await openAttention(db, target);
      if (row.odoo_id !== null && open.some((entry) => entry.step === 'import')) {
        // The change of the retailer is left undone; the order itself goes on.
        return { imported_revision: row.pulled_revision };
      }
      await resolveAttention(db, target, `Skipped: ${command.reason}`);
      return { closed_at: new Date(), stage: stageWhenSkipped(row, connection) };
    }
  }
};

/** An order whose goods went out or came back keeps saying so; any other is told apart as skipped. */
const stageWhenSkipped = (row: OrderRow, connection: MarketplaceConnection) => {
  const { status, odoo } = orderStateOf(row, connection.settings, []);
  if (status === 'returned') return 'returned';
  if (status?.startsWith('cancelled') === true && odoo !== null) return 'cancelled';
  return 'skipped';
};

const wordsFor = (command: OrderCommand): string => {
  switch (command.action) {
    case 'retry':
      return 'Tried again by hand';
    case 'skip':
      return `Skipped by hand: ${command.reason}`;
    case 'cancel':
      return `Cancelled by hand: ${command.reason}`;
    case 'enterOtp':
      return 'The one-time password was entered';
  }
};
