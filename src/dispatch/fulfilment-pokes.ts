import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { signalNames, workflowIds, workflowTypes } from '../domain/names.ts';
import { shipmentStart } from '../domain/run-starts.ts';
import type { FulfilmentKey } from '../store/fulfilments/rows.ts';
import {
  listOpenShipments,
  putBackWanted,
  redeliverUnseenShipments,
  takeWantedShipments,
  withoutFulfilmentRow,
} from '../store/fulfilments/wake.ts';
import type { WantedShipment } from '../store/fulfilments/wake.ts';
import type { Database } from '../store/schema.ts';
import { startLoop } from './background-loop.ts';
import type { BackgroundLoop } from './background-loop.ts';
import { lookEveryMs, pokedAtOnce, pokeEach } from './poke-each.ts';

interface Access {
  readonly db: Kysely<Database>;
  readonly client: Client;
}

/** Starts the runs of shipments that are new, and pokes those whose rows have news. */
export const startFulfilmentPokes = ({ db, client, logger }: Access & { logger: Logger }): BackgroundLoop =>
  startLoop(
    async () => {
      while (await pokeBatch({ db, client }));
    },
    {
      everyMs: lookEveryMs,
      onError: (error) => logger.warn({ err: error }, 'shipments could not be brought on; trying again'),
    },
  );

/** @returns whether there may be more */
const pokeBatch = async ({ db, client }: Access): Promise<boolean> => {
  const taken = await takeWantedShipments(db, pokedAtOnce);
  await pokeEach(client, taken, {
    poke: (wanted) => pokeShipment(client, wanted),
    putBack: (wanted) => putBackWanted(db, wanted),
  });
  return taken.length > 0;
};

/** By a start where there is no run yet (an event fewer), else by a poke that starts one if it must. */
const pokeShipment = async (client: Client, wanted: WantedShipment): Promise<void> => {
  if (wanted.isFirst && (await startShipmentRun(client, wanted))) return;
  await client.workflow.signalWithStart(workflowTypes.shipWithYsell, {
    ...shipmentStart(wanted.connection, wanted.saleOrderId),
    signal: wanted.asksOdoo ? signalNames.odooEvent : signalNames.externalEvent,
    signalArgs: [{ revision: wanted.revision }],
  });
};

/** @returns false when it runs already */
const startShipmentRun = async (client: Client, { connection, saleOrderId }: FulfilmentKey): Promise<boolean> => {
  try {
    await client.workflow.start(workflowTypes.shipWithYsell, shipmentStart(connection, saleOrderId));
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
};

/**
 * Finds what fell between PostgreSQL and Temporal: pokes that were not seen to, open shipments without a run, runs without a row (which write it again).
 * @returns how many runs were started or poked
 */
export const bringShipmentsOn = async ({ db, client }: Access): Promise<number> => {
  const redelivered = await redeliverUnseenShipments(db);
  const open = await listOpenShipments(db);
  const running = await runningShipments(client);
  let brought = redelivered;
  for (const key of open) {
    if (running.has(workflowIds.shipment(key.connection, key.saleOrderId))) continue;
    if (await startShipmentRun(client, key)) brought += 1;
  }
  for (const key of await withoutFulfilmentRow(db, [...running.values()])) {
    if (await pokeRun(client, workflowIds.shipment(key.connection, key.saleOrderId))) brought += 1;
  }
  return brought;
};

const runningShipments = async (client: Client): Promise<ReadonlyMap<string, FulfilmentKey>> => {
  const running = new Map<string, FulfilmentKey>();
  const query = `WorkflowType = "${workflowTypes.shipWithYsell}" AND ExecutionStatus = "Running"`;
  for await (const { workflowId } of client.workflow.list({ query, pageSize: 1000 })) {
    const [, connection = '', saleOrderId = ''] = workflowId.split(':');
    running.set(workflowId, { connection, saleOrderId: Number(saleOrderId) });
  }
  return running;
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
