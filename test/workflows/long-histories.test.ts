import assert from 'node:assert/strict';
import type { PosImportResult } from '../../src/activities/import-pos-orders.ts';
import type { PushOffersResult } from '../../src/activities/offers/push-offers.ts';
import type { OrderView } from '../../src/domain/order-view.ts';
import { workflowIds, workflowTypes } from '../../src/domain/names.ts';
import type { PosRunResult } from '../../src/domain/pos/pos-run.ts';
import type { PosOrderView } from '../../src/domain/pos/pos-view.ts';
import { posImportStart, posOrderStart } from '../../src/domain/run-starts.ts';
import { aView } from '../domain/builders.ts';
import { waitFor } from '../support/wait.ts';
import { startWorkflowWorkers } from '../support/workflow-workers.ts';
import type { WorkflowWorkers } from '../support/workflow-workers.ts';

/** Temporal suggests to continue as new when a history has four megabytes; a few of these are enough. */
const ballast = 'x'.repeat(1_500_000);
const enough = 4;

describe('a history that has grown long', function () {
  let workers: WorkflowWorkers;
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

  let imports = 0;
  const importOrders = (): Promise<PosImportResult & { ballast: string }> => {
    imports += 1;
    return Promise.resolve({
      created: 40,
      attention: 0,
      isMore: imports < enough + 2,
      waitsFor: null,
      taken: 1,
      ballast,
    });
  };
  let tillLooks = 0;
  const readPosOrder = (): Promise<PosOrderView> => {
    tillLooks += 1;
    return Promise.resolve(till);
  };
  let till: PosOrderView = {
    number: '5',
    stage: 'attention',
    odoo: null,
    attention: [{ kind: 'unknown-product', reason: 'Tea is unknown' }],
    draftToCancel: null,
    revision: 1,
  };

  before(async () => {
    workers = await startWorkflowWorkers({
      workflows: { readPosOrder },
      odoo: { importOrder: look, followOrder: look },
      'connection-shop': { pushOffers, importOrders },
    });
  });
  after(() => workers.stop());

  const isContinued = async (workflowId: string, runId: string): Promise<boolean> =>
    (await workers.namespace.client.workflow.getHandle(workflowId, runId).describe()).status.name ===
    'CONTINUED_AS_NEW';

  it('of an order at rest goes on in a new run that remembers the order, and sees to what woke it', async () => {
    const workflowId = workflowIds.order('shop', 'A');
    const handle = await workers.namespace.client.workflow.start(workflowTypes.marketplaceOrder, {
      workflowId,
      taskQueue: 'workflows',
      args: [{ connection: 'shop', externalId: 'A' }],
    });
    const first = handle.firstExecutionRunId;
    for (let poke = 0; poke < enough; poke += 1) await handle.signal('externalEvent', { ballast });
    await waitFor('the next run', () => isContinued(workflowId, first), Boolean);

    const newest = workers.namespace.client.workflow.getHandle(workflowId);
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
    const { signaledRunId } = await workers.namespace.client.workflow.signalWithStart(workflowTypes.propagateOffers, {
      workflowId,
      taskQueue: 'workflows',
      args: [{ connection: 'shop' }],
      signal: 'poke',
      signalArgs: [{ wanted: 1 }],
    });
    const { pushed } = (await workers.namespace.client.workflow.getHandle(workflowId).result()) as { pushed: number };
    assert.ok(pushes >= enough + 2);
    assert.equal(pushed, 100 * pushes);
    assert.ok(await isContinued(workflowId, signaledRunId));
  });

  it('of an import goes on in a new run that remembers how many were paid', async () => {
    const workflowId = workflowIds.posImport('shop');
    const { signaledRunId } = await workers.namespace.client.workflow.signalWithStart(workflowTypes.importPosOrders, {
      ...posImportStart({ connection: 'shop', pushed: true }),
      signal: 'poke',
      signalArgs: [{ wanted: 1 }],
    });
    const result = (await workers.namespace.client.workflow.getHandle(workflowId).result()) as PosRunResult;
    assert.ok(imports >= enough + 2);
    assert.equal(result.counts.created, 40 * imports);
    assert.ok(await isContinued(workflowId, signaledRunId));
  });

  it('of an order of a point of sale that waits goes on in a new run, and ends when the order is through', async () => {
    const workflowId = workflowIds.posOrder('shop', '5');
    const start = posOrderStart('shop', '5');
    const handle = await workers.namespace.client.workflow.start(workflowTypes.posOrder, start);
    const first = handle.firstExecutionRunId;
    for (let poke = 0; poke < enough; poke += 1) {
      // One at a time: what is sent to a worker at once must not be larger than what it takes.
      await waitFor(
        'a look',
        () => tillLooks,
        (looks) => looks > poke,
      );
      await handle.signal('externalEvent', { ballast });
    }
    await waitFor('the next run', () => isContinued(workflowId, first), Boolean);

    const newest = workers.namespace.client.workflow.getHandle(workflowId);
    assert.equal((await newest.query<PosOrderView>('state')).stage, 'attention');
    till = { ...till, stage: 'paid', attention: [] };
    await newest.signal('externalEvent', {});
    assert.equal(((await newest.result()) as PosOrderView).stage, 'paid');
  });
});
