import { Failure, isFailure, isRetriedType } from '../../domain/failure.ts';
import { listOpenPosOrders } from '../../store/pos/import-rows.ts';
import type { OpenPosOrder } from '../../store/pos/import-rows.ts';
import { odooConnection, watchingHealth } from '../connection-health.ts';
import type { ActivityDependencies, PosConnection } from '../dependencies.ts';
import { underLease } from '../under-lease.ts';
import { importBatch, payLoaded } from './import-batch.ts';
import type { BatchResult } from './import-batch.ts';
import { noSessionWords, takeSession } from './take-session.ts';

/** What keeps all orders of a connection waiting. */
export interface ImportObstacle {
  readonly kind: 'no-pos-session' | 'rejected';
  readonly reason: string;
}

/** What an import came to. */
export interface ImportTurn extends BatchResult {
  /** Whether it was stopped before the end. */
  readonly isMore: boolean;
  readonly obstacle: ImportObstacle | null;
}

/** Orders that go through the steps together. */
const batchSize = 40;
/** Batches under way at once: while one is written down, Odoo works on the other. */
const batchesAtOnce = 2;
/** An order that changes while it is sent, or whose draft was deleted, is taken up again by the next pass; what stays is no such order. */
const idlePassesAtMost = 3;

/**
 * Imports as long as there is something to import, and time. One import of a connection at a time, in all processes together.
 *
 * @throws Failure that is tried again; rows say how far each order is
 */
export const importAll = (
  deps: ActivityDependencies,
  connection: PosConnection,
  limit: { readonly until: number; readonly stop: AbortSignal },
): Promise<ImportTurn> =>
  underLease(deps.db, {
    lease: `pos-import:${connection.id}`,
    what: `The import of ${connection.name}`,
    served: () => Promise.resolve(undefined),
    work: async (mayWrite) => {
      let total: BatchResult = { created: 0, attention: 0 };
      let idlePasses = 0;
      for (;;) {
        const pass = await importPass(deps, connection, mayWrite, limit);
        total = sumOf(total, pass);
        idlePasses = pass.created + pass.attention === 0 ? idlePasses + 1 : 0;
        if (pass.orders > 0 && idlePasses > idlePassesAtMost) {
          throw new Failure(
            'Unavailable',
            `The orders of ${connection.name} do not get further in Odoo; trying again.`,
          );
        }
        if (pass.obstacle !== null || pass.isMore || pass.orders === 0) {
          return { ...total, isMore: pass.isMore, obstacle: pass.obstacle };
        }
      }
    },
  });

interface Pass extends ImportTurn {
  readonly orders: number;
}

/** Goes once through all orders that can be imported; a refund whose sale was among them is one of the next pass. */
const importPass = async (
  deps: ActivityDependencies,
  connection: PosConnection,
  mayWrite: () => Promise<void>,
  { until, stop }: { readonly until: number; readonly stop: AbortSignal },
): Promise<Pass> => {
  let total: BatchResult = { created: 0, attention: 0 };
  let orders = 0;
  let obstacle: ImportObstacle | null = null;
  let isMore = false;
  const next = createFeed(deps, connection);
  const lane = async (): Promise<void> => {
    for (;;) {
      const batch = await next();
      if (batch.length === 0 || obstacle !== null) return;
      isMore ||= stop.aborted || Date.now() >= until;
      if (isMore) return;
      orders += batch.length;
      const step = await orObstacle(deps, () => importOnce(deps, connection, mayWrite, batch));
      total = sumOf(total, step);
      obstacle ??= step.obstacle;
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: batchesAtOnce }, lane));
  const failed = lanes.find((ended) => ended.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return { ...total, orders, isMore, obstacle };
};

/** Hands out batches one after the other, each order once. */
const createFeed = ({ db }: ActivityDependencies, { id }: PosConnection): (() => Promise<readonly OpenPosOrder[]>) => {
  let after = 0;
  let last: Promise<unknown> = Promise.resolve();
  const read = async (): Promise<readonly OpenPosOrder[]> => {
    const orders = await listOpenPosOrders(db, id, batchSize, after);
    after = orders.at(-1)?.seq ?? after;
    return orders;
  };
  return () => {
    const reading = last.then(read, read);
    last = reading;
    return reading;
  };
};

/** Imports these orders; where no session is open, only what Odoo holds already goes on. */
const importOnce = async (
  deps: ActivityDependencies,
  connection: PosConnection,
  mayWrite: () => Promise<void>,
  orders: readonly OpenPosOrder[],
): Promise<BatchResult & { readonly obstacle: ImportObstacle | null }> => {
  const { pos, config, session } = await takeSession(deps, connection);
  const context = { deps, connection, pos, config, mayWrite };
  if (session !== null) return { ...(await importBatch(context, session, orders)), obstacle: null };
  const keys = orders.map(({ key }) => key);
  const paid = await payLoaded(context, null, keys);
  const isThrough = paid.created + paid.attention === orders.length;
  const reason = noSessionWords(connection, config);
  return { ...paid, obstacle: isThrough ? null : { kind: 'no-pos-session', reason } };
};

/** What Odoo refuses of all orders keeps all of them waiting. */
const orObstacle = async <T extends BatchResult & { readonly obstacle: ImportObstacle | null }>(
  deps: ActivityDependencies,
  work: () => Promise<T>,
): Promise<BatchResult & { readonly obstacle: ImportObstacle | null }> => {
  try {
    return await watchingHealth(deps.db, odooConnection, work);
  } catch (error) {
    if (!isFailure(error) || isRetriedType(error.type)) throw error;
    return { created: 0, attention: 0, obstacle: { kind: 'rejected', reason: error.message } };
  }
};

const sumOf = (one: BatchResult, other: BatchResult): BatchResult => ({
  created: one.created + other.created,
  attention: one.attention + other.attention,
});
