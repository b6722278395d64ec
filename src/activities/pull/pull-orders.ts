import { hasAcknowledgedSince, notePullFailed, notePullFinished, notePullStarted } from '../../store/pulls.ts';
import type { PullResult } from '../../store/pulls.ts';
import { recordPulledOrders } from '../../store/pulled-orders.ts';
import { watchingHealth } from '../connection-health.ts';
import type { ActivityDependencies, MarketplaceConnection } from '../dependencies.ts';

/** More pages than any marketplace has orders for: a marketplace that never ends its list is not followed for ever. */
const pagesAtMost = 10_000;

/**
 * Reads all pages of orders that wait to be acknowledged and stores what is new or different, page by page. Safe to repeat: an order is
 * compared with what its row holds.
 *
 * @param mayStore awaited when a page is read, before it is stored; throws when it must not be
 * @throws Failure of the first page that could not be read; the pages before it are stored
 */
export const pullAllOrders = (
  deps: ActivityDependencies,
  connection: MarketplaceConnection,
  mayStore: () => Promise<void>,
): Promise<PullResult> =>
  watchingHealth(deps.db, connection, async () => {
    const startedAt = await notePullStarted(deps.db, connection.id);
    try {
      const result = await pullPages(deps, connection, startedAt, mayStore);
      await notePullFinished(deps.db, connection.id, startedAt, result);
      return result;
    } catch (error) {
      await notePullFailed(deps.db, connection.id, error instanceof Error ? error.message : String(error));
      throw error;
    }
  });

type RoundResult = Readonly<Record<'pages' | 'new' | 'changed' | 'unreadable', number>>;

/** Each round reads the list again from its first page. */
const roundsAtMost = 10;

/**
 * An order leaves the list when it is acknowledged, and those behind it move up: a page read after that begins too far down. So the list is read
 * again for as long as it got shorter while it was read, else what was passed over would wait for the next pull.
 */
const pullPages = async (
  deps: ActivityDependencies,
  connection: MarketplaceConnection,
  startedAt: Date,
  mayStore: () => Promise<void>,
): Promise<PullResult> => {
  const seen = new Set<string>();
  let result = { pages: 0, seen: 0, new: 0, changed: 0, unreadable: 0 };
  for (let round = 1; ; round += 1) {
    const roundBegan = new Date();
    const read = await pullRound(deps, connection, { startedAt, seen, mayStore });
    result = {
      pages: result.pages + read.pages,
      seen: seen.size,
      new: result.new + read.new,
      changed: result.changed + read.changed,
      unreadable: read.unreadable,
    };
    const hasShifted = read.pages > 1 && (await hasAcknowledgedSince(deps.db, connection.id, roundBegan));
    if (!hasShifted || round === roundsAtMost) return result;
  }
};

const pullRound = async (
  deps: ActivityDependencies,
  connection: MarketplaceConnection,
  pull: { startedAt: Date; seen: Set<string>; mayStore: () => Promise<void> },
): Promise<RoundResult> => {
  let result = { pages: 0, new: 0, changed: 0, unreadable: 0 };
  const seenNow = new Set<string>();
  for (let page = 1; page <= pagesAtMost; page += 1) {
    const { orders, last } = await connection.marketplace.pullOrders(page);
    await pull.mayStore();
    const before = seenNow.size;
    for (const order of orders) {
      seenNow.add(order.externalId);
      pull.seen.add(order.externalId);
    }
    const counts = await recordPulledOrders(deps.db, {
      connection: connection.id,
      connectionName: connection.name,
      startedAt: pull.startedAt,
      orders,
    });
    result = {
      pages: page,
      new: result.new + counts.new,
      changed: result.changed + counts.changed,
      unreadable: result.unreadable + orders.filter((order) => 'problem' in order).length,
    };
    // A marketplace that does not page gives the same page for ever.
    if (last || seenNow.size === before) return result;
  }
  throw new Error(`The orders of ${connection.name} do not end after ${pagesAtMost} pages`);
};
