import type { OrderView } from '../../domain/order-view.ts';
import { loadOrderWithAttention, updateOrder } from '../../store/orders.ts';
import type { OpenStep, OrderKey, OrderRow } from '../../store/orders.ts';
import { tell } from '../../store/timeline.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/**
 * The order's row and what of it waits for a person; written again from what its run remembers when it is gone (an older database was restored under a living run).
 * @returns null when there is neither: the payload must be fetched first.
 */
export const openOrder = async (
  deps: ActivityDependencies,
  key: OrderKey,
  remembered: OrderView | null,
): Promise<{ row: OrderRow; attention: readonly OpenStep[] } | null> => {
  const opened = await loadOrderWithAttention(deps.db, key);
  if (opened !== undefined) return opened;
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
  return { row: await updateOrder(deps.db, key, {}), attention: [] };
};
