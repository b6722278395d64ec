import { isFailure } from '../domain/failure.ts';
import { whyPosOrderRefused } from '../domain/pos/pos-view.ts';
import type { PosOrderCommand, PosOrderView } from '../domain/pos/pos-view.ts';
import type { Db } from '../store/database.ts';
import { liftAttention } from '../store/attention.ts';
import { resolvePosAttention } from '../store/pos/attention.ts';
import { readPosOrderView, updatePosOrder } from '../store/pos/pos-order-rows.ts';
import type { PosOrderKey, PosOrderRow } from '../store/pos/pos-order-rows.ts';
import { wantImport } from '../store/pos/wake.ts';
import { tell } from '../store/timeline.ts';
import { odooConnection, watchingHealth } from './connection-health.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { orApplicationFailure } from './failures.ts';

/** What became of a command: the order afterwards, and why it was refused if it was. */
export interface PosCommandOutcome {
  readonly view: PosOrderView;
  readonly refused: string | null;
}

/** Activities of `posOrder`. */
export const createPosOrderActivities = (deps: ActivityDependencies) => ({
  /** Local: the order as its row has it; null when it is not known. */
  readPosOrder: (key: PosOrderKey): Promise<PosOrderView | null> =>
    orApplicationFailure(async () => (await readPosOrderView(deps.db, key))?.view ?? null),

  /** Local: writes what a person asked into the row; the import then does what the row says. Safe to repeat: each command sets a state. */
  recordPosCommand: (input: PosOrderKey & { command: PosOrderCommand }): Promise<PosCommandOutcome | null> =>
    orApplicationFailure(() =>
      deps.db.transaction().execute(async (trx) => {
        const found = await readPosOrderView(trx, input, { lock: true });
        if (found === undefined) return null;
        const refused = whyPosOrderRefused(found.view, input.command);
        if (refused !== null) return { view: found.view, refused };
        await obey(trx, input, found.row, input.command);
        const view = (await readPosOrderView(trx, input))?.view ?? found.view;
        return { view, refused: null };
      }),
    ),

  /** Cancels the draft that a skipped order left in Odoo: drafts keep their session from being closed. Repeatable. */
  cancelPosDraft: (key: PosOrderKey): Promise<PosOrderView> =>
    orApplicationFailure(() =>
      watchingHealth(deps.db, odooConnection, async () => {
        const draft = (await readPosOrderView(deps.db, key))?.view.draftToCancel ?? null;
        const words = draft === null ? null : await cancelDraft(deps, draft);
        return deps.db.transaction().execute(async (trx) => {
          if (words !== null) {
            await updatePosOrder(trx, key, { odoo_id: null, odoo_name: null, session_id: null });
            await tell(trx, { ...key, type: 'pos-order' }, words);
          }
          const found = await readPosOrderView(trx, key);
          if (found === undefined)
            throw new Error(`Order ${key.externalId} of ${key.connection} is gone from the database`);
          return found.view;
        });
      }),
    ),
});

const cancelDraft = async (deps: ActivityDependencies, id: number): Promise<string> => {
  const { pos } = await deps.odoo();
  try {
    await pos.cancelOrders([id]);
    return 'Its draft in Odoo was cancelled';
  } catch (error) {
    if (!isFailure(error) || (error.type !== 'Rejected' && error.type !== 'NotFound')) throw error;
    return `Its draft in Odoo could not be cancelled: ${error.message}`;
  }
};

const obey = async (db: Db, key: PosOrderKey, row: PosOrderRow, command: PosOrderCommand): Promise<void> => {
  const about = { ...key, type: 'pos-order' as const };
  switch (command.action) {
    case 'retry':
      await liftAttention(db, { connection: key.connection, type: 'pos-order', id: key.externalId });
      await updatePosOrder(db, key, {
        revision: row.revision + 1,
        ...(row.state === 'attention' ? { state: row.odoo_id === null ? 'received' : 'loaded' } : {}),
      });
      await tell(db, about, 'Tried again by hand');
      await wantImport(db, key.connection);
      return;
    case 'skip':
      await resolvePosAttention(db, key.connection, [key.externalId], `Skipped: ${command.reason}`);
      await updatePosOrder(db, key, {
        revision: row.revision + 1,
        ...(row.state === 'attention' ? { state: 'skipped' } : {}),
      });
      await tell(db, about, `Skipped by hand: ${command.reason}`);
      return;
  }
};

export type PosOrderActivities = ReturnType<typeof createPosOrderActivities>;
