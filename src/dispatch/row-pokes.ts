import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { Client, WorkflowStartOptions } from '@temporalio/client';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { signalNames } from '../domain/names.ts';
import { listOpen, putBackWanted, redeliverUnseen, runsWithoutRow, takeWanted } from '../store/poked-rows.ts';
import type { PokedRows, WantedRow } from '../store/poked-rows.ts';
import type { Database } from '../store/schema.ts';
import { startLoop } from './background-loop.ts';
import type { BackgroundLoop } from './background-loop.ts';
import { lookEveryMs, pokedAtOnce, pokeEach } from './poke-each.ts';

interface Access {
  readonly db: Kysely<Database>;
  readonly client: Client;
}

/** Rows, and the runs that do what they say. */
export interface RunsOfRows<Key> {
  readonly rows: PokedRows<Key>;
  readonly workflowType: string;
  /** How the run of a row is started. */
  readonly start: (key: Key) => WorkflowStartOptions & { readonly workflowId: string };
}

/** Starts the runs of rows that are new, and pokes those whose rows have news. `what` are the rows, in a sentence. */
export const startRowPokes = <Key>(
  { db, client, logger }: Access & { logger: Logger },
  runs: RunsOfRows<Key>,
  what: string,
): BackgroundLoop =>
  startLoop(
    async () => {
      while (await pokeBatch({ db, client }, runs));
    },
    {
      everyMs: lookEveryMs,
      onError: (error) => logger.warn({ err: error }, `${what} could not be brought on; trying again`),
    },
  );

/** @returns whether there may be more */
const pokeBatch = async <Key>({ db, client }: Access, runs: RunsOfRows<Key>): Promise<boolean> => {
  const taken = await takeWanted(db, runs.rows, pokedAtOnce);
  await pokeEach(client, taken, {
    poke: (wanted) => pokeRow(client, runs, wanted),
    putBack: (wanted) => putBackWanted(db, runs.rows, wanted),
  });
  return taken.length > 0;
};

/** By a start where there is no run yet (an event fewer), else by a poke that starts one if it must. */
const pokeRow = async <Key>(client: Client, runs: RunsOfRows<Key>, wanted: WantedRow<Key>): Promise<void> => {
  if (wanted.isFirst && (await startRun(client, runs, wanted.key))) return;
  await client.workflow.signalWithStart(runs.workflowType, {
    ...runs.start(wanted.key),
    signal: wanted.asksOdoo ? signalNames.odooEvent : signalNames.externalEvent,
    signalArgs: [{ revision: wanted.revision }],
  });
};

/** @returns false when it runs already */
const startRun = async <Key>(client: Client, runs: RunsOfRows<Key>, key: Key): Promise<boolean> => {
  try {
    await client.workflow.start(runs.workflowType, runs.start(key));
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
};

/**
 * Finds what fell between PostgreSQL and Temporal: pokes that were not seen to, open rows without a run, runs without a row (which write it again).
 * @returns how many runs were started or poked
 */
export const bringRunsOn = async <Key>({ db, client }: Access, runs: RunsOfRows<Key>): Promise<number> => {
  let brought = await redeliverUnseen(db, runs.rows);
  const open = await listOpen(db, runs.rows);
  const running = new Set<string>();
  const query = `WorkflowType = "${runs.workflowType}" AND ExecutionStatus = "Running"`;
  for await (const { workflowId } of client.workflow.list({ query, pageSize: 1000 })) running.add(workflowId);
  for (const key of open) {
    if (running.has(runs.start(key).workflowId)) continue;
    if (await startRun(client, runs, key)) brought += 1;
  }
  for (const id of await runsWithoutRow(db, runs.rows, [...running])) if (await pokeRun(client, id)) brought += 1;
  return brought;
};

/** @returns false when it has ended meanwhile: what is listed as running may be a moment old. */
const pokeRun = async (client: Client, id: string): Promise<boolean> => {
  try {
    await client.workflow.getHandle(id).signal(signalNames.odooEvent, {});
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
};
