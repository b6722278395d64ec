import assert from 'node:assert/strict';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { searchAttributes, workflowIds } from '../../src/domain/names.ts';
import { anOrder, aStranger } from '../support/order-builders.ts';
import { useSharedService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

const unknownLine = (name: string) => ({
  supplier_product_id: name,
  internal_product_id: null,
  amount: 1,
  selling_price: 5,
});

describe('asking the run of an order', () => {
  const service = useSharedService();
  const runOf = (id: string) => service().client.workflow.getHandle(workflowIds.order('cartona', id));
  /** The id of an order that waits for this listing to be mapped. */
  const held = async (listing = aStranger()): Promise<string> => {
    const { shop, odoo } = service();
    const { hashed_id: id } = shop.place(anOrder(odoo.goods(9), { lines: [unknownLine(listing)] }));
    await shop.pull();
    await shop.untilAttention(id, 'unknown-product');
    return id;
  };
  const wordsOf = async (asked: Promise<unknown>): Promise<string> => {
    try {
      await asked;
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError) return error.cause?.message ?? '';
      throw error;
    }
    return 'it was accepted';
  };

  it('shows its state, in words too', async () => {
    const { shop, odoo } = service();
    const { id, order } = await shop.receive(anOrder(odoo.goods(9)));
    const state = await runOf(id).query('state');
    assert.partialDeepStrictEqual(state, {
      connection: 'cartona',
      externalId: id,
      number: order.number,
      stage: 'acknowledged',
      attention: [],
      odoo: { id: order.odoo?.saleOrderId, name: order.odoo?.name },
    });
  });

  it('is found by its search attributes', async () => {
    const { shop, odoo, client } = service();
    const { id, order } = await shop.receive(anOrder(odoo.goods(9)));
    const waiting = await held();
    const find = async (query: string): Promise<string[]> => {
      const ids: string[] = [];
      for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId);
      return ids;
    };
    const queries = [
      [`Connection = "cartona" AND ExternalId = "${id}" AND Stage = "acknowledged" AND Attention = false`, id],
      [`OdooRef = "${order.odoo?.name ?? ''}"`, id],
      [`Attention = true AND Connection = "cartona" AND ExternalId = "${waiting}" AND Stage = "held"`, waiting],
    ] as const;
    for (const [query, wanted] of queries) {
      await waitFor(
        query,
        () => find(query),
        (found) => found.length === 1 && found[0] === workflowIds.order('cartona', wanted),
      );
    }
    const { typedSearchAttributes } = await runOf(id).describe();
    const names = typedSearchAttributes.getAll().map(({ key }) => key.name);
    for (const name of searchAttributes) assert(names.includes(name), name);
  });

  it('retry, skip and cancel work as updates through the client', async () => {
    const { shop, odoo, rest } = service();
    const stranger = aStranger();
    const retried = await held(stranger);
    await rest.call('PUT', `/api/listings/cartona/${stranger}`, {
      productId: odoo.goods(9).id,
      enabled: true,
      factor: '1',
    });
    const view = await runOf(retried).executeUpdate('retry');
    assert.partialDeepStrictEqual(view, { stage: 'acknowledged', attention: [] });

    const skipped = await held();
    await runOf(skipped).executeUpdate('skip', { args: [{ reason: 'Not ours' }] });
    const closed = await shop.untilClosed(skipped, 'skipped');
    assert.equal(closed.attention, null);
    assert.equal(closed.odoo, null);
    assert(closed.timeline.some(({ text }) => text.includes('Not ours')));

    const cancelled = await held();
    await runOf(cancelled).executeUpdate('cancel', { args: [{ reason: 'We do not sell it' }] });
    await shop.untilClosed(cancelled, 'cancelled');
    assert.equal(shop.cartona.order(cancelled).status, 'cancelled_by_supplier');
  });

  it('enters a one-time password through the client', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await shop.receive(
      anOrder(odoo.goods(9), { installment_cost: 5, retailerOtp: '8080' }),
    );
    await odoo.confirm(saleOrderId);
    await odoo.deliver(saleOrderId);
    await shop.untilTold(id, 'assigned_to_salesman');
    await runOf(id).executeUpdate('enterOtp', { args: [{ otp: '8080' }] });
    await shop.untilClosed(id, 'delivered');
  });

  it('refuses in words what makes no sense, over both doors', async () => {
    const { shop, odoo } = service();
    const { id } = await shop.receive(anOrder(odoo.goods(9)));
    assert.match(await wordsOf(runOf(id).executeUpdate('skip', { args: [{ reason: ' ' }] })), /A reason is needed/);
    assert.match(await wordsOf(runOf(id).executeUpdate('skip')), /A reason is needed/);
    assert.match(await wordsOf(runOf(id).executeUpdate('cancel', { args: [{}] })), /A reason is needed/);
    assert.match(
      await wordsOf(runOf(id).executeUpdate('enterOtp', { args: [{ otp: '1' }] })),
      /needs no one-time password/,
    );
    assert.equal((await shop.act(id, 'skip', {})).status, 400);
    const otp = await shop.act(id, 'otp', { otp: '1' });
    assert.equal(otp.status, 409);
    assert.equal((await shop.act('nobody-has-it', 'retry')).status, 404);
  });

  it('answers 202 when it is accepted and not waited for, and repeating it is harmless', async () => {
    const { shop } = service();
    const id = await held();
    const answers = await Promise.all([
      shop.act(id, 'skip', { reason: 'Twice' }, 0),
      shop.act(id, 'skip', { reason: 'Twice' }, 0),
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [202, 202],
      answers.map(({ text }) => text).join('\n'),
    );
    const order = await shop.untilClosed(id, 'skipped');
    assert.equal(order.timeline.filter(({ text }) => text.startsWith('Skipped by hand')).length, 1);
  });

  it('is open again when the retailer changes what was skipped', async () => {
    const { shop, odoo } = service();
    const id = await held();
    await shop.act(id, 'skip', { reason: 'Not ours' });
    await shop.untilClosed(id, 'skipped');
    await shop.pull();
    assert.equal((await shop.untilAtRest(id)).stage, 'skipped');

    const [line] = shop.cartona.order(id).order_details;
    shop.cartona.edit(id, {
      lines: [
        { id: line?.id ?? 0, cancelled: true },
        { supplier_product_id: '110701', amount: 4 },
      ],
    });
    await shop.pull();
    const order = await shop.untilStage(id, 'acknowledged');
    assert.equal((await odoo.saleOrder(order.odoo?.saleOrderId ?? 0)).lines[0]?.product_uom_qty, 4);
  });

  it('takes hand-sent signals without a revision', async () => {
    const { shop, odoo } = service();
    const { id } = await shop.receive(anOrder(odoo.goods(9)));
    await runOf(id).signal('externalEvent');
    await runOf(id).signal('odooEvent', {});
    await runOf(id).signal('externalEvent', { status: 'approved' });
    const order = await shop.untilAtRest(id);
    assert.equal(order.stage, 'acknowledged');
  });
});
