import { taskQueues, workflowIds } from './names.ts';
import type { MarketplaceOrderInput, PullOrdersInput } from './names.ts';

const keyword = (name: string, value: string) => ({ key: { name, type: 'KEYWORD' } as const, value });

/** How the run of an order is started, whoever starts it. */
export const orderStart = (connection: string, externalId: string) => ({
  workflowId: workflowIds.order(connection, externalId),
  taskQueue: taskQueues.workflows,
  args: [{ connection, externalId }] as [MarketplaceOrderInput],
  typedSearchAttributes: [
    keyword('Connection', connection),
    keyword('ExternalId', externalId),
    keyword('Stage', 'received'),
    { key: { name: 'Attention', type: 'BOOL' } as const, value: false },
  ],
  staticSummary: `Order ${externalId} of ${connection}`,
});

/** How a pull is started beside the schedule. */
export const pullStart = (input: PullOrdersInput) => ({
  workflowId: workflowIds.now(workflowIds.pullOrders(input.connection)),
  taskQueue: taskQueues.workflows,
  args: [input] as [PullOrdersInput],
  typedSearchAttributes: [keyword('Connection', input.connection)],
});
