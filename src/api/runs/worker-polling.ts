import type { Client } from '@temporalio/client';

/** A poll lasts a minute; who has not begun one for longer is gone. */
const polledWithinSeconds = 70;

/** Whether a worker waits for workflow tasks of this queue. */
export const isWorkerPolling = async (client: Client, taskQueue: string): Promise<boolean> => {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
  });
  const since = Date.now() / 1_000 - polledWithinSeconds;
  return pollers.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) > since);
};
