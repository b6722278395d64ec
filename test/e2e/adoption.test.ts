import assert from 'node:assert/strict';
import { aLine, anOrder, aRetailer } from '../support/order-builders.ts';
import { useSharedService } from '../support/use-service.ts';

describe('adopting what an earlier integration made', () => {
  const service = useSharedService();

  const earlierPartner = (code: string): Promise<number> =>
    service().odoo.create('res.partner', { name: 'Known before', ref: `retailer_${code}` });
  const earlierOrder = (partner: number, number: string, quantity: number): Promise<number> => {
    const { odoo } = service();
    const tea = odoo.goods(0);
    return odoo.create('sale.order', {
      partner_id: partner,
      client_order_ref: number,
      order_line: [[0, 0, { product_id: tea.id, product_uom_qty: quantity, price_unit: tea.price }]],
    });
  };

  it('takes the customer with the reference and makes no other', async () => {
    const { shop, odoo } = service();
    const retailer = aRetailer();
    const partner = await earlierPartner(retailer.retailer_code ?? '');
    const { saleOrderId } = await shop.receive(anOrder(odoo.goods(0), { retailer }));
    assert.equal((await odoo.saleOrder(saleOrderId)).partner_id, partner);
    assert.equal(odoo.door.count('res.partner', [['ref', '=', `retailer_${retailer.retailer_code ?? ''}`]]), 1);
  });

  it('takes the sale order with the same number, customer and total', async () => {
    const { shop, odoo } = service();
    const retailer = aRetailer();
    const tea = odoo.goods(0);
    const number = `OLD-${retailer.retailer_code ?? ''}`;
    const earlier = await earlierOrder(await earlierPartner(retailer.retailer_code ?? ''), number, 2);
    const { id, saleOrderId, order } = await shop.receive(
      anOrder(tea, { retailer, receipt_id: number, lines: [aLine(tea, 2)] }),
    );
    assert.equal(saleOrderId, earlier);
    assert(order.timeline.some(({ text }) => /Found in Odoo as S\d+ and adopted/.test(text)));
    assert.equal(odoo.door.count('sale.order', [['client_order_ref', '=', number]]), 1);
    await odoo.confirm(saleOrderId);
    await shop.untilTold(id, 'approved');
  });

  it('needs attention when the sale order with the number has another total, and goes on when it is out of the way', async () => {
    const { shop, odoo } = service();
    const retailer = aRetailer();
    const tea = odoo.goods(0);
    const number = `DIFF-${retailer.retailer_code ?? ''}`;
    const earlier = await earlierOrder(await earlierPartner(retailer.retailer_code ?? ''), number, 7);
    const { hashed_id: id } = shop.place(anOrder(tea, { retailer, receipt_id: number, lines: [aLine(tea, 2)] }));
    await shop.pull();
    const order = await shop.untilAttention(id, 'ambiguous-record');
    assert.match(order.openAttention[0]?.reason ?? '', /with another customer or total/);
    assert.deepEqual(shop.told(id), []);
    await odoo.write('sale.order', earlier, { client_order_ref: false });
    const retried = await shop.act(id, 'retry');
    assert.equal(retried.status, 200, retried.text);
    const imported = await shop.untilStage(id, 'acknowledged');
    assert.notEqual(imported.odoo?.saleOrderId, earlier);
  });

  it('needs attention when two sale orders could be the order', async () => {
    const { shop, odoo } = service();
    const retailer = aRetailer();
    const tea = odoo.goods(0);
    const number = `TWO-${retailer.retailer_code ?? ''}`;
    const partner = await earlierPartner(retailer.retailer_code ?? '');
    await earlierOrder(partner, number, 2);
    await earlierOrder(partner, number, 2);
    const { hashed_id: id } = shop.place(anOrder(tea, { retailer, receipt_id: number, lines: [aLine(tea, 2)] }));
    await shop.pull();
    const order = await shop.untilAttention(id, 'ambiguous-record');
    assert.match(order.openAttention[0]?.reason ?? '', /2 sale orders in Odoo could be order TWO-/);
  });

  it('needs attention when two customers have the reference', async () => {
    const { shop, odoo } = service();
    const retailer = aRetailer();
    await earlierPartner(retailer.retailer_code ?? '');
    await earlierPartner(retailer.retailer_code ?? '');
    const { hashed_id: id } = shop.place(anOrder(odoo.goods(0), { retailer }));
    await shop.pull();
    const order = await shop.untilAttention(id, 'ambiguous-record');
    assert.match(order.openAttention[0]?.reason ?? '', /2 customers in Odoo have the reference/);
  });

  it('never takes the sale order of another order that shows the same number', async () => {
    const { shop, odoo } = service();
    const retailer = aRetailer();
    const number = `SAME-${retailer.retailer_code ?? ''}`;
    const first = await shop.receive(anOrder(odoo.goods(0), { retailer, receipt_id: number }));
    const second = await shop.receive(anOrder(odoo.goods(0), { retailer, receipt_id: number }));
    assert.notEqual(first.saleOrderId, second.saleOrderId);
  });

  it('takes the sale order and the customer that fields of the user name', async () => {
    const { odoo } = service();
    await odoo.addField('sale.order', 'x_cartona_id');
    await odoo.addField('sale.order', 'x_cartona_delivery');
    await odoo.addField('res.partner', 'x_cartona_retailer');
    const shop = await service().connect('with-fields', {
      odoo: { fields: { order: 'x_cartona_id', partner: 'x_cartona_retailer', deliveredBy: 'x_cartona_delivery' } },
    });
    const retailer = aRetailer();
    const partner = await odoo.create('res.partner', {
      name: 'Known by its field',
      x_cartona_retailer: `retailer_${retailer.retailer_code ?? ''}`,
    });
    const placed = shop.place(anOrder(odoo.goods(0), { retailer }));
    const earlier = await odoo.create('sale.order', {
      partner_id: partner,
      x_cartona_id: placed.hashed_id,
      order_line: [[0, 0, { product_id: odoo.goods(0).id, product_uom_qty: 2, price_unit: odoo.goods(0).price }]],
    });
    await shop.pull();
    const adopted = await shop.untilStage(placed.hashed_id, 'acknowledged');
    assert.equal(adopted.odoo?.saleOrderId, earlier);

    const short = shop.place(anOrder(odoo.goods(0), { retailer }));
    await odoo.create('sale.order', {
      partner_id: partner,
      x_cartona_id: short.hashed_id,
      order_line: [[0, 0, { product_id: odoo.goods(0).id, product_uom_qty: 1, price_unit: odoo.goods(0).price }]],
    });
    await shop.pull();
    const held = await shop.untilStage(short.hashed_id, 'held');
    assert.equal(held.attention?.kind, 'ambiguous-record');

    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(0), { retailer }));
    assert.equal((await odoo.saleOrder(saleOrderId)).partner_id, partner);
    assert.deepEqual(
      await odoo.call('sale.order', 'read', [[saleOrderId], ['x_cartona_id', 'x_cartona_delivery']], { load: '' }),
      [{ id: saleOrderId, x_cartona_id: id, x_cartona_delivery: 'delivered_by_supplier' }],
    );
  });
});
