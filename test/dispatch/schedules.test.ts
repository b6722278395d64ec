import assert from 'node:assert/strict';
import {
  connectionSchedules,
  createSchedule,
  deleteSchedule,
  endedScheduleIds,
  ensureSchedule,
  housekeepingSchedule,
  pullSchedule,
  reconcileSchedule,
} from '../../src/dispatch/schedules.ts';
import type { ScheduledMarketplace, ScheduledPos } from '../../src/dispatch/schedules.ts';
import type { TestNamespace } from '../support/namespace.ts';
import { waitFor } from '../support/wait.ts';
import { openNamespace } from '../support/open-namespace.ts';

describe('schedules', () => {
  let namespace: TestNamespace;
  before(async function () {
    namespace = await openNamespace();
  });
  after(() => namespace.close());

  const describeSchedule = (id: string) => namespace.client.schedule.getHandle(id).describe();
  const aConnection = (id: string, changes: Partial<ScheduledMarketplace> = {}): ScheduledMarketplace => ({
    category: 'marketplace',
    id,
    pullEveryMinutes: 15,
    offersEnabled: true,
    rests: false,
    ...changes,
  });
  const wanted = (id: string, changes: Partial<ScheduledMarketplace> = {}) => pullSchedule(aConnection(id, changes));

  it('are made as the connection says, with a policy for overlap and for missed turns', async () => {
    await ensureSchedule(namespace.client, wanted('made'));
    const { spec, action, policies, state } = await describeSchedule('pull-orders:made');
    assert.equal(spec.intervals?.[0]?.every, 900_000);
    assert.equal(policies.overlap, 'SKIP');
    assert.equal(policies.catchupWindow, 60_000);
    assert.equal(state.paused, false);
    assert.equal(action.workflowType, 'pullOrders');
    assert.equal(action.workflowId, 'pull-orders:made');
    assert.equal(action.taskQueue, 'workflows');
    assert.deepEqual(action.args, [{ connection: 'made' }]);
  });

  it('are changed to what the connection says now, and stay one', async () => {
    await ensureSchedule(namespace.client, wanted('changed'));
    await ensureSchedule(namespace.client, wanted('changed', { pullEveryMinutes: 1 }));
    assert.equal((await describeSchedule('pull-orders:changed')).spec.intervals?.[0]?.every, 60_000);
  });

  it('rest while the connection does, saying why, and go on without the note', async () => {
    await ensureSchedule(namespace.client, wanted('rests', { rests: true }));
    const resting = await describeSchedule('pull-orders:rests');
    assert.equal(resting.state.paused, true);
    assert.match(resting.state.note ?? '', /paused or disabled/);
    await ensureSchedule(namespace.client, wanted('rests'));
    const going = await describeSchedule('pull-orders:rests');
    assert.equal(going.state.paused, false);
    assert.equal(going.state.note ?? '', '');
    await ensureSchedule(namespace.client, wanted('rests', { rests: true }));
    assert.equal((await describeSchedule('pull-orders:rests')).state.paused, true);
  });

  it('are made once, however many processes do it at once', async () => {
    await Promise.all(Array.from({ length: 6 }, () => ensureSchedule(namespace.client, wanted('race'))));
    await createSchedule(namespace.client, wanted('race'));
    const seen = await waitFor(
      'the schedule in the list',
      async () => {
        const ids: string[] = [];
        for await (const { scheduleId } of namespace.client.schedule.list()) ids.push(scheduleId);
        return ids.filter((id) => id === 'pull-orders:race');
      },
      (ids) => ids.length > 0,
    );
    assert.equal(seen.length, 1);
  });

  it('are gone with the connection, also when they were gone before', async () => {
    await ensureSchedule(namespace.client, wanted('gone'));
    await deleteSchedule(namespace.client, 'pull-orders:gone');
    await deleteSchedule(namespace.client, 'pull-orders:gone');
    await assert.rejects(describeSchedule('pull-orders:gone'), { name: 'ScheduleNotFoundError' });
  });

  it('read the listings of a connection and then compare its offers, once a night', async () => {
    for (const each of connectionSchedules(aConnection('nightly'))) await ensureSchedule(namespace.client, each);
    const [listings, reconcile] = await Promise.all([
      describeSchedule('sync-listings:nightly'),
      describeSchedule('reconcile-offers:nightly'),
    ]);
    assert.deepEqual(
      [listings.action.workflowType, reconcile.action.workflowType],
      ['syncListings', 'reconcileOffers'],
    );
    assert.deepEqual(
      [listings.action.args, reconcile.action.args],
      [[{ connection: 'nightly' }], [{ connection: 'nightly' }]],
    );
    for (const { info, state, policies } of [listings, reconcile]) {
      const [first, second] = info.nextActionTimes;
      assert.equal((second?.getTime() ?? 0) - (first?.getTime() ?? 0), 86_400_000);
      assert.deepEqual([state.paused, policies.overlap, policies.catchupWindow], [false, 'SKIP', 86_400_000]);
    }
  });

  it('do not compare offers that are not enabled', async () => {
    for (const each of connectionSchedules(aConnection('quiet', { offersEnabled: false }))) {
      await ensureSchedule(namespace.client, each);
    }
    assert.equal((await describeSchedule('sync-listings:quiet')).state.paused, false);
    const { state } = await describeSchedule('reconcile-offers:quiet');
    assert.deepEqual([state.paused, /not enabled/.test(state.note ?? '')], [true, true]);
    await ensureSchedule(namespace.client, reconcileSchedule(aConnection('quiet')));
    assert.equal((await describeSchedule('reconcile-offers:quiet')).state.paused, false);
  });

  const aPos = (id: string, changes: Partial<ScheduledPos> = {}): ScheduledPos => ({
    category: 'pos',
    id,
    syncEveryMinutes: 15,
    rests: false,
    ...changes,
  });

  it('of a point of sale fetch and import its orders, one run at a time', async () => {
    for (const each of connectionSchedules(aPos('shop'))) await ensureSchedule(namespace.client, each);
    const { spec, action, policies, state } = await describeSchedule('pos-import:shop');
    assert.equal(spec.intervals?.[0]?.every, 900_000);
    assert.deepEqual([policies.overlap, policies.catchupWindow, state.paused], ['SKIP', 60_000, false]);
    assert.deepEqual(
      [action.workflowType, action.workflowId, action.taskQueue, action.args],
      ['importPosOrders', 'pos-import:shop', 'workflows', [{ connection: 'shop' }]],
    );
  });

  it('of a point of sale that only pushes are none', () => {
    const pushes = aPos('pushes', { syncEveryMinutes: null });
    assert.deepEqual(connectionSchedules(pushes), []);
    assert.ok(endedScheduleIds(pushes).includes('pos-import:pushes'));
    assert.ok(!endedScheduleIds(aPos('asked')).includes('pos-import:asked'));
  });

  it('of a prep centre ask after its shipments, one round at a time', async () => {
    const centre = { category: 'fulfilment', id: 'ysell', pollEveryMinutes: 60, rests: false } as const;
    const [schedule, ...others] = connectionSchedules(centre);
    assert.ok(schedule !== undefined && others.length === 0);
    await ensureSchedule(namespace.client, schedule);
    const { spec, action, policies, state } = await describeSchedule('follow-shipments:ysell');
    assert.equal(spec.intervals?.[0]?.every, 3_600_000);
    assert.deepEqual([policies.overlap, policies.catchupWindow, state.paused], ['SKIP', 60_000, false]);
    assert.deepEqual(
      [action.workflowType, action.workflowId, action.args],
      ['followShipments', 'follow-shipments:ysell', [{ connection: 'ysell' }]],
    );
    assert.ok(endedScheduleIds(aPos('shop')).includes('follow-shipments:shop'));
    assert.ok(!endedScheduleIds(centre).includes('follow-shipments:ysell'));
  });

  it('run the housekeeping once a night, also when the service was down at that minute', async () => {
    await ensureSchedule(namespace.client, housekeepingSchedule);
    const { action, policies, info } = await describeSchedule('housekeeping');
    assert.equal(action.workflowType, 'housekeeping');
    assert.equal(policies.catchupWindow, 86_400_000);
    const [first, second] = info.nextActionTimes;
    assert.equal((second?.getTime() ?? 0) - (first?.getTime() ?? 0), 86_400_000);
  });
});
