import type { OrderView } from '../../domain/order-view.ts';
import { loadOrder, updateOrder } from '../../store/orders.ts';
import type { OrderKey, OrderRow } from '../../store/orders.ts';
import { tell } from '../../store/timeline.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/**
 * The order's row; written again from what its run remembers when it is gone (an older database was restored under a living run).
 * @returns null when there is neither: the payload must be fetched first.
 */
export const openOrder = async (
  deps: ActivityDependencies,
  key: OrderKey,
  remembered: OrderView | null,
): Promise<OrderRow | null> => {
  const row = await loadOrder(deps.db, key);
  if (row !== undefined) return row;
  if (remembered === null) return null;
  await deps.db
    .insertInto('orders')
    .values({
      connection: key.connection,
      external_id: key.externalId,
      number: remembered.number,
      stage: remembered.stage,
      revision: remembered.revision,
      marketplace_status: remembered.marketplaceStatus,
      deliverer: remembered.deliverer,
      needs_otp: remembered.needsOtp,
      odoo_id: remembered.odoo?.id ?? null,
      odoo_name: remembered.odoo?.name ?? null,
    })
    .onConflict((conflict) => conflict.columns(['connection', 'external_id']).doNothing())
    .execute();
  await tell(deps.db, key, 'Written again from what its run remembered');
  return updateOrder(deps.db, key, {});
};
