import assert from 'node:assert/strict';
import type { WorkflowHandle } from '@temporalio/client';
import type { FaultRuleInput } from '../../sandbox/fault-rules.ts';
import { workflowIds } from '../../src/domain/names.ts';
import { anOrder } from '../support/order-builders.ts';
import type { Service } from '../support/service.ts';
import { useService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

/** Where a run can be when somebody ends it: what holds it there, how it gets there, and what has been told by then. */
interface Step {
  readonly name: string;
  readonly fault: FaultRuleInput;
  /** Brings the order to the step, the call of which hangs. */
  readonly reach: (service: Service, given: { id: string; saleOrderId: number }) => Promise<void>;
  /** Whether the order is imported and acknowledged before. */
  readonly isReceived: boolean;
}

const hang = { type: 'hang', ms: 2_500 } as const;

const steps: readonly Step[] = [
  {
    name: 'while the sale order is created',
    fault: { system: 'odoo', rpc: { model: 'sale.order', method: 'load' }, effect: { type: 'late-answer', ms: 2_500 } },
    isReceived: false,
    reach: ({ shop }) => shop.pull(),
  },
  {
    name: 'while the acknowledgement is sent',
    fault: { system: 'cartona', path: 'update-order-status', effect: { type: 'late-answer', ms: 2_500 } },
    isReceived: false,
    reach: ({ shop }) => shop.pull(),
  },
  {
    name: 'while it waits',
    fault: { id: 'none', system: 'nobody', effect: hang },
    isReceived: true,
    reach: async ({ shop }, { id }) => {
      await shop.untilAtRest(id);
    },
  },
  {
    name: 'while a status is pushed',
    fault: { system: 'cartona', path: 'update-order-status', effect: { type: 'late-answer', ms: 2_500 } },
    isReceived: true,
    reach: ({ odoo }, { saleOrderId }) => odoo.confirm(saleOrderId),
  },
  {
    name: 'while the sale order is read',
    fault: { system: 'odoo', rpc: { model: 'sale.order', method: 'read' }, effect: hang },
    isReceived: true,
    reach: ({ odoo }, { saleOrderId }) => odoo.confirm(saleOrderId),
  },
];

type Ending = (service: Service, handle: WorkflowHandle) => Promise<void>;

const endings: Readonly<Record<string, Ending>> = {
  terminated: async (_service, handle) => {
    await handle.terminate('by hand');
  },
  cancelled: async (_service, handle) => {
    await handle.cancel();
    await waitFor(
      'the cancelled run to end',
      async () => (await handle.describe()).status.name,
      (status) => status !== 'RUNNING',
    );
  },
  reset: async ({ client }, handle) => {
    const { runId } = await handle.describe();
    const { events } = await handle.fetchHistory();
    const firstTask = events?.find(({ workflowTaskCompletedEventAttributes: task }) => task != null);
    await client.workflowService.resetWorkflowExecution({
      namespace: client.options.namespace,
      workflowExecution: { workflowId: handle.workflowId, runId },
      reason: 'by hand',
      requestId: `${handle.workflowId}-${runId}`,
      // Everything the run did is done over.
      workflowTaskFinishEventId: firstTask?.eventId ?? null,
    });
  },
};
describe('a run of an order that is ended with the tools of Temporal', () => {
  const service = useService();

  for (const step of steps) {
    for (const [how, end] of Object.entries(endings)) {
      it(`${how} ${step.name}: nothing is doubled, and it goes on`, async () => {
        const { shop, odoo, client, sandbox } = service();
        sandbox.faults.clear();
        let given = { id: '', saleOrderId: 0 };
        if (step.isReceived) {
          given = await shop.receive(anOrder(odoo.goods(0)));
          await shop.untilAtRest(given.id);
        } else {
          given = { id: shop.place(anOrder(odoo.goods(0))).hashed_id, saleOrderId: 0 };
        }
        const { id } = given;
        const fault = sandbox.faults.add(step.fault);
        await step.reach(service(), given);
        if (step.fault.system !== 'nobody') {
          await waitFor(
            'the call that hangs',
            () => fault.hits,
            (hits) => hits > 0,
          );
        }

        await end(service(), client.workflow.getHandle(workflowIds.order('cartona', id)));
        await waitFor(
          'a run again',
          async () => {
            await service().sweep();
            return (await client.workflow.getHandle(workflowIds.order('cartona', id)).describe()).status.name;
          },
          (status) => status === 'RUNNING',
        );

        const order = await shop.until(id, 'is imported', (seen) => seen.odoo !== null);
        const saleOrderId = order.odoo?.saleOrderId ?? 0;
        if ((await odoo.saleOrder(saleOrderId)).state === 'draft') await odoo.confirm(saleOrderId);
        await shop.untilTold(id, 'synced', 'approved');
        await odoo.deliver(saleOrderId);
        await shop.untilClosed(id, 'delivered');

        assert.equal(odoo.door.count('sale.order', [['origin', '=', `Shop cartona ${id}`]]), 1);
        assert.deepEqual(
          shop.told(id).filter((status) => status !== 'synced'),
          ['approved', 'assigned_to_salesman', 'delivered'],
        );
        assert.equal(shop.cartona.order(id).acknowledgedUnseen, 0);
        assert.equal((await shop.order(id))?.attention, null);
      });
    }
  }

  it('the watch ended by hand is there again after a sweep, and has missed nothing', async () => {
    const { shop, odoo, client } = service();
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(1)));
    const watch = client.workflow.getHandle(workflowIds.watchOdoo);
    await watch.terminate('by hand');
    await odoo.confirm(saleOrderId);
    await service().sweep();
    await shop.untilTold(id, 'approved');
    assert.equal((await watch.describe()).status.name, 'RUNNING');
  });
});
