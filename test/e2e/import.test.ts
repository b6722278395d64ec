import assert from 'node:assert/strict';
import type { Shop } from '../support/shop.ts';
import { aLine, anOrder, aRetailer, aStranger } from '../support/order-builders.ts';
import { taskQueues, workflowIds } from '../../src/domain/names.ts';
import { useSharedService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

const isAcknowledged = ({ stage }: { stage: string }): boolean => stage === 'acknowledged';

describe('importing an order', () => {
  const service = useSharedService();

  it('keeps the same product on two lines as two lines', async () => {
    const { shop, odoo } = service();
    const tea = odoo.goods(0);
    const lines = [aLine(tea, 3, { selling_price: 90 }), aLine(tea, 2, { selling_price: 95 })];
    const { saleOrderId, order } = await shop.receive(anOrder(tea, { lines }));
    const saleOrder = await odoo.saleOrder(saleOrderId);
    assert.deepEqual(
      saleOrder.lines.map((line) => [line.product_id, line.product_uom_qty, line.price_unit]),
      [
        [tea.id, 3, 90],
        [tea.id, 2, 95],
      ],
    );
    assert.equal(Number(order.totals.marketplace), 460);
  });

  it('multiplies the quantity and divides the price by the factor of a listing', async () => {
    const { shop, odoo, rest } = service();
    const product = await odoo.product({ name: 'Match box', list_price: 1 }, 10_000);
    const listing = `box-${product}`;
    const mapped = await rest.call('PUT', `/api/listings/cartona/${listing}`, {
      productId: product,
      enabled: true,
      factor: '144',
    });
    assert.equal(mapped.status, 200, mapped.text);
    const { saleOrderId } = await shop.receive(
      anOrder(odoo.goods(0), {
        lines: [{ supplier_product_id: listing, internal_product_id: null, amount: 2, selling_price: 72 }],
      }),
    );
    const [line] = (await odoo.saleOrder(saleOrderId)).lines;
    assert.deepEqual([line?.product_id, line?.product_uom_qty, line?.price_unit], [product, 288, 0.5]);
  });

  it('uses hashed_id as the number where the marketplace shows no receipt_id', async () => {
    const { shop, odoo } = service();
    const { id, order, saleOrderId } = await shop.receive(anOrder(odoo.goods(1), { omit: ['receipt_id'] }));
    assert.equal(order.number, id);
    assert.equal((await odoo.saleOrder(saleOrderId)).client_order_ref, id);
  });

  for (const numbers of ['number', 'string', 'thousands'] as const) {
    for (const fields of ['full', 'short'] as const) {
      it(`reads amounts exactly when they come as ${numbers} in the ${fields} example`, async () => {
        const { shop, odoo } = service();
        const tea = odoo.goods(0);
        const { saleOrderId, order } = await shop.receive(
          anOrder(tea, { style: { fields, numbers }, lines: [aLine(tea, 12, { selling_price: 1234.5 })] }),
        );
        const [line] = (await odoo.saleOrder(saleOrderId)).lines;
        assert.deepEqual([line?.product_uom_qty, line?.price_unit], [12, 1234.5]);
        assert.equal(Number(order.totals.marketplace), 14_814);
      });
    }
  }

  it('holds an order with an unknown product, complete and unacknowledged, until it is mapped and tried again', async () => {
    const { shop, odoo, rest } = service();
    const tea = odoo.goods(0);
    const stranger = aStranger();
    const placed = shop.place(
      anOrder(tea, {
        lines: [
          aLine(tea, 1),
          {
            supplier_product_id: stranger,
            internal_product_id: '99009901',
            product_name: 'Rose syrup',
            amount: 2,
            selling_price: 145.5,
          },
        ],
      }),
    );
    const id = placed.hashed_id;
    await shop.pull();
    const held = await shop.untilAttention(id, 'unknown-product');
    assert.equal((await shop.untilStage(id, 'held')).closedAt, null);
    assert.match(
      held.openAttention[0]?.reason ?? '',
      new RegExp(`${stranger}, Rose syrup.*no product in Odoo has id 99009901`, 's'),
    );
    assert.equal(held.odoo, null);
    assert.equal(odoo.door.count('sale.order', [['client_order_ref', '=', held.number]]), 0);
    assert.deepEqual(shop.told(id), []);
    assert.ok((await rest.get('/api/listings?connection=cartona&unmapped=true')).text.includes(`"${stranger}"`));

    const syrup = await odoo.product({ name: 'Rose syrup', list_price: 145.5 });
    await rest.call('PUT', `/api/listings/cartona/${stranger}`, { productId: syrup, enabled: true, factor: '1' });
    const retried = await rest.post(`/api/attention/${held.attention?.id ?? ''}/retry`);
    assert.equal(retried.status, 200, retried.text);
    const order = await shop.until(id, 'is acknowledged', isAcknowledged);
    assert.equal(order.attention, null);
    assert.deepEqual(
      (await odoo.saleOrder(order.odoo?.saleOrderId ?? 0)).lines.map((line) => line.product_id),
      [tea.id, syrup],
    );
    assert.deepEqual(shop.told(id), ['synced']);
  });

  it('gives each order the customer with its code, or with its phone where it has no code', async () => {
    const { shop, odoo } = service();
    const byCode = await shop.receive(anOrder(odoo.goods(1), { retailer: { retailer_code: 'A/55 x' } }));
    assert.deepEqual(odoo.door.externalId('conveyor.cartona_retailer_A%2F55%20x'), {
      model: 'res.partner',
      id: (await odoo.saleOrder(byCode.saleOrderId)).partner_id,
    });

    const phone = { retailer_code: null, retailer_number: '0100 777 6655' };
    const first = await shop.receive(anOrder(odoo.goods(1), { retailer: phone }));
    const second = await shop.receive(
      anOrder(odoo.goods(1), { retailer: { ...phone, retailer_number: '+201007776655' } }),
    );
    const partners = [await odoo.saleOrder(first.saleOrderId), await odoo.saleOrder(second.saleOrderId)].map(
      (order) => order.partner_id,
    );
    assert.equal(partners[0], partners[1]);
    assert.equal(odoo.door.row('res.partner', partners[0] ?? 0)?.['ref'], 'retailer_phone_201007776655');
  });

  it('needs attention for an order whose customer has neither code nor phone', async () => {
    const { shop, odoo } = service();
    const { hashed_id: id } = shop.place(
      anOrder(odoo.goods(1), { retailer: { retailer_code: null, retailer_number: null } }),
    );
    await shop.pull();
    const order = await shop.untilAttention(id, 'customer');
    assert.deepEqual(
      (await shop.untilStage(id, 'held')).openAttention.map(({ id: each }) => each),
      order.openAttention.map(({ id: each }) => each),
    );
    assert.deepEqual(shop.told(id), []);
  });

  it('makes one customer for two orders of a retailer nobody has met before', async () => {
    const { shop, odoo } = service();
    const retailer = aRetailer();
    const ids = [
      shop.place(anOrder(odoo.goods(1), { retailer })),
      shop.place(anOrder(odoo.goods(2), { retailer })),
    ].map((order) => order.hashed_id);
    await shop.pull();
    const orders = await Promise.all(ids.map((id) => shop.until(id, 'is acknowledged', isAcknowledged)));
    const partners = await Promise.all(
      orders.map(async (order) => (await odoo.saleOrder(order.odoo?.saleOrderId ?? 0)).partner_id),
    );
    assert.equal(partners[0], partners[1]);
    assert.equal(odoo.door.count('res.partner', [['ref', '=', `retailer_${retailer.retailer_code ?? ''}`]]), 1);
  });

  it('imports an order once when two pulls run at once', async () => {
    const { shop, odoo, client } = service();
    const ids = Array.from({ length: 5 }, () => shop.place(anOrder(odoo.goods(1))).hashed_id);
    const workflowId = workflowIds.pullOrders('cartona');
    await Promise.all([
      shop.pull(),
      client.workflow.execute('pullOrders', {
        taskQueue: taskQueues.workflows,
        workflowId,
        args: [{ connection: 'cartona' }],
      }),
    ]);
    for (const id of ids) {
      await shop.untilStage(id, 'acknowledged');
      assert.deepEqual(shop.told(id), ['synced']);
      assert.equal(odoo.door.count('sale.order', [['origin', '=', `Shop cartona ${id}`]]), 1);
    }
  });

  it('keeps a bad order with its payload as attention and imports the others of its page', async () => {
    const { shop, odoo } = service();
    const tea = odoo.goods(0);
    const bad = [
      { raw: { order_details: 'none' } },
      { raw: { total_price: '1,23' } },
      { raw: { status: 'teleported' } },
      { omit: ['retailer'] },
      { lines: [] },
    ].map((spoilt) => shop.place(anOrder(tea, spoilt)).hashed_id);
    const good = shop.place(anOrder(tea)).hashed_id;
    await shop.pull();
    await shop.until(good, 'is acknowledged', isAcknowledged);
    for (const id of bad) {
      const order = await shop.untilAttention(id, 'bad-payload');
      assert.equal(order.odoo, null);
      assert.deepEqual(shop.told(id), []);
    }
    assert.match((await shop.order(bad[0] ?? ''))?.problem?.path ?? '', /order_details/);
  });

  it('mends a bad order when the marketplace offers it whole', async () => {
    const { shop, odoo } = service();
    const { hashed_id: id } = shop.place(anOrder(odoo.goods(0), { lines: [] }));
    await shop.pull();
    await shop.untilAttention(id, 'bad-payload');
    shop.cartona.edit(id, { lines: [{ supplier_product_id: '110701', amount: 2 }] });
    await shop.pull();
    const order = await shop.until(id, 'is acknowledged', isAcknowledged);
    assert.equal(order.attention, null);
  });

  it('notes a total that the lines do not add up to', async () => {
    const { shop, odoo } = service();
    const { order } = await shop.receive(anOrder(odoo.goods(0), { raw: { total_price: 1 } }));
    assert(
      order.timeline.some(({ text }) => /The total of order .* is 1.00 EGP, the sum of its lines 190.00/.test(text)),
    );
  });

  it('acknowledges once more what is offered again though nothing changed', async () => {
    const { shop, odoo } = service();
    const { id } = await shop.receive(anOrder(odoo.goods(0)));
    // Cartona forgot the acknowledgement: the order is in the pull again as it was.
    shop.cartona.edit(id, {});
    await shop.pull();
    await waitFor(
      'the second acknowledgement',
      () => shop.told(id),
      (told) => told.length === 2,
    );
    await shop.pull();
    await shop.untilAtRest(id);
    assert.deepEqual(shop.told(id), ['synced', 'synced']);
    assert.equal(odoo.door.count('sale.order', [['origin', '=', `Shop cartona ${id}`]]), 1);
  });
});

describe('importing an order as the connection says', () => {
  const service = useSharedService();
  let shop: Shop;
  before(async () => {
    shop = await service().connect('strict', { onTotalMismatch: 'hold', taxes: 'none', unknownProduct: 'skip-line' });
  });

  it('leaves out the line of an unknown product and says so on the sale order', async () => {
    const { odoo } = service();
    const tea = odoo.goods(0);
    const { saleOrderId, order } = await shop.receive(
      anOrder(tea, {
        lines: [
          aLine(tea, 1),
          {
            supplier_product_id: aStranger(),
            internal_product_id: null,
            product_name: 'Rose & syrup',
            amount: 2,
            selling_price: 10,
          },
        ],
      }),
    );
    const saleOrder = await odoo.saleOrder(saleOrderId);
    assert.deepEqual(
      saleOrder.lines.map((line) => line.product_id),
      [tea.id],
    );
    assert.match(String(saleOrder.note), /Left out, product unknown: 2 × Rose &amp; syrup at 10 EGP/);
    assert.deepEqual(
      order.lines.map((line) => line.skipped),
      [false, true],
    );
    assert.equal(order.attention, null);
  });

  it('holds an order of which no product is known', async () => {
    const { hashed_id: id } = shop.place(
      anOrder(service().odoo.goods(0), {
        lines: [{ supplier_product_id: aStranger(), internal_product_id: null, amount: 2, selling_price: 10 }],
      }),
    );
    await shop.pull();
    await shop.untilAttention(id, 'unknown-product');
  });

  it('writes lines without taxes, and the total is the one of the marketplace', async () => {
    const { odoo } = service();
    const { saleOrderId, order } = await shop.receive(anOrder(odoo.goods(0)));
    const saleOrder = await odoo.saleOrder(saleOrderId);
    assert.deepEqual(
      saleOrder.lines.map((line) => line.taxes),
      [[]],
    );
    assert.equal(saleOrder.amount_total, Number(order.totals.marketplace));
  });

  it('holds a total that the lines do not add up to', async () => {
    const { odoo } = service();
    const { hashed_id: id, receipt_id: number } = shop.place(anOrder(odoo.goods(0), { raw: { total_price: 1 } }));
    await shop.pull();
    const order = await shop.untilAttention(id, 'total-mismatch');
    assert.match(order.openAttention[0]?.reason ?? '', new RegExp(`The total of order ${number} is 1.00 EGP`));
    assert.equal(order.odoo, null);
  });
});
