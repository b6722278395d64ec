import { setTimeout as delay } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { PosRunResult } from '../domain/pos/pos-run.ts';
import { raiseAttention, resolveAttention } from '../store/attention.ts';
import { countFetched, finishPosRun, messageOf } from '../store/pos/pos-runs.ts';
import { takeImportWish, wantImport } from '../store/pos/wake.ts';
import type { ActivityDependencies, PosConnection } from './dependencies.ts';
import { orApplicationFailure } from './failures.ts';
import { fetchPosOrders } from './pos/fetch-orders.ts';
import type { PosFetch } from './pos/fetch-orders.ts';
import { importAll } from './pos/import-all.ts';
import type { ImportObstacle } from './pos/import-all.ts';

export type { PosFetch } from './pos/fetch-orders.ts';

/** What one turn of the import came to. */
export interface PosImportResult {
  readonly created: number;
  readonly attention: number;
  /** Whether there is more that can be imported now. */
  readonly isMore: boolean;
  /** What keeps orders waiting, in words; null when nothing does. */
  readonly waitsFor: string | null;
  /** How often an import was asked for when this one began. */
  readonly taken: number;
}

/** An activity works no longer than this: the run then asks for the next one. */
const turnMs = 240_000;
/** How often a run that waits looks whether it may go on: a session is opened any moment, what is refused takes a person longer. */
const lookAgainMs = { 'no-pos-session': 3_000, rejected: 60_000 } as const;

/** Activities of `importPosOrders`, on the connection's own queue: a paused connection imports nothing. */
export const createImportPosOrdersActivities = (
  deps: ActivityDependencies,
  /** `stopping` ends the import between two batches when the process is asked to stop. */
  options: { readonly stopping: AbortSignal },
) => ({
  /** Fetches what the source has and stores it. Safe to repeat: orders are compared with their rows. */
  fetchPosOrders: (input: { connection: string; since: string | null }): Promise<PosFetch> =>
    orApplicationFailure(async () => {
      const { workflowExecution } = Context.current().info;
      const id = `${workflowExecution?.workflowId ?? ''}/${workflowExecution?.runId ?? ''}`;
      return fetchPosOrders(deps, await deps.posConnection(input.connection), { id, since: input.since });
    }),

  /**
   * Imports what is stored, batch by batch, or waits for the import that does. Safe to repeat: rows say how far each order is. With `waits` it stays
   * as long as no session is open.
   */
  importOrders: (input: { connection: string; waits: boolean }): Promise<PosImportResult> =>
    orApplicationFailure(async () => {
      const stop = AbortSignal.any([options.stopping, Context.current().cancellationSignal]);
      const until = Date.now() + turnMs;
      const taken = await takeImportWish(deps.db, input.connection);
      let total = { created: 0, attention: 0 };
      let waitsFor: string | null = null;
      for (;;) {
        const connection = await deps.posConnection(input.connection);
        const turn = await importAll(deps, connection, { until, stop });
        total = { created: total.created + turn.created, attention: total.attention + turn.attention };
        if (turn.obstacle === null || turn.obstacle.reason !== waitsFor)
          await noteObstacle(deps, connection, turn.obstacle);
        waitsFor = turn.obstacle?.reason ?? null;
        const isOver = stop.aborted || Date.now() >= until;
        if (waitsFor === null || !input.waits || isOver) {
          return { ...total, isMore: turn.isMore || (waitsFor !== null && input.waits), waitsFor, taken };
        }
        await nap(lookAgainMs[turn.obstacle?.kind ?? 'rejected'], stop);
      }
    }),

  /** Ends the record of a run that fetched. What waits is left to the run that waits for it. */
  finishPosRun: (input: { connection: string; fetch: PosFetch; waitsFor: string | null }): Promise<PosRunResult> =>
    orApplicationFailure(async () => {
      const { fetch } = input;
      const result = await resultOf(deps, fetch, input.waitsFor);
      await finishPosRun(deps.db, fetch.id, result);
      if (input.waitsFor !== null) await wantImport(deps.db, input.connection);
      return result;
    }),
});

const resultOf = async (
  deps: ActivityDependencies,
  fetch: PosFetch,
  waitsFor: string | null,
): Promise<PosRunResult> => {
  const counts = await countFetched(deps.db, fetch.id, new Date(fetch.startedAt));
  if (fetch.error !== null) return { status: 'error', message: fetch.error, counts };
  if (counts.fetched === 0) return { status: 'no_orders', message: 'The source gave no orders', counts };
  const message = [messageOf(counts), ...(waitsFor === null ? [] : [waitsFor])].join('. ');
  return { status: 'success', message, counts };
};

const targetOf = ({ id }: PosConnection) => ({ connection: id, type: 'connection' as const, id });

const noteObstacle = async (
  deps: ActivityDependencies,
  connection: PosConnection,
  obstacle: ImportObstacle | null,
): Promise<void> => {
  if (obstacle === null) {
    await resolveAttention(deps.db, targetOf(connection), 'The import goes on', {
      kinds: ['no-pos-session', 'rejected'],
    });
    return;
  }
  const { kind, reason } = obstacle;
  await raiseAttention(deps.db, targetOf(connection), { kind, step: 'import', reason, actions: ['retry'] });
};

/** Sleeps, but no longer than the process may. */
const nap = async (ms: number, stop: AbortSignal): Promise<void> => {
  try {
    await delay(ms, undefined, { signal: stop });
  } catch (error) {
    if (!stop.aborted) throw error;
  }
};

export type ImportPosOrdersActivities = ReturnType<typeof createImportPosOrdersActivities>;
