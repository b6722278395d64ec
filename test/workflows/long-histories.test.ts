import assert from 'node:assert/strict';
import { NativeConnection, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import type { PushOffersResult } from '../../src/activities/offers/push-offers.ts';
import type { OrderView } from '../../src/domain/order-view.ts';
import { workflowIds, workflowTypes } from '../../src/domain/names.ts';
import { workflowBundle } from '../../src/worker/workflow-bundle.ts';
import { aView } from '../domain/builders.ts';
import type { TestNamespace } from '../support/namespace.ts';
import { openNamespace } from '../support/open-namespace.ts';
import { beQuiet } from '../support/quiet-runtime.ts';
import { waitFor } from '../support/wait.ts';

/** Temporal suggests to continue as new when a history has four megabytes; a few of these are enough. */
const ballast = 'x'.repeat(1_500_000);
const enough = 4;

describe('a history that has grown long', function () {
  this.timeout(60_000);
  let namespace: TestNamespace;
  let native: NativeConnection;
  const workers: { worker: Worker; running: Promise<void> }[] = [];
  let pushes = 0;
  /** What the runs of the order believe to remember when they look for it. */
  const remembered: (OrderView | null)[] = [];
  let view = aView();

  const look = ({ remembered: found }: { remembered: OrderView | null }): Promise<OrderView> => {
    remembered.push(found);
    return Promise.resolve(view);
  };
  /** Only the ballast is more than the activity gives. */
  const pushOffers = (): Promise<PushOffersResult & { ballast: string }> => {
    pushes += 1;
    const isMore = pushes < enough + 2;
    const counts = { pushed: 100, unchanged: 0, refused: 0, withheld: 0, calls: 1 };
    return Promise.resolve({ ...counts, windowMs: 0, isToWait: false, taken: 1, isMore, nextDueMs: null, ballast });
  };

  before(async () => {
    beQuiet();
    namespace = await openNamespace();
    native = await NativeConnection.connect({ address: namespace.address });
    const shared = { connection: native, namespace: namespace.name };
    const bundle = await workflowBundle(pino({ level: 'silent' }));
    for (const worker of [
      await Worker.create({ ...shared, taskQueue: 'workflows', workflowBundle: bundle }),
      await Worker.create({
        ...shared,
        taskQueue: 'odoo',
        activities: { importOrder: look, followOrder: look },
      }),
      await Worker.create({ ...shared, taskQueue: 'connection-shop', activities: { pushOffers } }),
    ]) {
      workers.push({ worker, running: worker.run() });
    }
  });
  after(async () => {
    for (const { worker } of workers) worker.shutdown();
    await Promise.all(workers.map(({ running }) => running));
    await native.close();
    await namespace.close();
  });

  const isContinued = async (workflowId: string, runId: string): Promise<boolean> =>
    (await namespace.client.workflow.getHandle(workflowId, runId).describe()).status.name === 'CONTINUED_AS_NEW';

  it('of an order at rest goes on in a new run that remembers the order, and sees to what woke it', async () => {
    const workflowId = workflowIds.order('shop', 'A');
    const handle = await namespace.client.workflow.start(workflowTypes.marketplaceOrder, {
      workflowId,
      taskQueue: 'workflows',
      args: [{ connection: 'shop', externalId: 'A' }],
    });
    const first = handle.firstExecutionRunId;
    for (let poke = 0; poke < enough; poke += 1) await handle.signal('externalEvent', { ballast });
    await waitFor('the next run', () => isContinued(workflowId, first), Boolean);

    const newest = namespace.client.workflow.getHandle(workflowId);
    const { number } = await newest.query<OrderView>('state');
    assert.equal(number, view.number);
    view = aView({ next: 'closed', stage: 'delivered' });
    await newest.signal('odooEvent', {});
    assert.equal(((await newest.result()) as OrderView).stage, 'delivered');
    // Only the very first look knew nothing of the order.
    assert.deepEqual(
      remembered.map((found) => found?.number ?? null),
      [null, ...remembered.slice(1).map(() => view.number)],
    );
  });

  it('of offers goes on in a new run that remembers what was pushed', async () => {
    const workflowId = workflowIds.offers('shop');
    const { signaledRunId } = await namespace.client.workflow.signalWithStart(workflowTypes.propagateOffers, {
      workflowId,
      taskQueue: 'workflows',
      args: [{ connection: 'shop' }],
      signal: 'poke',
      signalArgs: [{ wanted: 1 }],
    });
    const { pushed } = (await namespace.client.workflow.getHandle(workflowId).result()) as { pushed: number };
    assert.ok(pushes >= enough + 2);
    assert.equal(pushed, 100 * pushes);
    assert.ok(await isContinued(workflowId, signaledRunId));
  });
});
