import type { Client } from '@temporalio/client';

export interface RunSeen {
  readonly status: string;
  readonly input: unknown;
  /** Names of the signals it got, in order. */
  readonly signals: readonly string[];
  readonly runId: string;
}

/** What Temporal has of the newest run with this id; null when there is none. */
export const seeRun = async (client: Client, workflowId: string): Promise<RunSeen | null> => {
  const handle = client.workflow.getHandle(workflowId);
  try {
    const { status, runId } = await handle.describe();
    const { events } = await handle.fetchHistory();
    const [started] = events ?? [];
    const [payload] = started?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    return {
      status: status.name,
      runId,
      input: JSON.parse(Buffer.from(payload?.data ?? []).toString() || 'null'),
      signals: (events ?? []).flatMap(
        ({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName ?? [],
      ),
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return null;
    throw error;
  }
};
