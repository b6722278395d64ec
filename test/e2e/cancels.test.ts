import assert from 'node:assert/strict';
import { anOrder, aStranger } from '../support/order-builders.ts';
import { useSharedService } from '../support/use-service.ts';

describe('a cancellation', () => {
  const service = useSharedService();

  it('of an order that was never imported is recorded and acknowledged, with no sale order', async () => {
    const { shop, odoo } = service();
    const placed = shop.place(anOrder(odoo.goods(0), { status: 'cancelled_by_retailer' }));
    await shop.pull();
    const order = await shop.untilClosed(placed.hashed_id, 'cancelled');
    assert.equal(order.odoo, null);
    assert.deepEqual(shop.told(placed.hashed_id), ['synced']);
    assert.equal(odoo.door.count('sale.order', [['client_order_ref', '=', placed.receipt_id]]), 0);
  });

  it('of an order that waits in attention ends the waiting, with no sale order', async () => {
    const { shop, odoo } = service();
    const { hashed_id: id } = shop.place(
      anOrder(odoo.goods(0), {
        lines: [{ supplier_product_id: aStranger(), internal_product_id: null, amount: 1, selling_price: 5 }],
      }),
    );
    await shop.pull();
    await shop.untilAttention(id, 'unknown-product');
    await shop.says(id, 'cancelled_by_retailer');
    const order = await shop.untilClosed(id, 'cancelled');
    assert.equal(order.attention, null);
    assert.equal(order.odoo, null);
    assert.deepEqual(shop.told(id), ['synced']);
  });

  it('seen in the pull alone cancels the quotation', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(0)));
    shop.cartona.setStatus(id, { status: 'cancelled_by_retailer' });
    await shop.pull();
    await shop.untilClosed(id, 'cancelled');
    assert.equal((await odoo.saleOrder(saleOrderId)).state, 'cancel');
    assert.equal(shop.cartona.order(id).acknowledged, true);
  });

  it('after the goods left is attention, never a cancelled sale order; skip closes it as cancelled', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(0)));
    await odoo.confirm(saleOrderId);
    await odoo.deliver(saleOrderId, { units: 1, backorder: true });
    await shop.untilTold(id, 'assigned_to_salesman');
    await shop.says(id, 'cancelled_by_retailer');
    const order = await shop.untilAttention(id, 'return-by-hand');
    assert.match(order.openAttention[0]?.reason ?? '', /was cancelled after goods of S\d+ had left the house/);
    const saleOrder = await odoo.saleOrder(saleOrderId);
    assert.deepEqual(
      [saleOrder.state, saleOrder.pickings.map(({ state }) => state === 'cancel')],
      ['sale', [false, false]],
    );
    const refused = await shop.act(id, 'cancel', { reason: 'The retailer wants it' });
    assert.equal(refused.status, 409, refused.text);

    const skipped = await shop.act(id, 'skip', { reason: 'Returned by the driver' });
    assert.equal(skipped.status, 200, skipped.text);
    await shop.untilClosed(id, 'cancelled');
    assert.equal((await odoo.saleOrder(saleOrderId)).state, 'sale');
  });

  it('by Cartona, which delivers, cancels the confirmed sale order', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(0), { delivered_by: 'delivered_by_cartona' }));
    await shop.says(id, 'approved');
    await shop.untilStage(id, 'confirmed');
    assert.deepEqual((await shop.says(id, 'cancelled_by_supplier', 'cartona')).body, { result: 'applied' });
    await shop.untilClosed(id, 'cancelled');
    assert.equal((await odoo.saleOrder(saleOrderId)).state, 'cancel');
    assert.deepEqual(
      shop.told(id).filter((status) => status !== 'synced'),
      [],
    );
  });

  it('in Odoo of an order that Cartona delivers is told to Cartona', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(0), { delivered_by: 'delivered_by_cartona' }));
    await odoo.cancel(saleOrderId);
    await shop.untilClosed(id, 'cancelled');
    assert.deepEqual(shop.told(id), ['synced', 'cancelled_by_supplier']);
  });

  it('by an operator cancels on both sides and tells Cartona a reason it knows', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(0)));
    await odoo.confirm(saleOrderId);
    await shop.untilTold(id, 'approved');
    const cancelled = await shop.act(id, 'cancel', { reason: 'out_of_stock' });
    assert.equal(cancelled.status, 200, cancelled.text);
    await shop.untilClosed(id, 'cancelled');
    assert.equal((await odoo.saleOrder(saleOrderId)).state, 'cancel');
    assert.equal(shop.cartona.order(id).status, 'cancelled_by_supplier');
    assert.equal(shop.cartona.order(id).cancellation_reason, 'out_of_stock');
  });

  it('by an operator of an order that waits for a product cancels it at Cartona alone', async () => {
    const { shop, odoo } = service();
    const { hashed_id: id } = shop.place(
      anOrder(odoo.goods(0), {
        lines: [{ supplier_product_id: aStranger(), internal_product_id: null, amount: 1, selling_price: 5 }],
      }),
    );
    await shop.pull();
    await shop.untilAttention(id, 'unknown-product');
    const cancelled = await shop.act(id, 'cancel', { reason: 'We do not sell it' });
    assert.equal(cancelled.status, 200, cancelled.text);
    const order = await shop.untilClosed(id, 'cancelled');
    assert.equal(order.odoo, null);
    assert.equal(shop.cartona.order(id).status, 'cancelled_by_supplier');
  });

  it('by an operator is refused once goods have left', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(0)));
    await odoo.confirm(saleOrderId);
    await odoo.deliver(saleOrderId, { units: 1, backorder: true });
    await shop.untilStage(id, 'shipped');
    const refused = await shop.act(id, 'cancel', { reason: 'Too late' });
    assert.equal(refused.status, 409);
    assert.match(refused.text, /cannot be cancelled: goods have left the house/);
    assert.equal((await odoo.saleOrder(saleOrderId)).state, 'sale');
  });

  it('by the retailer wins over a confirmation that nobody told Cartona yet', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(0)));
    shop.cartona.setStatus(id, { status: 'cancelled_by_retailer' });
    await odoo.confirm(saleOrderId);
    await shop.pull();
    await shop.untilClosed(id, 'cancelled');
    assert.equal((await odoo.saleOrder(saleOrderId)).state, 'cancel');
    assert.equal(shop.cartona.order(id).status, 'cancelled_by_retailer');
  });
});
