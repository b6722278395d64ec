import type { Client } from '@temporalio/client';
import type { Kysely } from 'kysely';
import PQueue from 'p-queue';
import type { Logger } from 'pino';
import { claimDeliveries, markDelivered, releaseClaims } from '../store/inbox-delivery.ts';
import { clearPullRequest, listPullRequests } from '../store/pulls.ts';
import type { Database } from '../store/schema.ts';
import { startLoop } from './background-loop.ts';
import type { BackgroundLoop } from './background-loop.ts';
import { deliverToOrder } from './order-runs.ts';
import { startPullNow } from './pull-now.ts';

/** Facts claimed at once, and calls to Temporal at once: enough to keep it busy, few enough to finish within a claim. */
const batch = 200;
const callsAtOnce = 20;
/** A call to Temporal that takes longer is given up: shorter than a claim, and nobody waits for it at a stop. */
const callWithinMs = 10_000;
/** A notice may get lost with its connection: look anyway. */
const lookEveryMs = 2_000;

/** Brings facts from their rows to Temporal, and again until they are there. */
export const startDispatcher = (deps: { db: Kysely<Database>; client: Client; logger: Logger }): BackgroundLoop => {
  const { db, client, logger } = deps;
  const calls = new PQueue({ concurrency: callsAtOnce });
  const onError = (error: unknown): void =>
    logger.warn({ err: error }, 'facts could not be brought to Temporal; trying again');

  const deliverBatch = async (): Promise<boolean> => {
    const deliveries = await claimDeliveries(db, batch);
    const delivered: number[] = [];
    const undelivered: number[] = [];
    const failures: Error[] = [];
    await calls.addAll(
      deliveries.map((delivery) => async () => {
        try {
          await client.withDeadline(Date.now() + callWithinMs, () => deliverToOrder(client, delivery));
          delivered.push(...delivery.factIds);
        } catch (error) {
          undelivered.push(...delivery.factIds);
          failures.push(error instanceof Error ? error : new Error(String(error)));
        }
      }),
    );
    await markDelivered(db, delivered);
    await releaseClaims(db, undelivered);
    const [failure] = failures;
    if (failure !== undefined) throw failure;
    return deliveries.length > 0;
  };

  const startAskedPulls = async (): Promise<void> => {
    for (const request of await listPullRequests(db)) {
      if (await startPullNow(client, request.connection))
        await clearPullRequest(db, request.connection, request.asked_at);
    }
  };

  return startLoop(
    async () => {
      while (await deliverBatch());
      await startAskedPulls();
    },
    { everyMs: lookEveryMs, onError },
  );
};
