import assert from 'node:assert/strict';
import { anOrder } from '../support/order-builders.ts';
import { useSharedService } from '../support/use-service.ts';
import { shopWebhookToken } from '../support/shop.ts';

const oneMegabyte = 1024 * 1024;

describe('a status webhook', () => {
  const service = useSharedService();

  it('is proven by the token in any of the three headers, at the address of the requirement too', async () => {
    const { shop, odoo, rest } = service();
    const { id } = await shop.receive(anOrder(odoo.goods(7)));
    const proofs = [
      { AuthorizationToken: shopWebhookToken },
      { Authorization: `Bearer ${shopWebhookToken}` },
      { 'X-Webhook-Token': shopWebhookToken },
    ];
    for (const path of [
      '/webhooks/cartona',
      '/webhooks/cartona/order_status',
      '/cartona_integration/webhook/order_status',
    ]) {
      for (const proof of proofs) {
        const answer = await rest.call(
          'POST',
          path,
          { hashed_id: id, status: 'pending' },
          { authorization: '', ...proof },
        );
        assert.equal(answer.status, 200, `${path} ${JSON.stringify(proof)} ${answer.text}`);
        assert.partialDeepStrictEqual(answer.body, { result: 'ignored' });
      }
    }
  });

  it('is refused in the order of the checks: 401, 413, 400, 422, 404, 409', async () => {
    const { shop, odoo, rest } = service();
    const { id } = await shop.receive(anOrder(odoo.goods(7)));
    const long = JSON.stringify({ hashed_id: id, status: 'approved', more: 'x'.repeat(oneMegabyte) });
    const cases: readonly (readonly [number, unknown, string?])[] = [
      [401, long, 'a wrong token'],
      [401, 'not JSON', 'a wrong token'],
      [413, long],
      [400, 'not JSON'],
      [400, '[]'],
      [422, { hashed_id: id }],
      [422, { status: 'approved' }],
      [422, { hashed_id: id, status: 'teleported' }],
      [422, { hashed_id: 'nobody-knows-it', status: 'teleported' }],
      [404, { hashed_id: 'nobody-knows-it', status: 'approved' }],
      [409, { hashed_id: id, status: 'approved' }],
    ];
    for (const [status, body, token] of cases) {
      const answer = await shop.webhook(body, token === undefined ? {} : { AuthorizationToken: token });
      assert.equal(answer.status, status, answer.text);
      assert.match(answer.headers.get('content-type') ?? '', /application\/problem\+json/);
    }
    const unknown = await rest.call(
      'POST',
      '/webhooks/no-such-connection',
      {},
      { authorization: '', AuthorizationToken: 'x' },
    );
    assert.equal(unknown.status, 401);
    const order = await shop.untilAtRest(id);
    assert.equal(order.marketplaceStatus, 'pending');
    assert.equal((await odoo.saleOrder(order.odoo?.saleOrderId ?? 0)).state, 'draft');
  });

  it('says the rule in words when this side may not set the status now', async () => {
    const { shop, odoo } = service();
    const { id } = await shop.receive(anOrder(odoo.goods(7)));
    const refused = await shop.webhook({ hashed_id: id, status: 'assigned_to_salesman' });
    assert.equal(refused.status, 409);
    assert.partialDeepStrictEqual(refused.body, {
      status: 409,
      detail: `Order ${shop.cartona.order(id).receipt_id} is delivered_by_supplier: the marketplace may only cancel it, not set assigned_to_salesman.`,
    });
  });

  it('about an order that is not known asks for a pull, and then finds it', async () => {
    const { shop, odoo } = service();
    const { hashed_id: id } = shop.place(anOrder(odoo.goods(7), { delivered_by: 'delivered_by_cartona' }));
    const first = await shop.says(id, 'approved');
    assert.equal(first.status, 404);
    await shop.untilStage(id, 'confirmed');
    assert.deepEqual((await shop.webhook({ hashed_id: id, status: 'approved' })).status, 200);
  });

  it('of an edit asks for a pull', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(7)));
    const [line] = shop.cartona.order(id).order_details;
    shop.cartona.edit(id, { lines: [{ id: line?.id ?? 0, amount: 11 }] });
    assert.partialDeepStrictEqual((await shop.webhook({ hashed_id: id, status: 'pending' })).body, {
      result: 'ignored',
    });
    await shop.until(id, 'is acknowledged again', () => shop.told(id).length === 2);
    assert.equal((await odoo.saleOrder(saleOrderId)).lines[0]?.product_uom_qty, 11);
  });

  it('with the id of an event that is known is a duplicate', async () => {
    const { shop, odoo } = service();
    const { id } = await shop.receive(anOrder(odoo.goods(7), { delivered_by: 'delivered_by_cartona' }));
    const send = (status: string) => shop.webhook({ hashed_id: id, status }, { 'webhook-id': `event-of-${id}` });
    assert.deepEqual((await send('approved')).body, { result: 'applied' });
    assert.deepEqual((await send('approved')).body, { result: 'duplicate' });
    assert.deepEqual((await send('assigned_to_salesman')).body, { result: 'duplicate' });
    await shop.untilStage(id, 'confirmed');
  });

  it('sent ten times at once is applied once', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(7), { delivered_by: 'delivered_by_cartona' }));
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => shop.webhook({ hashed_id: id, status: 'assigned_to_salesman' })),
    );
    const results = answers.map(({ text }) => /"result":"(\w+)"/.exec(text)?.[1]).sort();
    assert.deepEqual(results, ['applied', ...Array.from({ length: 9 }, () => 'ignored')]);
    await shop.untilStage(id, 'shipped');
    assert.deepEqual(
      (await odoo.saleOrder(saleOrderId)).pickings.map(({ state }) => state),
      ['done'],
    );
  });

  it('never moves an order back: what comes in the wrong order ends where the newest says', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(7), { delivered_by: 'delivered_by_cartona' }));
    shop.cartona.setStatus(id, { by: 'cartona', status: 'delivered' });
    const results: unknown[] = [];
    for (const status of ['delivered', 'approved', 'assigned_to_salesman', 'delivered']) {
      results.push((await shop.webhook({ hashed_id: id, status })).body);
    }
    assert.partialDeepStrictEqual(results, [
      { result: 'applied' },
      { result: 'ignored' },
      { result: 'ignored' },
      { result: 'ignored' },
    ]);
    await shop.untilClosed(id, 'delivered');
    const late = await shop.webhook({ hashed_id: id, status: 'cancelled_by_retailer' });
    assert.partialDeepStrictEqual(late.body, { result: 'ignored' });
    assert.equal((await odoo.saleOrder(saleOrderId)).state, 'sale');
  });

  it('that echoes what was sent from here is ignored', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(7)));
    await odoo.confirm(saleOrderId);
    await shop.untilTold(id, 'approved');
    await shop.untilAtRest(id);
    assert.partialDeepStrictEqual((await shop.webhook({ hashed_id: id, status: 'approved' })).body, {
      result: 'ignored',
    });
  });

  it('stands in the exchange log with its answer, found by the number of the order, without the token', async () => {
    const { shop, odoo, rest } = service();
    const { id } = await shop.receive(anOrder(odoo.goods(7)));
    await shop.webhook({ hashed_id: id, status: 'approved' });
    await shop.until(id, 'shows the webhook', ({ exchanges }) =>
      exchanges.some(({ direction, status }) => direction === 'in' && status === 409),
    );
    const listed = await rest.get(`/api/exchanges?q=${id}&direction=in`);
    assert.partialDeepStrictEqual(listed.body, {
      items: [{ connection: 'cartona', direction: 'in', method: 'POST', status: 409 }],
    });
    assert.equal(listed.text.includes(shopWebhookToken), false);
  });
});
