import type { Client } from '@temporalio/client';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { signalNames, workflowIds, workflowTypes } from '../domain/names.ts';
import { posImportStart, posOrderStart } from '../domain/run-starts.ts';
import { wantRuns } from '../store/pos/import-rows.ts';
import {
  listAttendedPosOrders,
  listOverdueImports,
  listWantedImports,
  noteImportWoken,
  takeWantedRuns,
} from '../store/pos/wake.ts';
import type { WantedPosRun } from '../store/pos/wake.ts';
import type { Database } from '../store/schema.ts';
import { startLoop } from './background-loop.ts';
import type { BackgroundLoop } from './background-loop.ts';
import { lookEveryMs, pokedAtOnce, pokeEach } from './poke-each.ts';

interface Access {
  readonly db: Kysely<Database>;
  readonly client: Client;
}

/** Wakes the import of each connection with new orders, once and not once an order, and the runs of orders that need attention. */
export const startPosPokes = ({ db, client, logger }: Access & { logger: Logger }): BackgroundLoop =>
  startLoop(
    async () => {
      await pokeEach(client, await listWantedImports(db), {
        poke: async (wanted) => {
          await wakePosImport(client, wanted.connection, wanted.wanted);
          await noteImportWoken(db, wanted);
        },
        // It stays wanted.
        putBack: () => Promise.resolve(),
      });
      while (await wakeWantedRuns({ db, client }));
    },
    {
      everyMs: lookEveryMs,
      onError: (error) =>
        logger.warn({ err: error }, 'orders of a point of sale could not be brought on; trying again'),
    },
  );

/** Wakes the import of a connection, or starts it. `wanted` is what was asked for until now. */
export const wakePosImport = async (client: Client, connection: string, wanted?: number): Promise<void> => {
  await client.workflow.signalWithStart(workflowTypes.importPosOrders, {
    ...posImportStart({ connection, pushed: true }),
    signal: signalNames.poke,
    signalArgs: [wanted === undefined ? {} : { wanted }],
  });
};

/** @returns whether there may be more */
const wakeWantedRuns = async ({ db, client }: Access): Promise<boolean> => {
  const taken = await takeWantedRuns(db, pokedAtOnce);
  await pokeEach(client, taken, {
    poke: (run) => wakePosOrder(client, run),
    putBack: ({ connection, key }) => wantRuns(db, connection, [key]),
  });
  return taken.length > 0;
};

const wakePosOrder = async (client: Client, { connection, key }: WantedPosRun): Promise<void> => {
  await client.workflow.signalWithStart(workflowTypes.posOrder, {
    ...posOrderStart(connection, key),
    signal: signalNames.externalEvent,
    signalArgs: [{}],
  });
};

/** Starts imports of connections whose orders have waited for a minute, and runs of orders in attention that have none. @returns how many */
export const startMissingPosRuns = async ({ db, client }: Access): Promise<number> => {
  const overdue = await listOverdueImports(db);
  const attended = await listAttendedPosOrders(db);
  const running = new Set<string>();
  const query = `WorkflowType in ("${workflowTypes.importPosOrders}", "${workflowTypes.posOrder}") AND ExecutionStatus = "Running"`;
  for await (const { workflowId } of client.workflow.list({ query, pageSize: 1000 })) running.add(workflowId);
  const imports = overdue.filter((connection) => !running.has(workflowIds.posImport(connection)));
  for (const connection of imports) await wakePosImport(client, connection);
  const missing = attended.filter(({ connection, key }) => !running.has(workflowIds.posOrder(connection, key)));
  for (const { connection, key } of missing) await wantRuns(db, connection, [key]);
  // A run that is there may have missed what its row says by now.
  const open = new Set(attended.map(({ connection, key }) => workflowIds.posOrder(connection, key)));
  const behind = [...running].filter((id) => id.startsWith('pos:') && !open.has(id));
  for (const { connection, key } of behind.map(namesOf)) await wantRuns(db, connection, [key]);
  return imports.length + missing.length;
};

/** `pos:<connection>:<key>`; no connection's id has a colon. */
const namesOf = (workflowId: string): WantedPosRun => {
  const [, connection = ''] = workflowId.split(':', 2);
  return { connection, key: workflowId.slice(`pos:${connection}:`.length) };
};
