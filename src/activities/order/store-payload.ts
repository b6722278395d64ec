import { Failure } from '../../domain/failure.ts';
import type { OrderKey } from '../../store/orders.ts';
import { recordPulledOrders } from '../../store/pulled-orders.ts';
import type { ActivityDependencies, MarketplaceConnection } from '../dependencies.ts';

/**
 * Stores a payload given by hand as if it had been pulled. Safe to repeat: equal content changes nothing.
 *
 * @throws Failure `InvalidInput` naming the wrong field: nothing is stored then
 */
export const storePayload = async (
  deps: ActivityDependencies,
  connection: MarketplaceConnection,
  key: OrderKey,
  payload: unknown,
): Promise<void> => {
  const order = connection.marketplace.readOrder(payload, key.externalId);
  if ('problem' in order) {
    const { path, message } = order.problem;
    throw new Failure(
      'InvalidInput',
      `The payload given for order ${key.externalId} cannot be read: ${path}: ${message}.`,
      { path },
    );
  }
  await recordPulledOrders(deps.db, {
    connection: connection.id,
    connectionName: connection.name,
    startedAt: new Date(),
    orders: [order],
  });
};
