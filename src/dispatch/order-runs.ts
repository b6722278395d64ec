import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { signalNames, workflowTypes } from '../domain/names.ts';
import { orderStart } from '../domain/run-starts.ts';
import type { Delivery } from '../store/inbox-delivery.ts';

/** Starts the run of an order that has none. @returns false when it runs already. */
export const startOrderRun = async (client: Client, connection: string, externalId: string): Promise<boolean> => {
  try {
    await client.workflow.start(workflowTypes.marketplaceOrder, orderStart(connection, externalId));
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
};

/** Brings facts to the order's run: by a start where there is none yet (an event fewer), else by a poke that starts one if it must. */
export const deliverToOrder = async (client: Client, delivery: Delivery): Promise<void> => {
  if (delivery.isFirst && (await startOrderRun(client, delivery.connection, delivery.externalId))) return;
  await client.workflow.signalWithStart(workflowTypes.marketplaceOrder, {
    ...orderStart(delivery.connection, delivery.externalId),
    signal: delivery.hasOdooFact ? signalNames.odooEvent : signalNames.externalEvent,
    signalArgs: [{ revision: delivery.revision }],
  });
};
