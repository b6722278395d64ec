import { ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Client, ScheduleOptions } from '@temporalio/client';
import { taskQueues, workflowIds, workflowTypes } from '../domain/names.ts';

export interface ScheduledConnection {
  readonly id: string;
  readonly pullEveryMinutes: number;
  /** Disabled or paused: the schedule stays and rests. */
  readonly rests: boolean;
}

/** Missed turns of more than a minute are not made up for: one pull sees everything. */
const catchupWindow = '1 minute';

export const housekeepingSchedule: ScheduleOptions = {
  scheduleId: workflowIds.housekeeping,
  spec: { calendars: [{ hour: 3, minute: 17 }] },
  action: {
    type: 'startWorkflow',
    workflowType: workflowTypes.housekeeping,
    workflowId: workflowIds.housekeeping,
    taskQueue: taskQueues.workflows,
    args: [{}],
  },
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
};

export const pullSchedule = (connection: ScheduledConnection): ScheduleOptions => ({
  scheduleId: workflowIds.pullOrders(connection.id),
  spec: { intervals: [{ every: `${connection.pullEveryMinutes} minutes` }] },
  action: {
    type: 'startWorkflow',
    workflowType: workflowTypes.pullOrders,
    workflowId: workflowIds.pullOrders(connection.id),
    taskQueue: taskQueues.workflows,
    args: [{ connection: connection.id }],
    typedSearchAttributes: [{ key: { name: 'Connection', type: 'KEYWORD' }, value: connection.id }],
  },
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow },
  state: { paused: connection.rests, ...(connection.rests ? { note: 'The connection is paused or disabled' } : {}) },
});

/** Creates the schedule or makes the one there equal to it. Safe from several processes at once. */
export const ensureSchedule = async (client: Client, wanted: ScheduleOptions): Promise<void> => {
  const handle = client.schedule.getHandle(wanted.scheduleId);
  const { spec, action, policies, state } = wanted;
  try {
    await handle.update((previous) => ({
      spec,
      action,
      policies: policies ?? {},
      // A note of ours goes with its reason; what a person wrote beside it goes too.
      state: { ...withoutNote(previous.state), ...state, paused: state?.paused ?? false },
    }));
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    await createSchedule(client, wanted);
  }
};

const withoutNote = <T extends { readonly note?: unknown }>({ note: _, ...state }: T): Omit<T, 'note'> => state;

/** Creates the schedule unless it is there. */
export const createSchedule = async (client: Client, wanted: ScheduleOptions): Promise<void> => {
  try {
    await client.schedule.create(wanted);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
};

export const deleteSchedule = async (client: Client, scheduleId: string): Promise<void> => {
  try {
    await client.schedule.getHandle(scheduleId).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
};
