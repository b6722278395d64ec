import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { workflowIds } from '../../src/domain/names.ts';
import { assertOnce, bothEndsOf, countImported } from '../support/chaos-counts.ts';
import { patience, placeOrders, saleOrdersOf, untilAllClosed, untilAllTold } from '../support/chaos-orders.ts';
import type { Service } from '../support/service.ts';
import { underWay } from '../support/under-way.ts';
import { useService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

/** How many of the orders Cartona was told this of. */
const countTold = ({ shop }: Service, ids: readonly string[], status: string): number =>
  ids.filter((id) => shop.told(id).includes(status)).length;

const untilSome = (service: Service, ids: readonly string[], status: string, some: number): Promise<number> =>
  waitFor(
    `${some} told ${status}`,
    () => countTold(service, ids, status),
    (count) => count >= some,
    patience,
  );

describe('two workers side by side', function () {
  this.timeout(300_000);
  const service = useService({ workers: 2 });

  it('pull at once, from the schedule, by hand and for a webhook, and import each order once', async () => {
    const { shop, client, sandbox, rest } = service();
    const before = countImported(bothEndsOf(sandbox));
    const ids = placeOrders(service(), 40);
    await Promise.all([
      shop.pull(),
      shop.pull(),
      client.schedule.getHandle(workflowIds.pullOrders('cartona')).trigger(),
      rest.post('/api/connections/cartona/sync', { process: 'pull' }),
      ...ids.slice(0, 5).map((id) => shop.webhook({ hashed_id: id, status: 'pending' })),
    ]);
    await untilAllTold(service(), ids, 'synced');
    await shop.pull();
    for (const id of ids) await shop.untilAtRest(id);
    assertOnce(bothEndsOf(sandbox), ids, { told: ['synced'] });
    assert.equal(countImported(bothEndsOf(sandbox)) - before, ids.length);
  });

  it('lose every connection to the database in the middle, and go on', async () => {
    const { shop, sandbox, workers } = service();
    const ids = placeOrders(service(), 40);
    const pulled = underWay(shop.pull());
    for (const some of [1, 15]) {
      await untilSome(service(), ids, 'synced', some);
      await terminateConnections(service());
    }
    await pulled.catch(() => shop.pull());
    await untilAllTold(service(), ids, 'synced');
    assertOnce(bothEndsOf(sandbox), ids, { told: ['synced'] });
    assert.ok(
      workers.every((worker) => worker.isRunning),
      'both workers live',
    );
    assert.equal(service().api?.isRunning, true);
  });

  it('and API die in the middle of 80 orders, and the next ones go on', async () => {
    const { shop, odoo, sandbox, workers } = service();
    const imported = countImported(bothEndsOf(sandbox));
    const ids = placeOrders(service(), 80);
    const pulled = underWay(shop.pull());
    await untilSome(service(), ids, 'synced', 20);
    await workers[0]?.kill();
    await service().api?.kill();
    await pulled.catch(() => undefined);
    await untilSome(service(), ids, 'synced', 40);
    await workers[1]?.kill();
    await service().startWorker();
    await service().startApi();
    await shop.pull();
    await untilAllTold(service(), ids, 'synced');
    assert.equal(countImported(bothEndsOf(sandbox)) - imported, ids.length);

    const saleOrders = await saleOrdersOf(service(), ids);
    await odoo.call('sale.order', 'action_confirm', [saleOrders]);
    await untilSome(service(), ids, 'approved', 30);
    await workers.at(-1)?.kill();
    await service().startWorker();
    await untilAllTold(service(), ids, 'approved');
    for (const id of saleOrders) await odoo.deliver(id);
    await untilAllClosed(service(), ids);
    const told = ['synced', 'approved', 'assigned_to_salesman', 'delivered'];
    assertOnce(bothEndsOf(sandbox), ids, { told, pickings: ['done'] });
  });
});

/** As a restart of PostgreSQL does to everybody who works with it. */
const terminateConnections = async ({ store }: Service): Promise<void> => {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name like 'conveyor%'`.execute(
    store.db,
  );
};
