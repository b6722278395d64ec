import type { Client } from '@temporalio/client';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { signalNames, workflowTypes } from '../domain/names.ts';
import { offersStart } from '../domain/run-starts.ts';
import type { Database } from '../store/schema.ts';
import { listOverdueOffers, listWantedOffers, noteOffersWoken } from '../store/offers/wake.ts';
import { startLoop } from './background-loop.ts';
import type { BackgroundLoop } from './background-loop.ts';

const callWithinMs = 10_000;
/** A notice may get lost with its connection: look anyway. */
const lookEveryMs = 2_000;

/** Wakes the run of each connection whose offers changed: once, not once per change. */
export const startOfferPokes = (deps: { db: Kysely<Database>; client: Client; logger: Logger }): BackgroundLoop => {
  const { db, client, logger } = deps;
  return startLoop(
    async () => {
      for (const wanted of await listWantedOffers(db)) {
        await client.withDeadline(Date.now() + callWithinMs, () =>
          wakeOffers(client, wanted.connection, wanted.wanted),
        );
        await noteOffersWoken(db, wanted);
      }
    },
    {
      everyMs: lookEveryMs,
      onError: (error) => logger.warn({ err: error }, 'a push of offers could not be started; trying again'),
    },
  );
};

/** Wakes the run of a connection, or starts it. `wanted` is what was asked for until now. */
export const wakeOffers = async (client: Client, connection: string, wanted?: number): Promise<void> => {
  await client.workflow.signalWithStart(workflowTypes.propagateOffers, {
    ...offersStart({ connection }),
    signal: signalNames.poke,
    signalArgs: [wanted === undefined ? {} : { wanted }],
  });
};

/** Starts the runs of connections whose rows have been due for a minute and that have none. @returns how many */
export const startMissingOfferRuns = async ({
  db,
  client,
}: {
  db: Kysely<Database>;
  client: Client;
}): Promise<number> => {
  const overdue = await listOverdueOffers(db);
  if (overdue.length === 0) return 0;
  const running = new Set<string>();
  const query = `WorkflowType = "${workflowTypes.propagateOffers}" AND ExecutionStatus = "Running"`;
  for await (const { workflowId } of client.workflow.list({ query, pageSize: 1000 })) running.add(workflowId);
  const missing = overdue.filter((connection) => !running.has(offersStart({ connection }).workflowId));
  for (const connection of missing) await wakeOffers(client, connection);
  return missing.length;
};
