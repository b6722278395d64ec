import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { signalNames, workflowTypes } from '../../domain/names.ts';
import type { MirrorOdooInput, ReconcileOffersInput } from '../../domain/names.ts';
import {
  followNowStart,
  listingsStart,
  mirrorNowStart,
  offersStart,
  posSyncStart,
  pullStart,
  reconcileStart,
  shipmentStart,
} from '../../domain/run-starts.ts';
import { refused } from '../problem.ts';

/** A process of a connection that a person may run now. */
export type ProcessRequest =
  | { readonly process: 'pull'; readonly connection: string; readonly since?: string }
  | { readonly process: 'offers'; readonly connection: string }
  | { readonly process: 'reconcile'; readonly connection: string; readonly dryRun?: boolean }
  | { readonly process: 'listings'; readonly connection: string }
  | { readonly process: 'pos'; readonly connection: string; readonly since?: string }
  | { readonly process: 'shipments'; readonly connection: string; readonly since?: string };

/** A run as Temporal names it. */
export interface StartedRun {
  readonly workflowId: string;
  readonly runId: string;
}

const join = { workflowIdConflictPolicy: 'USE_EXISTING' } as const;

/**
 * Starts the run, or joins the one there is; a run that is woken (`offers`) is poked whether it is new or not.
 *
 * @throws Problem 409 when a comparison is asked for while one runs that does less
 */
export const startProcess = async (client: Client, request: ProcessRequest): Promise<StartedRun> => {
  const { process, ...input } = request;
  switch (process) {
    case 'pull':
      return started(await client.workflow.start(workflowTypes.pullOrders, { ...pullStart(input), ...join }));
    case 'reconcile':
      return startReconcile(client, input);
    case 'listings':
      return started(await client.workflow.start(workflowTypes.syncListings, { ...listingsStart(input), ...join }));
    case 'pos':
      return started(await client.workflow.start(workflowTypes.importPosOrders, { ...posSyncStart(input), ...join }));
    case 'shipments':
      return started(await client.workflow.start(workflowTypes.followShipments, { ...followNowStart(input), ...join }));
    case 'offers': {
      const options = { ...offersStart(input), signal: signalNames.poke };
      const handle = await client.workflow.signalWithStart(workflowTypes.propagateOffers, options);
      return { workflowId: handle.workflowId, runId: handle.signaledRunId };
    }
  }
};

/** Starts the run that ships a sale order, or joins the one there is. */
export const startShipment = async (
  client: Client,
  { connection, saleOrderId }: { readonly connection: string; readonly saleOrderId: number },
): Promise<StartedRun> =>
  started(
    await client.workflow.start(workflowTypes.shipWithYsell, { ...shipmentStart(connection, saleOrderId), ...join }),
  );

/** Starts the run that brings the mirror up to date, or joins the one there is. */
export const startMirror = async (client: Client, input: MirrorOdooInput): Promise<StartedRun> =>
  started(await client.workflow.start(workflowTypes.mirrorOdoo, { ...mirrorNowStart(input), ...join }));

const started = (handle: { readonly workflowId: string; readonly firstExecutionRunId: string }): StartedRun => ({
  workflowId: handle.workflowId,
  runId: handle.firstExecutionRunId,
});

/** One that only reports serves nobody who asked for more. */
const startReconcile = async (client: Client, input: ReconcileOffersInput): Promise<StartedRun> => {
  const options = reconcileStart(input);
  try {
    return started(await client.workflow.start(workflowTypes.reconcileOffers, options));
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const run = await client.workflow.getHandle(options.workflowId).describe();
    if (input.dryRun !== true && run.memo?.['dryRun'] === true) {
      throw refused(`A dry run of ${input.connection} is under way: ask again when it is over`);
    }
    return { workflowId: options.workflowId, runId: run.runId };
  }
};
