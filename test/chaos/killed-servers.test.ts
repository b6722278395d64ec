import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { searchAttributes, workflowIds } from '../../src/domain/names.ts';
import { clusterFolder } from '../../src/runtime/postgres/postgres-program.ts';
import { assertOnce } from '../support/chaos-counts.ts';
import { prepareHome } from '../support/chaos-start.ts';
import type { StartedHome } from '../support/chaos-start.ts';
import { renewAfterFailure } from '../support/renew-after-failure.ts';
import { waitFor } from '../support/wait.ts';

/** Restarts of whole servers, and the minute after which a sweep finds what fell between them. */
const patience = { withinMs: 120_000 } as const;
const wholeLife = ['synced', 'approved', 'assigned_to_salesman', 'delivered'];

describe('a home whose servers are killed', function () {
  this.timeout(300_000);
  let home: StartedHome;
  const open = async (): Promise<void> => {
    home = await prepareHome();
    await home.start();
  };
  before(async function () {
    this.timeout(120_000);
    await open();
  });
  renewAfterFailure(async () => {
    await home.clear().catch((error: unknown) => console.error(error));
    await open();
  }, 150_000);
  after(async function () {
    await home.clear();
  });

  const untilTold = (ids: readonly string[], status: string, some = ids.length): Promise<number> =>
    waitFor(
      `${some} told ${status}`,
      () => home.told(ids, status),
      (count) => count >= some,
      patience,
    );

  const saleOrdersOf = async (ids: readonly string[]): Promise<number[]> => {
    const ends = await home.bothEnds();
    const numbers = new Set<unknown>(ids.map((id) => ends.order(id).receipt_id || id));
    return ends.saleOrders.filter((order) => numbers.has(order.client_order_ref)).map(({ id }) => id);
  };
  const confirm = async (ids: readonly string[]): Promise<unknown> =>
    home.odoo.call('sale.order', 'action_confirm', [await saleOrdersOf(ids)]);
  const deliver = async (ids: readonly string[]): Promise<void> => {
    const open = [
      ['sale_id', 'in', await saleOrdersOf(ids)],
      ['state', '!=', 'done'],
    ];
    const pickings = await home.odoo.call('stock.picking', 'search', [open]);
    await home.odoo.call('stock.picking', 'button_validate', [pickings]);
  };

  it('loses and doubles none of 200 orders by kill -9 of PostgreSQL, Temporal, worker, API and supervisor', async () => {
    const ids = await home.place(200);
    await home.rest.post('/api/connections/cartona/sync', { process: 'pull' });
    await untilTold(ids, 'synced', 20);
    home.kill('postgres');
    await untilTold(ids, 'synced', 60);
    home.kill('temporal');
    await untilTold(ids, 'synced', 100);
    home.kill('worker');
    home.kill('api');
    await untilTold(ids, 'synced');

    await confirm(ids);
    await untilTold(ids, 'approved', 50);
    home.kill('supervisor');
    await waitFor(
      'the next start',
      () => home.start(),
      () => true,
      patience,
    );
    await untilTold(ids, 'approved');
    assertOnce(await home.bothEnds(), ids, { told: ['synced', 'approved'], pickings: ['assigned'] });
    await deliver(ids);
    await untilTold(ids, 'delivered', 50);
    home.kill('temporal');
    home.kill('postgres');
    await untilTold(ids, 'delivered');
    assertOnce(await home.bothEnds(), ids, { told: wholeLife, pickings: ['done'] });
  });

  it('answers webhooks with 200 while Temporal is down, and delivers them later', async () => {
    const ids = await home.place(10);
    await home.rest.post('/api/connections/cartona/sync', { process: 'pull' });
    await untilTold(ids, 'synced');
    home.kill('temporal', 'SIGSTOP');
    for (const id of ids) assert.equal((await home.webhook(id, 'cancelled_by_retailer')).status, 200);
    home.kill('temporal');
    const states = async () =>
      home.odoo.call('sale.order', 'search_count', [
        [
          ['id', 'in', await saleOrdersOf(ids)],
          ['state', '=', 'cancel'],
        ],
      ]);
    await waitFor('cancelled sale orders', states, (count) => count === ids.length, patience);
  });

  it('answers webhooks with 503 and Retry-After while PostgreSQL is down, and with 200 when it is there again', async () => {
    const [id = ''] = await home.place(1);
    await home.rest.post('/api/connections/cartona/sync', { process: 'pull' });
    await untilTold([id], 'synced');
    home.kill('postgres');
    const answers = new Map<number, string | null>();
    await waitFor(
      'an outage and its end',
      async () => {
        const { status, retryAfter } = await home.webhook(id, 'cancelled_by_retailer');
        answers.set(status, retryAfter);
        return status;
      },
      (status) => answers.has(503) && status === 200,
      patience,
    );
    assert.deepEqual([...answers.keys()].sort(), [200, 503]);
    assert.match(answers.get(503) ?? '', /^\d+$/);
  });

  it('goes on with open orders when the file of Temporal is lost', async () => {
    const ids = await home.place(10);
    await home.rest.post('/api/connections/cartona/sync', { process: 'pull' });
    await untilTold(ids, 'synced');
    await home.stop();
    for (const file of temporalFiles()) rmSync(join(home.home, file));
    await home.start();
    await waitFor(
      'what Temporal has to hold',
      () => heldByTemporal(ids),
      (missing) => missing.length === 0,
      patience,
    );
    await confirm(ids);
    await untilTold(ids, 'approved');
    await deliver(ids);
    await untilTold(ids, 'delivered');
    assertOnce(await home.bothEnds(), ids, { told: wholeLife, pickings: ['done'] });
  });

  for (const restored of ['PostgreSQL', 'Temporal'] as const) {
    it(`loses and doubles nothing when ${restored} is restored from an older copy than the other`, async () => {
      const early = await home.place(20);
      await home.rest.post('/api/connections/cartona/sync', { process: 'pull' });
      await untilTold(early, 'synced');
      await home.stop();
      copyStores('now', 'older');
      await home.start();

      const closed = early.slice(0, 5);
      await confirm(early.slice(0, 10));
      await untilTold(early.slice(0, 10), 'approved');
      await deliver(closed);
      await untilTold(closed, 'delivered');
      const late = await home.place(10);
      await home.rest.post('/api/connections/cartona/sync', { process: 'pull' });
      await untilTold(late, 'synced');
      await home.stop();
      copyStores('older', 'now', restored);
      await home.start();

      const ids = [...early, ...late];
      await confirm([...early.slice(10), ...late]);
      await untilTold(ids, 'approved');
      await deliver([...early.slice(5), ...late]);
      await untilTold(ids, 'delivered');
      assertOnce(await home.bothEnds(), ids, { told: wholeLife, pickings: ['done'] });
    });
  }

  const temporalFiles = (): string[] => readdirSync(home.home).filter((file) => file.startsWith('temporal.db'));

  /** What Temporal should hold and does not. */
  const heldByTemporal = async (ids: readonly string[]): Promise<string[]> => {
    const connection = await Connection.connect({ address: home.temporal.address });
    try {
      const client = new Client({ connection });
      const wanted = [workflowIds.watchOdoo, ...ids.map((id) => workflowIds.order('cartona', id))];
      const running: string[] = [];
      for await (const { workflowId } of client.workflow.list({ query: 'ExecutionStatus = "Running"' }))
        running.push(workflowId);
      const schedules: string[] = [];
      for await (const { scheduleId } of client.schedule.list()) schedules.push(scheduleId);
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
      return [
        ...wanted.filter((id) => !running.includes(id)),
        ...[workflowIds.pullOrders('cartona'), workflowIds.housekeeping].filter((id) => !schedules.includes(id)),
        ...searchAttributes.filter((name) => !(name in customAttributes)),
      ];
    } finally {
      await connection.close();
    }
  };

  /** Both stores, or one of them, from one place to the other; nothing may run. */
  const copyStores = (from: 'now' | 'older', to: 'now' | 'older', only?: 'PostgreSQL' | 'Temporal'): void => {
    const copy = (folder: string, names: (name: string) => boolean): void => {
      const kept = join(folder, 'older');
      const [source, target] = from === 'now' ? [folder, kept] : [kept, folder];
      if (to === 'now' || existsSync(kept))
        for (const name of readdirSync(target).filter(names)) rmSync(join(target, name), { recursive: true });
      mkdirSync(target, { recursive: true });
      // With its owner, who is another user when ours is root.
      for (const name of readdirSync(source).filter(names)) execFileSync('cp', ['-a', join(source, name), target]);
    };
    if (only !== 'Temporal') copy(clusterFolder(home.home), (name) => name === 'postgres');
    if (only !== 'PostgreSQL') copy(home.home, (name) => name.startsWith('temporal.db'));
  };
});
