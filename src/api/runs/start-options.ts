import { taskQueues, workflowIds } from '../../domain/names.ts';
import type { MarketplaceOrderInput, PullOrdersInput } from '../../domain/names.ts';

const keyword = (name: string, value: string) => ({ key: { name, type: 'KEYWORD' } as const, value });

/** How the run of an order is started where an action finds none. */
export const orderStart = (connection: string, externalId: string) => ({
  workflowId: workflowIds.order(connection, externalId),
  taskQueue: taskQueues.workflows,
  workflowIdConflictPolicy: 'USE_EXISTING' as const,
  args: [{ connection, externalId } satisfies MarketplaceOrderInput],
  typedSearchAttributes: [keyword('Connection', connection), keyword('ExternalId', externalId)],
  staticSummary: `Order ${externalId} of ${connection}`,
});

/** How a pull is started beside the schedule. */
export const pullStart = (input: PullOrdersInput) => ({
  workflowId: workflowIds.now(workflowIds.pullOrders(input.connection)),
  taskQueue: taskQueues.workflows,
  workflowIdConflictPolicy: 'USE_EXISTING' as const,
  args: [input],
  typedSearchAttributes: [keyword('Connection', input.connection)],
});
