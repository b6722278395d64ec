import {
  ServiceError,
  WithStartWorkflowOperation,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { Client, Workflow, WorkflowUpdateHandle } from '@temporalio/client';
import { wakePosImport } from '../../dispatch/pos-pokes.ts';
import type { ShipmentKey } from '../../domain/delivery/delivery.ts';
import { taskQueues, updateNames, workflowTypes } from '../../domain/names.ts';
import type { MirrorOdooInput } from '../../domain/names.ts';
import { deliveryStart, orderStart, posOrderStart, shipmentStart } from '../../domain/run-starts.ts';
import { refused, unavailable } from '../problem.ts';
import { updateId } from './actions.ts';
import type { OrderAction, PosOrderAction, RowAction } from './actions.ts';
import { startMirror, startProcess, startShipment } from './processes.ts';
import type { ProcessRequest, StartedRun } from './processes.ts';
import { readProgress } from './read-progress.ts';
import type { RunProgress } from './read-progress.ts';
import { readRun } from './read-run.ts';
import type { RunStanding } from './read-run.ts';
import { isWorkerPolling } from './worker-polling.ts';

export interface ActedOrder {
  readonly connection: string;
  /** Of an order of a point of sale: its key. */
  readonly externalId: string;
  /** Of its row now: the same action asked again before anything happened is the same update. */
  readonly revision: number;
}

export interface ActedFulfilment {
  readonly connection: string;
  readonly saleOrderId: number;
  /** Of its row now. */
  readonly revision: number;
}

export interface ActedShipment extends ShipmentKey {
  /** Id of its connection. */
  readonly provider: string;
  /** Of its row now. */
  readonly revision: number;
}

/** The way to the runs in Temporal. Everything is refused as a Problem: 409 in the run's words, 503 when nobody answers in time. */
export interface RunGate {
  /** Resolves when the run accepted the action: `done` when its result came within `waitMs`. */
  actOnOrder(order: ActedOrder, action: OrderAction, waitMs: number): Promise<'done' | 'accepted'>;
  /** The same of an order of a point of sale. */
  actOnPosOrder(order: ActedOrder, action: PosOrderAction, waitMs: number): Promise<'done' | 'accepted'>;
  /** The same of what a prep centre ships. */
  actOnFulfilment(shipment: ActedFulfilment, action: RowAction, waitMs: number): Promise<'done' | 'accepted'>;
  /** The same of what a courier carries. */
  actOnShipment(shipment: ActedShipment, action: RowAction, waitMs: number): Promise<'done' | 'accepted'>;
  /** Has the import of a point of sale look again, whatever it waits for. */
  wakePosImport(connection: string): Promise<void>;
  /** Runs a process of a connection now, or joins the run there is. */
  start(request: ProcessRequest): Promise<StartedRun>;
  /** Starts the run that ships a sale order, or joins the run there is. */
  startShipment(shipment: { readonly connection: string; readonly saleOrderId: number }): Promise<StartedRun>;
  /** Starts the run that brings the mirror up to date, or joins the run there is. */
  startMirror(input: MirrorOdooInput): Promise<StartedRun>;
  /** How a run stands; undefined when there is none. */
  read(workflowId: string, runId: string): Promise<RunStanding | undefined>;
  /** How far a run is. */
  progress(workflowId: string): Promise<RunProgress>;
  /** What keeps runs from going on, in words; null when nothing does. */
  problem(): Promise<string | null>;
}

/** How long an action may take to be accepted, and a start to be stored. */
const acceptWithinMs = 5_000;
/** The same of what begins by itself later. */
const atOnceMs = 1_500;

/** @param client with a lazy connection: it may be made before Temporal is there, and connects again by itself */
export const createRunGate = (client: Client): RunGate => ({
  actOnOrder: (order, action, waitMs) => {
    const start = orderStart(order.connection, order.externalId);
    return act(client, workflowTypes.marketplaceOrder, start, { ...order, action, waitMs });
  },
  actOnPosOrder: (order, action, waitMs) => {
    const start = posOrderStart(order.connection, order.externalId);
    return act(client, workflowTypes.posOrder, start, { ...order, action, waitMs });
  },
  actOnFulfilment: (shipment, action, waitMs) => {
    const start = shipmentStart(shipment.connection, shipment.saleOrderId);
    return act(client, workflowTypes.shipWithYsell, start, { ...shipment, action, waitMs });
  },
  actOnShipment: (shipment, action, waitMs) =>
    act(client, workflowTypes.deliverPicking, deliveryStart(shipment), { ...shipment, action, waitMs }),
  wakePosImport: (connection) =>
    answered(() => client.withDeadline(Date.now() + acceptWithinMs, () => wakePosImport(client, connection))),
  start: (request) =>
    answered(() => client.withDeadline(Date.now() + acceptWithinMs, () => startProcess(client, request))),
  startShipment: (shipment) =>
    answered(() => client.withDeadline(Date.now() + acceptWithinMs, () => startShipment(client, shipment))),
  startMirror: (input) => answered(() => client.withDeadline(Date.now() + atOnceMs, () => startMirror(client, input))),
  read: (workflowId, runId) =>
    answered(() => client.withDeadline(Date.now() + acceptWithinMs, () => readRun(client, workflowId, runId))),
  progress: (workflowId) => readProgress(client, workflowId),
  problem: async () => {
    try {
      const isPolled = await client.withDeadline(Date.now() + 3_000, () =>
        isWorkerPolling(client, taskQueues.workflows),
      );
      return isPolled ? null : `no worker polls the task queue ${taskQueues.workflows}`;
    } catch (error) {
      return `Temporal does not answer (${error instanceof Error ? error.message : String(error)})`;
    }
  },
});

const join = { workflowIdConflictPolicy: 'USE_EXISTING' } as const;

type Start = Omit<WithStartWorkflowOperation<Workflow>['options'], 'workflowIdConflictPolicy'>;

interface Asked {
  readonly revision: number;
  readonly action: OrderAction | RowAction;
  readonly waitMs: number;
}

/** The run is started where there is none. */
const act = (
  client: Client,
  type: string,
  start: Start,
  { revision, action, waitMs }: Asked,
): Promise<'done' | 'accepted'> => {
  const { name, ...input } = action;
  return outcomeOf(client, waitMs, () =>
    client.withDeadline(Date.now() + acceptWithinMs, () =>
      client.workflow.startUpdateWithStart(updateNames[name], {
        startWorkflowOperation: new WithStartWorkflowOperation(type, { ...start, ...join }),
        updateId: updateId(action, revision),
        waitForStage: 'ACCEPTED',
        args: [input],
      }),
    ),
  );
};

/** Resolves when the run accepted the action: `done` when its result came within `waitMs`. */
const outcomeOf = async (
  client: Client,
  waitMs: number,
  ask: () => Promise<WorkflowUpdateHandle<unknown>>,
): Promise<'done' | 'accepted'> => {
  const update = await answered(ask);
  if (waitMs <= 0) return 'accepted';
  try {
    await client.withDeadline(Date.now() + waitMs, () => update.result());
    return 'done';
  } catch (error) {
    // Accepted is accepted: a result that does not come in time, or a server that goes away now, takes nothing back.
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || error instanceof ServiceError) return 'accepted';
    throw refusalOf(error);
  }
};

const answered = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
      throw unavailable(
        'No worker accepted this in time. Nothing was changed; see that a worker runs, and ask again',
        error,
      );
    }
    if (error instanceof ServiceError) {
      throw unavailable('Temporal does not answer. Nothing was changed; ask again when it is back', error);
    }
    throw refusalOf(error);
  }
};

const refusalOf = (error: unknown): unknown =>
  error instanceof WorkflowUpdateFailedError ? refused(error.cause?.message ?? error.message) : error;
