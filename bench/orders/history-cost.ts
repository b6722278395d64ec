import type { Client } from '@temporalio/client';

export interface HistoryCost {
  readonly events: number;
  /** Until the run first rested: nothing more is done before a signal. */
  readonly eventsUntilAcknowledged: number;
  /** Billable actions, counted as Temporal Cloud does (reference/temporal.md §5). */
  readonly actions: number;
}

/** What the life of one workflow cost the server; the newest of its id, unless a run is named. */
export const historyCost = async (client: Client, workflowId: string, runId?: string): Promise<HistoryCost> => {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const all = events ?? [];
  const firstSignal = all.findIndex((event) => event.workflowExecutionSignaledEventAttributes != null);
  let actions = 0;
  for (const event of all) {
    // All local activities of one workflow task are one action: their markers carry the task they completed with.
    if (event.activityTaskStartedEventAttributes != null)
      actions += event.activityTaskStartedEventAttributes.attempt ?? 1;
    else if (
      event.workflowExecutionStartedEventAttributes != null ||
      event.workflowExecutionSignaledEventAttributes != null ||
      event.workflowExecutionUpdateAcceptedEventAttributes != null ||
      event.upsertWorkflowSearchAttributesEventAttributes != null ||
      event.timerStartedEventAttributes != null
    ) {
      actions += 1;
    } else if (event.startChildWorkflowExecutionInitiatedEventAttributes != null) actions += 2;
  }
  const localTasks = new Set(
    all.flatMap(({ markerRecordedEventAttributes: marker }) =>
      marker?.markerName === 'core_local_activity' ? [String(marker.workflowTaskCompletedEventId)] : [],
    ),
  );
  return {
    events: all.length,
    eventsUntilAcknowledged: firstSignal === -1 ? all.length : firstSignal,
    actions: actions + localTasks.size,
  };
};
