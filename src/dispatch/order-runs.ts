import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { signalNames, taskQueues, workflowIds, workflowTypes } from '../domain/names.ts';
import type { MarketplaceOrderInput } from '../domain/names.ts';
import type { Delivery } from '../store/inbox-delivery.ts';

const connectionKey = { name: 'Connection', type: 'KEYWORD' } as const;
const externalIdKey = { name: 'ExternalId', type: 'KEYWORD' } as const;
const stageKey = { name: 'Stage', type: 'KEYWORD' } as const;
const attentionKey = { name: 'Attention', type: 'BOOL' } as const;

const startOptions = (connection: string, externalId: string) => ({
  workflowId: workflowIds.order(connection, externalId),
  taskQueue: taskQueues.workflows,
  args: [{ connection, externalId } satisfies MarketplaceOrderInput] as [MarketplaceOrderInput],
  typedSearchAttributes: [
    { key: connectionKey, value: connection },
    { key: externalIdKey, value: externalId },
    { key: stageKey, value: 'received' },
    { key: attentionKey, value: false },
  ],
  staticSummary: `Order ${externalId} of ${connection}`,
});

/** Starts the run of an order that has none. @returns false when it runs already. */
export const startOrderRun = async (client: Client, connection: string, externalId: string): Promise<boolean> => {
  try {
    await client.workflow.start(workflowTypes.marketplaceOrder, startOptions(connection, externalId));
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
    ...startOptions(delivery.connection, delivery.externalId),
    signal: delivery.hasOdooFact ? signalNames.odooEvent : signalNames.externalEvent,
    signalArgs: [{ revision: delivery.revision }],
  });
};
