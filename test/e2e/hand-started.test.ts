import assert from 'node:assert/strict';
import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import { pulledItem } from '../../sandbox/cartona/wire.ts';
import { taskQueues } from '../../src/domain/names.ts';
import { anOrder } from '../support/order-builders.ts';
import { useSharedService } from '../support/use-service.ts';

describe('a workflow started by hand', () => {
  const service = useSharedService();
  let runs = 0;

  /** The id of an order that does not exist; a run of the attempt before may still have it. */
  const nobodys = (): string => `of-nobody-${(runs += 1)}`;
  const start = (workflowType: string, input: unknown, workflowId?: string) => {
    runs += 1;
    return service().client.workflow.start(workflowType, {
      taskQueue: taskQueues.workflows,
      workflowId: workflowId ?? `by-hand-${runs}`,
      args: input === undefined ? [] : [input],
    });
  };
  const failureOf = async (workflowType: string, input: unknown, workflowId?: string): Promise<ApplicationFailure> => {
    const handle = await start(workflowType, input, workflowId);
    try {
      await handle.result();
    } catch (error) {
      if (error instanceof WorkflowFailedError) {
        let cause: unknown = error.cause;
        while (cause instanceof Error && !(cause instanceof ApplicationFailure)) cause = cause.cause;
        if (cause instanceof ApplicationFailure) return cause;
      }
      throw error;
    }
    throw new Error(`${workflowType} did not fail`);
  };

  const wrong: readonly (readonly [
    title: string,
    workflowType: string,
    input: unknown,
    workflowId: string | undefined,
    words: RegExp,
  ])[] = [
    ['no input', 'marketplaceOrder', undefined, undefined, /wants one JSON object/],
    ['a list', 'marketplaceOrder', ['cartona', 'x'], undefined, /wants one JSON object/],
    ['a missing field', 'marketplaceOrder', { connection: 'cartona' }, undefined, /"externalId" as a text/],
    [
      'a number for a text',
      'marketplaceOrder',
      { connection: 'cartona', externalId: 12 },
      undefined,
      /"externalId" as a text.*found 12/,
    ],
    ['a blank text', 'marketplaceOrder', { connection: ' ', externalId: 'x' }, undefined, /"connection" as a text/],
    [
      'a misspelt field',
      'marketplaceOrder',
      { connection: 'cartona', externalId: 'x', externalID: 'y' },
      undefined,
      /does not know externalID; it takes connection, externalId/,
    ],
    [
      'another id than the table gives',
      'marketplaceOrder',
      { connection: 'cartona', externalId: 'x' },
      undefined,
      /The workflow id must be "order:cartona:x"/,
    ],
    ['no connection', 'pullOrders', {}, undefined, /"connection" as a text/],
    [
      'a foreign id',
      'pullOrders',
      { connection: 'cartona' },
      undefined,
      /The workflow id must be "pull-orders:cartona"/,
    ],
    ['a field it does not know', 'watchOdoo', { since: 'ever' }, undefined, /does not know since/],
    ['a second watch', 'watchOdoo', {}, undefined, /The workflow id must be "watch-odoo"/],
    ['a field it does not know', 'housekeeping', { all: true }, undefined, /does not know all/],
  ];
  for (const [title, workflowType, input, workflowId, words] of wrong) {
    it(`fails at once with a sentence: ${workflowType} with ${title}`, async () => {
      const failure = await failureOf(workflowType, input, workflowId);
      assert.equal(failure.type, 'InvalidInput');
      assert.match(failure.message, words);
    });
  }

  it('imports the order from the payload it is given', async () => {
    const { shop, odoo } = service();
    const { hashed_id: id } = shop.place(anOrder(odoo.goods(8)));
    const [record] = shop.cartona.orders().filter(({ hashed_id: each }) => each === id);
    assert(record);
    const payload = pulledItem({
      order: record,
      style: { fields: 'full', numbers: 'number' },
      raw: {},
      omit: [],
      retailerOtp: '',
      label: null,
      version: 1,
      servedVersion: 0,
      acknowledged: false,
      acknowledgedUnseen: 0,
      history: [],
    });
    await start('marketplaceOrder', { connection: 'cartona', externalId: id, order: payload }, `order:cartona:${id}`);
    const order = await shop.untilStage(id, 'acknowledged');
    assert.equal(order.number, record.receipt_id);
    assert.equal(odoo.door.count('sale.order', [['origin', '=', `Shop cartona ${id}`]]), 1);
  });

  it('fails at once with a sentence when the payload is of another order', async () => {
    const { shop, odoo } = service();
    const other = shop.place(anOrder(odoo.goods(8)));
    const externalId = nobodys();
    const failure = await failureOf(
      'marketplaceOrder',
      { connection: 'cartona', externalId, order: { ...other } },
      `order:cartona:${externalId}`,
    );
    assert.equal(failure.type, 'InvalidInput');
    assert.match(failure.message, new RegExp(`of order|not of ${externalId}`));
  });

  it('pulls the order when it is given no payload', async () => {
    const { shop, odoo } = service();
    const { hashed_id: id } = shop.place(anOrder(odoo.goods(8)));
    await start('marketplaceOrder', { connection: 'cartona', externalId: id }, `order:cartona:${id}`);
    await shop.untilStage(id, 'acknowledged');
    assert.equal(odoo.door.count('sale.order', [['origin', '=', `Shop cartona ${id}`]]), 1);
  });

  it('fails with NotFound for an order nobody offers', async () => {
    const externalId = nobodys();
    const failure = await failureOf(
      'marketplaceOrder',
      { connection: 'cartona', externalId },
      `order:cartona:${externalId}`,
    );
    assert.equal(failure.type, 'NotFound');
    assert.match(failure.message, new RegExp(`offers no order ${externalId}`));
    assert.equal(await service().shop.order(externalId), null);
  });

  it('fails with NotFound for a connection that does not exist', async () => {
    const externalId = nobodys();
    const handle = await start('marketplaceOrder', { connection: 'nobody', externalId }, `order:nobody:${externalId}`);
    await assert.rejects(handle.result(), (error: unknown) => {
      assert(error instanceof WorkflowFailedError);
      let cause: unknown = error.cause;
      while (cause instanceof Error && !(cause instanceof ApplicationFailure)) cause = cause.cause;
      assert(cause instanceof ApplicationFailure);
      assert.equal(cause.type, 'NotFound');
      assert.match(cause.message, /no connection "nobody"/);
      return true;
    });
  });

  it('ends at once, and does nothing, for an order that came to its end', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(8)));
    await odoo.cancel(saleOrderId);
    await shop.untilClosed(id, 'cancelled');
    const told = shop.told(id);
    const first = service().client.workflow.getHandle(`order:cartona:${id}`);
    await first.result();
    const again = await start('marketplaceOrder', { connection: 'cartona', externalId: id }, `order:cartona:${id}`);
    assert.partialDeepStrictEqual(await again.result(), { stage: 'cancelled', next: 'closed' });
    assert.deepEqual(shop.told(id), told);
  });

  it('does not open an unreadable order again that was skipped', async () => {
    const { shop, odoo } = service();
    const { hashed_id: id } = shop.place(anOrder(odoo.goods(8), { raw: { order_details: 'none' } }));
    await shop.pull();
    await shop.untilAttention(id, 'bad-payload');
    await shop.act(id, 'skip', { reason: 'Nobody can read it' });
    await shop.untilClosed(id, 'skipped');
    const again = await start('marketplaceOrder', { connection: 'cartona', externalId: id }, `order:cartona:${id}`);
    assert.partialDeepStrictEqual(await again.result(), { stage: 'skipped', attention: [] });
    assert.equal((await shop.order(id))?.attention, null);
  });
});
