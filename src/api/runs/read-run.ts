import { WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';

export const runStates = ['running', 'done', 'failed', 'cancelled', 'terminated', 'timed-out'] as const;

/** How a run stands. */
export interface RunStanding {
  readonly type: string;
  readonly state: (typeof runStates)[number];
  /** What it answered; null before its end. */
  readonly result: unknown;
  /** Why it failed; of a run that runs: what went wrong last and is tried again. */
  readonly error: string | null;
}

/** @returns undefined when Temporal has no such run (any more) */
export const readRun = async (client: Client, workflowId: string, runId: string): Promise<RunStanding | undefined> => {
  try {
    const asked = await client.workflow.getHandle(workflowId, runId).describe();
    // What continues as new is one run to whoever waits for it.
    const run =
      asked.status.name === 'CONTINUED_AS_NEW' ? await client.workflow.getHandle(workflowId).describe() : asked;
    return { type: run.type, ...(await standingOf(client, run)) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
};

const standingOf = async (
  client: Client,
  run: WorkflowExecutionDescription,
): Promise<Pick<RunStanding, 'state' | 'result' | 'error'>> => {
  switch (run.status.name) {
    case 'COMPLETED': {
      const result: unknown = await client.workflow.getHandle(run.workflowId, run.runId).result();
      return { state: 'done', result: result ?? null, error: null };
    }
    case 'FAILED':
      return { state: 'failed', result: null, error: await failureOf(client, run) };
    case 'CANCELLED':
    case 'TERMINATED':
    case 'TIMED_OUT':
      return { state: endedAs[run.status.name], result: null, error: null };
    case 'RUNNING':
    case 'PAUSED':
    case 'CONTINUED_AS_NEW':
    case 'UNSPECIFIED':
    case 'UNKNOWN':
      return { state: 'running', result: null, error: lastFailure(run) };
  }
};

const endedAs = { CANCELLED: 'cancelled', TERMINATED: 'terminated', TIMED_OUT: 'timed-out' } as const;

const failureOf = async (client: Client, { workflowId, runId }: WorkflowExecutionDescription): Promise<string> => {
  try {
    await client.workflow.getHandle(workflowId, runId).result();
    return 'It failed';
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    return deepestMessage(error);
  }
};

/** The words of the activity stand below Temporal's own "activity failed". */
const deepestMessage = (error: Error): string =>
  error.cause instanceof Error ? deepestMessage(error.cause) : error.message;

const lastFailure = ({ raw }: WorkflowExecutionDescription): string | null =>
  raw.pendingActivities?.map((activity) => activity.lastFailure?.message).find((message) => message != null) ?? null;
