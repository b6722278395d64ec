import { Failure } from '../../domain/failure.ts';
import { loadOrder } from '../../store/orders.ts';
import type { OrderKey } from '../../store/orders.ts';
import type { ActivityDependencies, MarketplaceConnection } from '../dependencies.ts';
import { pullUnderLease } from '../pull/lease-pull.ts';
import { AttentionNeeded } from './attention-needed.ts';
import { settle } from './settle.ts';

/**
 * Looks for the order in the pages of the marketplace; everything seen on the way is stored too. A row without content that is not found
 * there becomes attention. Safe to repeat.
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
  const row = await loadOrder(deps.db, key);
  if (row !== undefined && row.pulled_revision > 0) return;
  if (row !== undefined) {
    // Its run remembered it, the marketplace does not offer it: asking again and again would not bring it back.
    const attention = new AttentionNeeded(
      'import',
      'bad-payload',
      `The content of order ${row.number} is not known here any more, and ${connection.name} does not offer it. It goes on when it is offered again; or skip it.`,
    );
    await settle(deps.db, key, connection.settings, { changes: {}, attention, seenRevision: row.revision });
    return;
  }
  throw new Failure(
    'NotFound',
    `${connection.name} offers no order ${key.externalId}, and none is stored here. Check the id, or give the payload as "order".`,
  );
};
