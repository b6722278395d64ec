import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { signalNames, taskQueues, workflowIds, workflowTypes } from '../domain/names.ts';
import { redeliverUndone } from '../store/inbox-delivery.ts';
import { takeLease } from '../store/leases.ts';
import type { Database } from '../store/schema.ts';
import { bringMirrorOn } from './mirror-runs.ts';
import { startMissingOfferRuns } from './offer-pokes.ts';
import { startOrderRun } from './order-runs.ts';
import { startMissingPosRuns } from './pos-pokes.ts';
import { bringRunsOn } from './row-pokes.ts';
import { deliveryRuns, fulfilmentRuns } from './shipment-runs.ts';

/** Longer than a sweep takes, shorter than its interval: one process sweeps at a time. */
const leaseMs = 25_000;

export interface SweepResult {
  readonly redelivered: number;
  readonly started: number;
  readonly restored: number;
  /** Runs started for offers that have been due for a minute. */
  readonly offers: number;
  /** Runs started for orders of points of sale that nobody sees to. */
  readonly pos: number;
  /** Runs of shipments of prep centres and couriers started or poked. */
  readonly shipments: number;
  /** Runs started for what is wanted of the mirror. */
  readonly mirror: number;
}

/**
 * Finds what fell between PostgreSQL and Temporal: facts that are not done, open orders without a run (ended with Temporal's own tools, or
 * Temporal's store is older or gone), runs without a row. Safe to repeat. @returns null when another process sweeps.
 */
export const sweep = async (
  deps: { db: Kysely<Database>; client: Client },
  holder: string,
): Promise<SweepResult | null> => {
  if (!(await takeLease(deps.db, 'sweep', holder, leaseMs))) return null;
  await ensureWatch(deps.client);
  const redelivered = await redeliverUndone(deps.db);
  const running = await runningOrders(deps.client);
  return {
    redelivered,
    started: await startMissingRuns(deps, running),
    restored: await pokeRunsWithoutRow(deps, running),
    offers: await startMissingOfferRuns(deps),
    pos: await startMissingPosRuns(deps),
    shipments: (await bringRunsOn(deps, fulfilmentRuns)) + (await bringRunsOn(deps, deliveryRuns)),
    mirror: await bringMirrorOn(deps),
  };
};

/** The watch is one run that never ends by itself; it may have been ended by hand, or with Temporal's store. */
export const ensureWatch = async (client: Client): Promise<void> => {
  try {
    await client.workflow.start(workflowTypes.watchOdoo, {
      workflowId: workflowIds.watchOdoo,
      taskQueue: taskQueues.workflows,
      args: [{}],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
};

const runningOrders = async (client: Client): Promise<ReadonlySet<string>> => {
  const ids = new Set<string>();
  const query = `WorkflowType = "${workflowTypes.marketplaceOrder}" AND ExecutionStatus = "Running"`;
  for await (const execution of client.workflow.list({ query, pageSize: 1000 })) ids.add(execution.workflowId);
  return ids;
};

const startMissingRuns = async (
  { db, client }: { db: Kysely<Database>; client: Client },
  running: ReadonlySet<string>,
): Promise<number> => {
  const open = await db
    .selectFrom('orders')
    .innerJoin('connections', 'connections.id', 'orders.connection')
    .select(['orders.connection', 'orders.external_id'])
    .where('orders.closed_at', 'is', null)
    .where('connections.deleted_at', 'is', null)
    .where('orders.updated_at', '<', sql<Date>`now() - interval '10 seconds'`)
    .execute();
  let started = 0;
  for (const order of open) {
    if (running.has(workflowIds.order(order.connection, order.external_id))) continue;
    if (await startOrderRun(client, order.connection, order.external_id)) started += 1;
  }
  return started;
};

/** Such a run writes its row again from what it remembers, once poked. */
const pokeRunsWithoutRow = async (
  { db, client }: { db: Kysely<Database>; client: Client },
  running: ReadonlySet<string>,
): Promise<number> => {
  if (running.size === 0) return 0;
  const ids = [...running];
  // `order:<connection>:<externalId>`; no connection's id has a colon.
  const result = await sql<{ id: string }>`
    select run.id from unnest(${ids}::text[]) as run(id)
    where not exists (
      select from orders
      where orders.connection = split_part(run.id, ':', 2)
        and orders.external_id = substr(run.id, length(split_part(run.id, ':', 2)) + 8))`.execute(db);
  let poked = 0;
  for (const { id } of result.rows) if (await pokeRun(client, id)) poked += 1;
  return poked;
};

/** @returns false when it has ended meanwhile: what is listed as running may be a moment old. */
const pokeRun = async (client: Client, id: string): Promise<boolean> => {
  try {
    await client.workflow.getHandle(id).signal(signalNames.externalEvent, {});
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
};
