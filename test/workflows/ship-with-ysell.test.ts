import assert from 'node:assert/strict';
import type { ShipWithYsellActivities } from '../../src/activities/ship-with-ysell.ts';
import type { FulfilmentNext, FulfilmentView } from '../../src/domain/fulfilment/fulfilment-view.ts';
import { workflowTypes } from '../../src/domain/names.ts';
import { shipmentStart } from '../../src/domain/run-starts.ts';
import { waitFor } from '../support/wait.ts';
import { startWorkflowWorkers } from '../support/workflow-workers.ts';
import type { WorkflowWorkers } from '../support/workflow-workers.ts';

const ballast = 'x'.repeat(1_500_000);

const aShipmentView = (changes: Partial<FulfilmentView> = {}): FulfilmentView => ({
  number: 'S00042',
  stage: 'received',
  next: 'wait',
  waitsFor: null,
  centre: null,
  trackingNumber: null,
  odoo: { id: 42, name: 'S00042' },
  transfer: null,
  attention: [],
  isSending: false,
  orderedAt: null,
  revision: 1,
  ...changes,
});

/** What the rows of the shipments say, and what their runs did; by the id of the sale order. */
class Rows {
  readonly views = new Map<number, FulfilmentView>();
  readonly done: string[] = [];

  move(saleOrderId: number, step: string, next: FulfilmentNext): FulfilmentView {
    this.done.push(`${saleOrderId} ${step}`);
    const view = aShipmentView({ ...this.views.get(saleOrderId), next });
    this.views.set(saleOrderId, view);
    return view;
  }

  steps(saleOrderId: number): readonly string[] {
    return this.done.filter((entry) => entry.startsWith(`${saleOrderId} `)).map((entry) => entry.split(' ')[1] ?? '');
  }
}

describe('the run of a shipment', () => {
  let workers: WorkflowWorkers;
  const rows = new Rows();
  const remembered: (FulfilmentView | null)[] = [];
  const activities: ShipWithYsellActivities = {
    lookAtSaleOrder: (input) => {
      remembered.push(input.remembered);
      const known = rows.views.get(input.saleOrderId);
      return Promise.resolve(rows.move(input.saleOrderId, 'look', known?.centre == null ? 'send' : 'wait'));
    },
    sendShipment: ({ saleOrderId }) => {
      const sent = rows.move(saleOrderId, 'send', 'wait');
      const view = { ...sent, stage: 'sent', centre: { id: '4711', status: '3', class: 'progress' } } as const;
      rows.views.set(saleOrderId, view);
      return Promise.resolve(view);
    },
    checkShipment: ({ saleOrderId }) => Promise.resolve(rows.move(saleOrderId, 'check', 'wait')),
    deliverShipment: ({ saleOrderId }) => {
      rows.move(saleOrderId, 'deliver', 'closed');
      const view = aShipmentView({ ...rows.views.get(saleOrderId), stage: 'delivered' });
      rows.views.set(saleOrderId, view);
      return Promise.resolve(view);
    },
    readShipment: ({ saleOrderId }) => {
      rows.done.push(`${saleOrderId} read`);
      return Promise.resolve(rows.views.get(saleOrderId) ?? null);
    },
    recordShipmentCommand: ({ saleOrderId, command }) => {
      const next = command.action === 'retry' ? 'look' : 'closed';
      const stage = command.action === 'retry' ? 'received' : 'skipped';
      const view = aShipmentView({ ...rows.move(saleOrderId, command.action, next), stage });
      rows.views.set(saleOrderId, view);
      return Promise.resolve({ view, refused: null });
    },
  };

  before(async () => {
    const { readShipment, recordShipmentCommand, lookAtSaleOrder, deliverShipment, ...atCentre } = activities;
    workers = await startWorkflowWorkers({
      workflows: { readShipment, recordShipmentCommand },
      odoo: { lookAtSaleOrder, deliverShipment },
      'connection-centre': atCentre,
    });
  });
  after(() => workers.stop());

  const start = (saleOrderId: number) =>
    workers.namespace.client.workflow.start(workflowTypes.shipWithYsell, shipmentStart('centre', saleOrderId));
  const untilSteps = (saleOrderId: number, steps: readonly string[]) =>
    waitFor(
      `the steps of ${saleOrderId}`,
      () => rows.steps(saleOrderId),
      (seen) => seen.join() === steps.join(),
    );

  it('does what the row says: looks, sends, waits, makes the transfer, ends', async () => {
    const handle = await start(1);
    await untilSteps(1, ['look', 'send']);
    assert.partialDeepStrictEqual(await handle.query('state'), {
      connection: 'centre',
      saleOrderId: 1,
      stage: 'sent',
      centre: { id: '4711' },
    });
    rows.views.set(1, aShipmentView({ ...rows.views.get(1), next: 'deliver' }));
    await handle.signal('externalEvent', { revision: 2 });
    assert.equal(((await handle.result()) as FulfilmentView).stage, 'delivered');
    assert.deepEqual(rows.steps(1), ['look', 'send', 'read', 'deliver']);
  });

  it('only reads its row when it is told of a status, and looks into Odoo or asks the prep centre when a person says so', async () => {
    const handle = await start(2);
    await untilSteps(2, ['look', 'send']);
    await handle.signal('externalEvent', { revision: 2 });
    await untilSteps(2, ['look', 'send', 'read']);
    await handle.signal('odooEvent', {});
    await untilSteps(2, ['look', 'send', 'read', 'look']);
    await handle.signal('externalEvent', {});
    await untilSteps(2, ['look', 'send', 'read', 'look', 'check', 'read']);
  });

  it('answers what a person asks once it is done', async () => {
    const handle = await start(3);
    await untilSteps(3, ['look', 'send']);
    const checked = await handle.executeUpdate<FulfilmentView, []>('checkNow');
    assert.equal(checked.centre?.id, '4711');
    assert.deepEqual(rows.steps(3), ['look', 'send', 'check']);
    await assert.rejects(handle.executeUpdate('skip', { args: [{}] }), hasCause(/Give a reason/));
    await assert.rejects(
      handle.executeUpdate('cancel', { args: [{ reason: 'no more' }] }),
      hasCause(/stands at the prep centre as 4711/),
    );
    const skipped = await handle.executeUpdate<FulfilmentView, [object]>('skip', { args: [{ reason: 'lost' }] });
    assert.equal(skipped.stage, 'skipped');
    assert.equal(((await handle.result()) as FulfilmentView).stage, 'skipped');
  });

  it('has its row written again when that is gone', async () => {
    const handle = await start(4);
    await untilSteps(4, ['look', 'send']);
    const before = rows.views.get(4);
    rows.views.delete(4);
    await handle.signal('externalEvent', { revision: 9 });
    await waitFor(
      'a look that remembers',
      () => remembered.at(-1)?.centre,
      (centre) => centre?.id === before?.centre?.id && centre !== undefined,
    );
  });

  it('goes on in a new run that remembers when its history has grown long', async () => {
    const handle = await start(5);
    await untilSteps(5, ['look', 'send']);
    const first = handle.firstExecutionRunId;
    for (let poke = 0; poke < 4; poke += 1) await handle.signal('externalEvent', { revision: poke, ballast });
    const { client } = workers.namespace;
    await waitFor(
      'the next run',
      async () => (await client.workflow.getHandle(handle.workflowId, first).describe()).status.name,
      (status) => status === 'CONTINUED_AS_NEW',
    );
    const newest = client.workflow.getHandle(handle.workflowId);
    assert.partialDeepStrictEqual(await newest.query('state'), { stage: 'sent', centre: { id: '4711' } });
    assert.equal(rows.steps(5).filter((step) => step === 'send').length, 1);
  });

  it('refuses input that makes no sense at once', async () => {
    const { client } = workers.namespace;
    const wrong = [
      { input: { connection: 'centre' }, says: /"saleOrderId" as the id of a record/ },
      { input: { connection: 'centre', saleOrderId: 'S00042' }, says: /"saleOrderId" as the id of a record/ },
      { input: { connection: 'centre', saleOrderId: 7 }, says: /workflow id must be "ysell:centre:7"/ },
      { input: { connection: 'centre', saleOrderId: 7, order: {} }, says: /does not know order/ },
    ];
    for (const { input, says } of wrong) {
      const run = client.workflow.execute(workflowTypes.shipWithYsell, {
        workflowId: 'ysell:centre:x',
        taskQueue: 'workflows',
        args: [input],
      });
      await assert.rejects(run, hasCause(says));
    }
  });
});

const hasCause =
  (says: RegExp) =>
  (error: unknown): boolean => {
    const cause = error instanceof Error ? error.cause : undefined;
    assert.match(cause instanceof Error ? cause.message : String(error), says);
    return true;
  };
