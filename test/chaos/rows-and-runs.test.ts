import assert from 'node:assert/strict';
import { workflowIds } from '../../src/domain/names.ts';
import { assertOnce, bothEndsOf } from '../support/chaos-counts.ts';
import { bySupplier } from '../support/chaos-lives.ts';
import { patience, placeOrders, saleOrdersOf, untilAllClosed, untilAllTold } from '../support/chaos-orders.ts';
import type { Service } from '../support/service.ts';
import { useService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

/** What the worker does by itself once a minute, for what is older than it waits for. */
const sweepLater = async (service: Service): Promise<void> => {
  const { db } = service.store;
  await db
    .updateTable('inbox')
    .set({ delivered_at: new Date(Date.now() - 24 * 3_600_000) })
    .where('delivered_at', 'is not', null)
    .where('done_at', 'is', null)
    .execute();
  await db
    .updateTable('orders')
    .set({ updated_at: new Date(Date.now() - 60_000) })
    .where('closed_at', 'is', null)
    .execute();
  await service.sweep();
};

describe('a crash between a row and its run', function () {
  this.timeout(180_000);
  const running = useService();
  let service: Service;
  beforeEach(() => {
    service = running();
  });
  afterEach(() => service.sandbox.faults.clear());

  const orders = async (count: number, given: Parameters<typeof placeOrders>[2] = {}): Promise<string[]> => {
    const ids = placeOrders(service, count, given);
    await service.shop.pull();
    await untilAllTold(service, ids, 'synced');
    return ids;
  };
  const killWorkers = () => Promise.all(service.workers.map((worker) => worker.kill()));
  /** An activity of a run that was ended may still touch its row, and what was just touched is left to the next sweep. */
  const sweptUntilAllRun = (ids: readonly string[]) =>
    waitFor(
      'a run of each order',
      async () => {
        await sweepLater(service);
        const runs = ids.map((id) => service.client.workflow.getHandle(workflowIds.order('cartona', id)).describe());
        return (await Promise.all(runs)).map(({ status }) => status.name);
      },
      (statuses) => statuses.every((status) => status === 'RUNNING'),
      patience,
    );
  const end = async (ids: readonly string[]): Promise<void> => {
    const told = await bySupplier(service, ids);
    await untilAllClosed(service, ids);
    assertOnce(bothEndsOf(service.sandbox), ids, { told, pickings: ['done'] });
  };

  it('leaves facts that the next worker brings to their runs', async () => {
    const { shop } = service;
    const ids = await orders(10);
    await killWorkers();
    for (const id of ids) assert.deepEqual((await shop.says(id, 'cancelled_by_retailer')).body, { result: 'applied' });
    await service.startWorker();
    await untilAllClosed(service, ids);
    for (const id of await saleOrdersOf(service, ids)) assert.equal((await service.odoo.saleOrder(id)).state, 'cancel');
    assertOnce(bothEndsOf(service.sandbox), ids, { told: ['synced'] });
  });

  it('sees what changed in Odoo while no worker lived', async () => {
    const ids = await orders(5);
    await killWorkers();
    for (const id of await saleOrdersOf(service, ids)) await service.odoo.confirm(id);
    for (const id of await saleOrdersOf(service, ids)) await service.odoo.deliver(id);
    await service.startWorker();
    await untilAllClosed(service, ids);
    const told = ['synced', 'approved', 'assigned_to_salesman', 'delivered'];
    assertOnce(bothEndsOf(service.sandbox), ids, { told, pickings: ['done'] });
  });

  it('after the row, before the start: the next worker starts the run', async () => {
    const { store, sandbox, client } = service;
    const held = sandbox.faults.add({ system: 'odoo', effect: { type: 'outage' } });
    const ids = placeOrders(service, 5);
    await service.shop.pull();
    await killWorkers();
    for (const id of ids) await client.workflow.getHandle(workflowIds.order('cartona', id)).terminate('never started');
    await store.db
      .updateTable('inbox')
      .set({ delivered_at: null, deliveries: 0, claimed_until: new Date(0) })
      .where('target_id', 'in', ids)
      .execute();
    sandbox.faults.remove(held.id);
    await service.startWorker();
    await untilAllTold(service, ids, 'synced');
    await end(ids);
  });

  it('after the start, before it is noted: the second start is a poke', async () => {
    const { store, sandbox } = service;
    const held = sandbox.faults.add({ system: 'odoo', effect: { type: 'outage' } });
    const ids = placeOrders(service, 5);
    await service.shop.pull();
    await killWorkers();
    await store.db
      .updateTable('inbox')
      .set({ delivered_at: null, deliveries: 0, claimed_until: new Date(0) })
      .where('target_id', 'in', ids)
      .execute();
    sandbox.faults.remove(held.id);
    await service.startWorker();
    await untilAllTold(service, ids, 'synced');
    await end(ids);
  });

  it('of Temporal, after the fact was noted as delivered: the sweep delivers again', async () => {
    const { sandbox, client } = service;
    const held = sandbox.faults.add({ system: 'odoo', effect: { type: 'outage' } });
    const ids = placeOrders(service, 5);
    await service.shop.pull();
    for (const id of ids) {
      const run = client.workflow.getHandle(workflowIds.order('cartona', id));
      await waitFor(
        'the run',
        () => run.describe(),
        ({ status }) => status.name === 'RUNNING',
        patience,
      );
      await run.terminate('lost with the store');
    }
    sandbox.faults.remove(held.id);
    await sweptUntilAllRun(ids);
    await untilAllTold(service, ids, 'synced');
    await end(ids);
  });

  it('of runs that are at rest: the sweep starts them, and what comes is followed', async () => {
    const { client } = service;
    const ids = await orders(5);
    for (const id of ids) await service.shop.untilAtRest(id);
    for (const id of ids) await client.workflow.getHandle(workflowIds.order('cartona', id)).terminate('by hand');
    await client.workflow.getHandle(workflowIds.watchOdoo).terminate('by hand');
    await sweptUntilAllRun(ids);
    await end(ids);
  });

  it('of the row, when an older database was restored: the run writes it again, from itself and from the marketplace', async () => {
    const { store, sandbox } = service;
    const imported = await orders(3);
    for (const id of imported) await service.shop.untilAtRest(id);
    const held = sandbox.faults.add({ system: 'odoo', effect: { type: 'outage' } });
    const waiting = placeOrders(service, 3);
    await service.shop.pull();
    const ids = [...imported, ...waiting];
    await store.db.deleteFrom('inbox').where('target_id', 'in', ids).execute();
    await store.db.deleteFrom('orders').where('external_id', 'in', ids).execute();
    sandbox.faults.remove(held.id);
    await service.sweep();
    await untilAllTold(service, waiting, 'synced');
    await waitFor(
      'rows',
      () => saleOrdersOf(service, ids),
      (rows) => rows.length === ids.length,
      patience,
    );
    await end(ids);
  });

  it('of the row: the run still knows who delivers, and that a one-time password is wanted', async () => {
    const { store } = service;
    const [id = ''] = placeOrders(service, 1, { delivered_by: 'delivered_by_cartona', installment_cost: 100 });
    await service.shop.pull();
    await service.shop.untilAtRest(id);
    await store.db.deleteFrom('inbox').where('target_id', '=', id).execute();
    await store.db.deleteFrom('orders').where('external_id', '=', id).execute();
    await service.sweep();
    const rows = () =>
      store.db.selectFrom('orders').select(['deliverer', 'needs_otp']).where('external_id', '=', id).execute();
    const [row] = await waitFor('the row', rows, (found) => found.length === 1, patience);
    assert.deepEqual(row, { deliverer: 'marketplace', needs_otp: true });
  });

  it('of half the row, when the database is older than the run: the run believes the row', async () => {
    const { store, client } = service;
    const ids = await orders(5);
    for (const id of ids) await service.shop.untilAtRest(id);
    await store.db
      .updateTable('orders')
      .set({
        revision: 1,
        pulled_revision: 1,
        imported_revision: 0,
        acknowledged_revision: 0,
        acknowledged_at: null,
        odoo_id: null,
        odoo_name: null,
        odoo_state: null,
        written_lines: '[]',
        stage: 'received',
      })
      .where('external_id', 'in', ids)
      .execute();
    for (const id of ids) await client.workflow.getHandle(workflowIds.order('cartona', id)).signal('externalEvent', {});
    await waitFor(
      'rows',
      () => saleOrdersOf(service, ids),
      (rows) => rows.length === ids.length,
      patience,
    );
    await end(ids);
  });
});
