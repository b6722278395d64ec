import { ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Client, ScheduleOptions } from '@temporalio/client';
import { taskQueues, workflowIds, workflowTypes } from '../domain/names.ts';

interface Scheduled {
  readonly id: string;
  /** Disabled or paused: the schedule stays and rests. */
  readonly rests: boolean;
}

export interface ScheduledMarketplace extends Scheduled {
  readonly category: 'marketplace';
  readonly pullEveryMinutes: number;
  /** Whether prices and stock are pushed: only then they are compared. */
  readonly offersEnabled: boolean;
}

export interface ScheduledPos extends Scheduled {
  readonly category: 'pos';
  /** Null: its orders are pushed and never fetched. */
  readonly syncEveryMinutes: number | null;
}

/** A prep centre or a courier. */
export interface ScheduledShipper extends Scheduled {
  readonly category: 'fulfilment' | 'delivery';
  readonly pollEveryMinutes: number;
}

export type ScheduledConnection = ScheduledMarketplace | ScheduledPos | ScheduledShipper;

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

/** Records of Odoo's stock are brought up to date. */
export const mirrorSchedule = (minutes: number): ScheduleOptions => ({
  ...everyMinutes(minutes),
  scheduleId: workflowIds.mirrorOdoo,
  action: {
    type: 'startWorkflow',
    workflowType: workflowTypes.mirrorOdoo,
    workflowId: workflowIds.mirrorOdoo,
    taskQueue: taskQueues.workflows,
    args: [{}],
  },
});

/** Once a night; a night that was missed is made up for within the day. */
const nightly = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' } as const;

/** A process of a connection: its schedule, like its runs, has the process's id. */
const scheduleOf = (
  connection: Scheduled,
  process: { readonly type: string; readonly id: (connection: string) => string },
  times: Pick<ScheduleOptions, 'spec' | 'policies'>,
): ScheduleOptions => ({
  ...times,
  scheduleId: process.id(connection.id),
  action: {
    type: 'startWorkflow',
    workflowType: process.type,
    workflowId: process.id(connection.id),
    taskQueue: taskQueues.workflows,
    args: [{ connection: connection.id }],
    typedSearchAttributes: [{ key: { name: 'Connection', type: 'KEYWORD' }, value: connection.id }],
  },
  state: restingState(connection),
});

const everyMinutes = (minutes: number): Pick<ScheduleOptions, 'spec' | 'policies'> => ({
  spec: { intervals: [{ every: `${minutes} minutes` }] },
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow },
});

export const pullSchedule = (connection: ScheduledMarketplace): ScheduleOptions =>
  scheduleOf(
    connection,
    { type: workflowTypes.pullOrders, id: workflowIds.pullOrders },
    everyMinutes(connection.pullEveryMinutes),
  );

/** Orders of a point of sale are fetched and imported. */
const posSchedule = (connection: ScheduledPos, minutes: number): ScheduleOptions =>
  scheduleOf(connection, { type: workflowTypes.importPosOrders, id: workflowIds.posImport }, everyMinutes(minutes));

/** A prep centre or courier is asked after all open shipments. */
const followSchedule = (connection: ScheduledShipper): ScheduleOptions =>
  scheduleOf(
    connection,
    { type: workflowTypes.followShipments, id: workflowIds.followShipments },
    everyMinutes(connection.pollEveryMinutes),
  );

/** The marketplace's list of our listings, before they are compared. */
export const listingsSchedule = (connection: ScheduledMarketplace): ScheduleOptions =>
  scheduleOf(
    connection,
    { type: workflowTypes.syncListings, id: workflowIds.syncListings },
    { spec: { calendars: [{ hour: 1, minute: minuteOf(connection.id) }] }, policies: nightly },
  );

export const reconcileSchedule = (connection: ScheduledMarketplace): ScheduleOptions => {
  const schedule = scheduleOf(
    connection,
    { type: workflowTypes.reconcileOffers, id: workflowIds.reconcileOffers },
    { spec: { calendars: [{ hour: 2, minute: minuteOf(connection.id) }] }, policies: nightly },
  );
  return connection.rests || connection.offersEnabled
    ? schedule
    : { ...schedule, state: { paused: true, note: 'Offers of the connection are not enabled' } };
};

/** All schedules of a connection. */
export const connectionSchedules = (connection: ScheduledConnection): readonly ScheduleOptions[] => {
  switch (connection.category) {
    case 'marketplace':
      return [pullSchedule(connection), listingsSchedule(connection), reconcileSchedule(connection)];
    case 'pos':
      return connection.syncEveryMinutes === null ? [] : [posSchedule(connection, connection.syncEveryMinutes)];
    case 'fulfilment':
    case 'delivery':
      return [followSchedule(connection)];
  }
};

/** Schedules a connection may have had, and has no more. */
export const endedScheduleIds = (connection: ScheduledConnection): readonly string[] => {
  const wanted = connectionSchedules(connection).map(({ scheduleId }) => scheduleId);
  return connectionScheduleIds(connection.id).filter((id) => !wanted.includes(id));
};

/** Ids of all schedules that connections of any category have. */
export const connectionScheduleIds = (connection: string): readonly string[] => [
  workflowIds.pullOrders(connection),
  workflowIds.syncListings(connection),
  workflowIds.reconcileOffers(connection),
  workflowIds.posImport(connection),
  workflowIds.followShipments(connection),
];

/** Connections take their turns: their nights do not all begin in the same minute. */
const minuteOf = (id: string): number => Buffer.from(id).reduce((sum, byte) => (sum * 31 + byte) % 60, 0);

const restingState = ({ rests }: Scheduled) => ({
  paused: rests,
  ...(rests ? { note: 'The connection is paused or disabled' } : {}),
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
      // A note of ours goes with its reason; what a person wrote beside it goes too. Where nothing is said of a state, a person decides.
      state:
        state === undefined
          ? previous.state
          : { ...withoutNote(previous.state), ...state, paused: state.paused ?? false },
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

/** Keeps a schedule that no connection has: the first time it is made equal to what is wanted, later it is made again where it is gone. */
export const createScheduleKeeper = (client: Client, wanted: ScheduleOptions): (() => Promise<void>) => {
  let isKnown = false;
  return async () => {
    await (isKnown ? createSchedule(client, wanted) : ensureSchedule(client, wanted));
    isKnown = true;
  };
};
