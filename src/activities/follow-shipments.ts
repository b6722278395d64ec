import { Context } from '@temporalio/activity';
import { z } from 'zod';
import { isFailure, isRetriedType } from '../domain/failure.ts';
import { noneFollowed } from '../domain/fulfilment/follow.ts';
import type { FollowCounts } from '../domain/fulfilment/follow.ts';
import { raiseAttention, resolveAttention } from '../store/attention.ts';
import { connectionTarget } from '../store/connections.ts';
import { databaseTime } from '../store/finished-runs.ts';
import { noteFollowed, readFollowed } from '../store/fulfilments/followed.ts';
import { recordConfirmed } from '../store/fulfilments/record-confirmed.ts';
import { odooConnection, watchingHealth } from './connection-health.ts';
import type { ActivityDependencies, FollowedConnection } from './dependencies.ts';
import { orApplicationFailure } from './failures.ts';
import { askAfterBookings } from './delivery/ask-after-bookings.ts';
import type { FollowTurn } from './follow/ask-after-all.ts';
import { askAfterOrders } from './fulfilment/ask-after-orders.ts';
import { lookAtWaiting } from './fulfilment/look-at-waiting.ts';
import { keepHeartbeatDetails } from './heartbeat-details.ts';
import { underLease } from './under-lease.ts';
import { matchedOrders } from './watch/confirmed-orders.ts';

/** Activities of `followShipments`. */
export const createFollowShipmentsActivities = (deps: ActivityDependencies) => ({
  /** Makes shipments of the matched orders that were confirmed since then, whenever the connection was made. @returns how many are new */
  recordConfirmedSince: (input: { connection: string; since: string }): Promise<number> =>
    orApplicationFailure(async () => {
      const connection = await deps.fulfilmentConnection(input.connection);
      return watchingHealth(deps.db, odooConnection, async () => {
        const { fulfilment } = await deps.odoo();
        const orders = await fulfilment.readConfirmedSince(new Date(input.since));
        const matched = await matchedOrders(fulfilment, connection, orders);
        return recordConfirmed(deps.db, matched);
      });
    }),

  /** Has the runs of orders that wait in Odoo for nothing any more go on. @returns how many */
  lookAtWaitingShipments: (input: { connection: string }): Promise<number> =>
    orApplicationFailure(async () => {
      const followed = await deps.followedConnection(input.connection);
      // What a courier carries waits for nothing in Odoo.
      if (followed.category === 'delivery') return 0;
      return watchingHealth(deps.db, odooConnection, () => lookAtWaiting(deps, followed.connection));
    }),

  /**
   * Asks after all open shipments of the prep centre or courier, or waits for the round that does and takes its result. Safe to repeat: what was asked after in this
   * round is not asked again by the next attempt.
   */
  askAfterShipments: (input: { connection: string }): Promise<FollowCounts> =>
    orApplicationFailure(async () => {
      const context = Context.current();
      const before = progressOf(context.info.heartbeatDetails);
      const askedAt = await databaseTime(deps.db);
      const followed = await deps.followedConnection(input.connection);
      const { connection } = followed;
      return underLease(deps.db, {
        lease: `follow-shipments:${connection.id}`,
        what: `Asking after the shipments at ${connection.name}`,
        served: async () => {
          const last = await readFollowed(deps.db, connection.id);
          return last === undefined || last.followedAt < askedAt ? undefined : { result: countsOf(last.result) };
        },
        work: (mayWrite) => round(deps, { followed, context, before, mayWrite }),
      });
    }),
});

interface Progress {
  readonly beganAt: Date;
  readonly counts: FollowCounts;
}

const round = async (
  deps: ActivityDependencies,
  turn: {
    readonly followed: FollowedConnection;
    readonly context: Context;
    readonly before: Progress | null;
    readonly mayWrite: () => Promise<void>;
  },
): Promise<FollowCounts> => {
  const { followed, context, before, mayWrite } = turn;
  const { connection } = followed;
  const beganAt = before?.beganAt ?? (await databaseTime(deps.db));
  const keep = (counts: FollowCounts): void =>
    keepHeartbeatDetails(context, { beganAt: beganAt.toISOString(), counts });
  const begun = before?.counts ?? noneFollowed;
  keep(begun);
  let counts = begun;
  const onProgress = (now: FollowCounts): void => {
    counts = now;
    keep(now);
  };
  const target = connectionTarget(connection.id);
  try {
    const result = await watchingHealth(deps.db, connection, () =>
      askAfter(deps, followed, { beganAt, mayWrite, onProgress }, begun),
    );
    await resolveAttention(deps.db, target, 'It answers again', { steps: [followStep] });
    await noteFollowed(deps.db, connection.id, { beganAt, result });
    return result;
  } catch (error) {
    if (!isFailure(error) || isRetriedType(error.type)) throw error;
    await raiseAttention(deps.db, target, {
      kind: 'bad-payload',
      step: followStep,
      reason: `The shipments at ${connection.name} cannot be followed: ${error.message}`,
      actions: [],
    });
    return counts;
  }
};

const askAfter = (
  deps: ActivityDependencies,
  followed: FollowedConnection,
  turn: FollowTurn,
  before: FollowCounts,
): Promise<FollowCounts> => {
  switch (followed.category) {
    case 'fulfilment':
      return askAfterOrders(deps, followed.connection, turn, before);
    case 'delivery':
      return askAfterBookings(deps, followed.connection, turn, before);
  }
};

/** Step of the attention that says that nothing of what a prep centre or courier answers makes sense. */
const followStep = 'follow';

const count = z.int().nonnegative().default(0);
const countsShape = z.object({
  asked: count,
  changed: count,
  done: count,
  dead: count,
  errors: count,
  unknown: count,
  made: count,
});
const progressShape = z.object({ beganAt: z.iso.datetime(), counts: countsShape });

const countsOf = (result: unknown): FollowCounts => countsShape.parse(result);

/** How far an attempt before this one came. */
const progressOf = (details: unknown): Progress | null => {
  const parsed = progressShape.safeParse(details);
  return parsed.success ? { beganAt: new Date(parsed.data.beganAt), counts: parsed.data.counts } : null;
};

export type FollowShipmentsActivities = ReturnType<typeof createFollowShipmentsActivities>;
