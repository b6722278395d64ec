import { Failure, isFailure, isRetriedType } from '../../domain/failure.ts';
import { loadOrder } from '../../store/orders.ts';
import { ensureFreshPull } from '../pull/ensure-fresh-pull.ts';
import type { Done } from './done.ts';
import type { OrderContext } from './order-context.ts';

/**
 * Tells the marketplace that the newest content is held, after making sure by a pull no older than 30 s that it is the newest. When the pull
 * brought something newer nothing is sent: the import comes first. Safe to repeat: the acknowledgement is absolute.
 *
 * @throws Failure
 */
export const acknowledgeOrder = async (context: OrderContext): Promise<Done> => {
  const { deps, key, connection } = context;
  await pullFirst(context);
  const row = await loadOrder(deps.db, key);
  if (row === undefined) return { changes: {}, told: [] };
  const isNewest = row.imported_revision >= row.pulled_revision || row.odoo_id === null;
  const isDone = row.acknowledged_revision >= row.pulled_revision;
  if (!isNewest || isDone || row.marketplace_status === 'editing') return { changes: {}, told: [] };
  await connection.marketplace.acknowledgeOrder(key.externalId);
  return {
    changes: { acknowledged_revision: row.pulled_revision, acknowledged_at: new Date() },
    told: [`Acknowledged to ${connection.name}`],
  };
};

/** A page that cannot be read is no fault of the order that waits for it: it waits on, and nobody has to press anything for each one. */
const pullFirst = async ({ deps, connection }: OrderContext): Promise<void> => {
  try {
    await ensureFreshPull(deps, connection);
  } catch (error) {
    if (!isFailure(error) || isRetriedType(error.type)) throw error;
    throw new Failure('Unavailable', error.message, {}, { cause: error });
  }
};
