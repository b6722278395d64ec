import { workflowIds } from '../../src/domain/names.ts';
import type { Service } from '../../test/support/service.ts';
import { waitFor } from '../../test/support/wait.ts';
import { historyCost } from '../orders/history-cost.ts';

/** What the runs that push offers cost the server. */
export interface TemporalUse {
  readonly runs: number;
  readonly actions: number;
  /** Of the longest of them. */
  readonly events: number;
}

/** Of all runs of the connection that began since then; there is at least one. */
export const temporalUse = async ({ client, shop }: Service, since: Date): Promise<TemporalUse> => {
  const id = workflowIds.offers(shop.id);
  const query = `WorkflowId = "${id}" AND StartTime >= "${since.toISOString()}"`;
  const runIds = await waitFor(
    'a run that pushed offers',
    async () => {
      const found: string[] = [];
      for await (const { runId } of client.workflow.list({ query })) found.push(runId);
      return found;
    },
    (found) => found.length > 0,
  );
  const costs = await Promise.all(runIds.map((runId) => historyCost(client, id, runId)));
  return {
    runs: runIds.length,
    actions: costs.reduce((sum, { actions }) => sum + actions, 0),
    events: Math.max(...costs.map(({ events }) => events)),
  };
};
