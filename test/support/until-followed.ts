import { workflowIds } from '../../src/domain/names.ts';
import type { Service } from './service.ts';
import { waitFor } from './wait.ts';

/** A round that is under way may have asked already after what a test moved since. */
export const untilFollowed = async ({ client }: Service, connection: string): Promise<void> => {
  const id = workflowIds.now(workflowIds.followShipments(connection));
  await waitFor(
    `the rounds of ${connection} that are under way`,
    () => client.workflow.count(`WorkflowId = "${id}" AND ExecutionStatus = "Running"`),
    ({ count }) => count === 0,
  );
};
