import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { Kysely } from 'kysely';
import { workflowTypes } from '../domain/names.ts';
import { mirrorNowStart } from '../domain/run-starts.ts';
import { finishMirrorRun, hasMirrorRun, isMirrorOverdue, listOpenMirrorRuns } from '../store/mirror/runs.ts';
import { listWantedModels, wantMirror } from '../store/mirror/want-mirror.ts';
import type { Database } from '../store/schema.ts';

interface Access {
  readonly db: Kysely<Database>;
  readonly client: Client;
}

/** What was asked for is begun by then, unless its run could not be started, or was ended by hand. */
const overdueAfterMs = 20_000;

/**
 * Sees to it that what is wanted of the mirror has a run, that the first one does not wait for the schedule, and that a run ended with Temporal's own tools
 * does not count as one under way. @returns how many runs were started
 */
export const bringMirrorOn = async ({ db, client }: Access): Promise<number> => {
  await endDeadRuns({ db, client });
  // It sees to all that is wanted before it ends.
  if ((await listOpenMirrorRuns(db)).length > 0) return 0;
  if (!(await hasMirrorRun(db))) await wantMirror(db, {});
  else if (!(await isMirrorOverdue(db, overdueAfterMs))) return 0;
  await client.workflow.start(workflowTypes.mirrorOdoo, {
    ...mirrorNowStart({ models: await listWantedModels(db) }),
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  return 1;
};

const endDeadRuns = async ({ db, client }: Access): Promise<void> => {
  for (const run of await listOpenMirrorRuns(db)) {
    if (!(await isRunning(client, run))) await finishMirrorRun(db, run, { error: 'The run was ended' });
  }
};

const isRunning = async (client: Client, run: string): Promise<boolean> => {
  const cut = run.lastIndexOf('/');
  const [workflowId, firstRunId] = [run.slice(0, cut), run.slice(cut + 1)];
  try {
    const { status, raw } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING' && raw.workflowExecutionInfo?.firstRunId === firstRunId;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
};
