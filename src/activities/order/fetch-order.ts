import { Failure } from '../../domain/failure.ts';
import { loadOrder } from '../../store/orders.ts';
import type { OrderKey } from '../../store/orders.ts';
import type { ActivityDependencies, MarketplaceConnection } from '../dependencies.ts';
import { pullUnderLease } from '../pull/lease-pull.ts';

/**
 * Looks for the order in the pages of the marketplace; everything seen on the way is stored too. Safe to repeat.
 *
 * @throws Failure `NotFound` when the marketplace does not offer the order
 */
export const fetchOrder = async (
  deps: ActivityDependencies,
  connection: MarketplaceConnection,
  key: OrderKey,
): Promise<void> => {
  const beganAt = new Date();
  await pullUnderLease(deps, connection, ({ startedAt }) => startedAt >= beganAt);
  if ((await loadOrder(deps.db, key)) !== undefined) return;
  throw new Failure(
    'NotFound',
    `${connection.name} offers no order ${key.externalId}, and none is stored here. Check the id, or give the payload as "order".`,
  );
};
