import { isFailure, isRetriedType } from '../../domain/failure.ts';
import { isMatched, matchOf } from '../../domain/fulfilment/matches.ts';
import type { ConfirmedOrder, OdooFulfilment, ResolvedMatch } from '../../domain/fulfilment/odoo-fulfilment.ts';
import { raiseAttention, resolveAttention } from '../../store/attention.ts';
import { connectionTarget } from '../../store/connections.ts';
import { forgetMissed, noteMissedSince, readStart } from '../../store/fulfilments/starts.ts';
import type { MatchedOrder } from '../../store/fulfilments/record-confirmed.ts';
import type { ActivityDependencies, FulfilmentConnection } from '../dependencies.ts';

/** Step of the attention that says that a connection's rule names what Odoo does not have. */
const matchStep = 'match';

/**
 * Which of the orders that were seen are to be shipped, and by whom; null where nobody ships any. A connection whose rule cannot be read now (its team was deleted) keeps up
 * nobody: from then on its orders are looked for when it can.
 */
export const findConfirmed = async (
  deps: ActivityDependencies,
  seen: { readonly orders: readonly ConfirmedOrder[]; readonly from: Date; readonly serverTime: Date },
): Promise<readonly MatchedOrder[] | null> => {
  const connections = await deps.fulfilmentConnections();
  if (connections.length === 0) return null;
  const confirmed = seen.orders.filter(({ state }) => state === 'sale');
  const { fulfilment } = await deps.odoo();
  const found = await Promise.all(
    connections.map((connection) => findFor(deps, { connection, fulfilment, confirmed, ...seen })),
  );
  return found.flat();
};

interface Look {
  readonly connection: FulfilmentConnection;
  readonly fulfilment: OdooFulfilment;
  readonly confirmed: readonly ConfirmedOrder[];
  readonly from: Date;
  readonly serverTime: Date;
}

const findFor = async (deps: ActivityDependencies, look: Look): Promise<readonly MatchedOrder[]> => {
  const { connection, fulfilment, confirmed, from, serverTime } = look;
  const start = await readStart(deps.db, connection, serverTime);
  if (confirmed.length === 0 && start.missedSince === null) return [];
  try {
    const missed = start.missedSince === null ? [] : await fulfilment.readConfirmedSince(start.missedSince);
    const orders = [...confirmed, ...missed].filter(
      ({ orderedAt }) => orderedAt !== null && new Date(orderedAt) >= start.startsAt,
    );
    const matched = await matchedOrders(fulfilment, connection, orders);
    if (start.missedSince !== null) {
      await forgetMissed(deps.db, connection.id);
      await resolveAttention(deps.db, connectionTarget(connection.id), 'The rule can be read again', {
        steps: [matchStep],
      });
    }
    return matched;
  } catch (error) {
    if (!isFailure(error) || isRetriedType(error.type)) throw error;
    await noteMissedSince(deps.db, connection.id, from);
    await raiseAttention(deps.db, connectionTarget(connection.id), {
      kind: 'rejected',
      step: matchStep,
      reason: `No order is shipped by ${connection.name}: ${error.message} Correct the connection's match; what is confirmed meanwhile is then shipped.`,
      actions: [],
    });
    return [];
  }
};

/** @throws Failure `NotFound` or `Rejected` when the rule names what Odoo does not have, or has twice */
export const matchedOrders = async (
  fulfilment: OdooFulfilment,
  connection: FulfilmentConnection,
  orders: readonly ConfirmedOrder[],
): Promise<readonly MatchedOrder[]> => {
  if (orders.length === 0) return [];
  const named = matchOf(connection.settings.match);
  const match: ResolvedMatch =
    named.by === 'all' ? named : { by: named.by, id: await fulfilment.resolve(named.by, named.nameOrId) };
  const unique = new Map(orders.filter((order) => isMatched(order, match)).map((order) => [order.id, order]));
  return [...unique.values()].map((order) => ({ connection: connection.id, order }));
};
