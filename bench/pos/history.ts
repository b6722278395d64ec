import type { Service } from '../../test/support/service.ts';
import { waitFor } from '../../test/support/wait.ts';
import { historyCost } from '../orders/history-cost.ts';

/** Events of the longest history of all runs that fetched and imported since then. */
export const longestHistory = async (
  { client }: Service,
  since: Date,
): Promise<{ readonly runs: number; readonly events: number }> => {
  const query = `WorkflowType IN ("importPosOrders", "posOrder") AND StartTime >= "${since.toISOString()}"`;
  const runs = await waitFor(
    'a run that imported',
    async () => {
      const found: { readonly workflowId: string; readonly runId: string }[] = [];
      for await (const { workflowId, runId } of client.workflow.list({ query })) found.push({ workflowId, runId });
      return found;
    },
    (found) => found.length > 0,
  );
  let events = 0;
  for (const { workflowId, runId } of runs) {
    events = Math.max(events, (await historyCost(client, workflowId, runId)).events);
  }
  return { runs: runs.length, events };
};
