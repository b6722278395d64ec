import assert from 'node:assert/strict';
import type { OdooVersion } from '../../sandbox/odoo-mount.ts';
import { aLine, anOrder } from '../support/order-builders.ts';
import { useSharedService } from '../support/use-service.ts';

const versions: readonly OdooVersion[] = [17, 18, 19];

for (const version of versions) {
  describe(`the life of an order with Odoo ${version}`, () => {
    const service = useSharedService(version);

    it('goes from the pull to the delivery when the supplier delivers', async () => {
      const { shop, odoo } = service();
      const [tea, sugar] = [odoo.goods(0), odoo.goods(1)];
      const template = anOrder(tea, { lines: [aLine(tea, 3), aLine(sugar, 2)], note_message: 'Ring twice' });
      const { id, saleOrderId, order } = await shop.receive(template);
      const quotation = await odoo.saleOrder(saleOrderId);

      assert.equal(quotation.state, 'draft');
      assert.equal(quotation.client_order_ref, order.number);
      assert.equal(quotation.origin, `Shop cartona ${id}`);
      assert.match(String(quotation.note), /delivered_by: delivered_by_supplier/);
      assert.match(String(quotation.note), /Ring twice/);
      assert.deepEqual(odoo.door.externalId(`conveyor.cartona_order_${id}`), { model: 'sale.order', id: saleOrderId });
      assert.deepEqual(
        quotation.lines.map((line) => [line.product_id, line.product_uom_qty, line.price_unit]),
        [
          [tea.id, 3, tea.price],
          [sugar.id, 2, sugar.price],
        ],
      );
      assert.equal(
        odoo.door.row('res.partner', quotation.partner_id)?.['ref'],
        `retailer_${template.retailer?.retailer_code ?? ''}`,
      );

      await odoo.confirm(saleOrderId);
      await shop.untilTold(id, 'approved');
      await shop.untilStage(id, 'confirmed');
      await odoo.deliver(saleOrderId);
      const delivered = await shop.untilClosed(id, 'delivered');
      assert.deepEqual(shop.told(id), ['synced', 'approved', 'assigned_to_salesman', 'delivered']);
      assert.equal(delivered.attention, null);
      assert.equal((await odoo.saleOrder(saleOrderId)).lines.length, 2);
    });

    it('follows Cartona when Cartona delivers: approved confirms, assigned hands the goods over', async () => {
      const { shop, odoo } = service();
      const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(2), { delivered_by: 'delivered_by_cartona' }));

      assert.deepEqual((await shop.says(id, 'approved')).body, { result: 'applied' });
      await shop.untilStage(id, 'confirmed');
      assert.equal((await odoo.saleOrder(saleOrderId)).state, 'sale');

      assert.deepEqual((await shop.says(id, 'assigned_to_salesman')).body, { result: 'applied' });
      await shop.untilStage(id, 'shipped');
      assert.deepEqual(
        (await odoo.saleOrder(saleOrderId)).pickings.map(({ state }) => state),
        ['done'],
      );

      assert.deepEqual((await shop.says(id, 'delivered')).body, { result: 'applied' });
      const order = await shop.untilClosed(id, 'delivered');
      assert.equal(order.deliveredBy, 'delivered_by_cartona');
      assert.deepEqual(new Set(shop.told(id)), new Set(['synced']));
      assert.match(String((await odoo.saleOrder(saleOrderId)).note), /delivered_by: delivered_by_cartona/);
    });

    it('stays assigned while a backorder is open, and is delivered with the last transfer', async () => {
      const { shop, odoo } = service();
      const tea = odoo.goods(0);
      const { id, saleOrderId } = await shop.receive(anOrder(tea, { lines: [aLine(tea, 5)] }));
      await odoo.confirm(saleOrderId);
      await shop.untilTold(id, 'approved');
      await odoo.deliver(saleOrderId, { units: 2, backorder: true });
      await shop.untilTold(id, 'assigned_to_salesman');
      await shop.untilStage(id, 'shipped');
      assert.deepEqual(shop.told(id), ['synced', 'approved', 'assigned_to_salesman']);

      await odoo.deliver(saleOrderId);
      await shop.untilClosed(id, 'delivered');
      assert.deepEqual(shop.told(id), ['synced', 'approved', 'assigned_to_salesman', 'delivered']);
    });

    it('is delivered when the rest of a partial delivery is dropped', async () => {
      const { shop, odoo } = service();
      const tea = odoo.goods(0);
      const { id, saleOrderId } = await shop.receive(anOrder(tea, { lines: [aLine(tea, 5)] }));
      await odoo.confirm(saleOrderId);
      await shop.untilTold(id, 'approved');
      await odoo.deliver(saleOrderId, { units: 2, backorder: false });
      await shop.untilClosed(id, 'delivered');
      assert.deepEqual(shop.told(id), ['synced', 'approved', 'assigned_to_salesman', 'delivered']);
    });

    it('needs attention, and ships nothing, when there is too little stock to hand over', async () => {
      const { shop, odoo } = service();
      const product = await odoo.product({ name: 'Scarce', list_price: 10 }, 3);
      const { id, saleOrderId } = await shop.receive(
        anOrder(odoo.goods(0), {
          delivered_by: 'delivered_by_cartona',
          lines: [
            {
              supplier_product_id: `scarce-${product}`,
              internal_product_id: String(product),
              amount: 5,
              selling_price: 10,
            },
          ],
        }),
      );
      await shop.says(id, 'assigned_to_salesman');
      const order = await shop.untilAttention(id, 'not-enough-stock');
      assert.match(order.openAttention[0]?.reason ?? '', /cannot be validated in full/);
      const saleOrder = await odoo.saleOrder(saleOrderId);
      assert.deepEqual(
        [saleOrder.state, saleOrder.pickings.length, saleOrder.pickings[0]?.state === 'done'],
        ['sale', 1, false],
      );

      await odoo.call(
        'stock.quant',
        'create',
        [{ product_id: product, location_id: odoo.seeded.stockLocation, inventory_quantity_auto_apply: 10 }],
        { context: { inventory_mode: true } },
      );
      await odoo.call('stock.picking', 'action_assign', [[saleOrder.pickings[0]?.id]]);
      const retried = await shop.act(id, 'retry');
      assert.equal(retried.status, 200, retried.text);
      await shop.untilStage(id, 'shipped');
      assert.deepEqual(
        (await odoo.saleOrder(saleOrderId)).pickings.map(({ state }) => state),
        ['done'],
      );
    });

    it('needs attention when a lot is missing at the validation', async () => {
      const { shop, odoo } = service();
      const product = await odoo.product({ name: 'By lots', list_price: 10, tracking: 'lot' });
      const { id, saleOrderId } = await shop.receive(
        anOrder(odoo.goods(0), {
          delivered_by: 'delivered_by_cartona',
          lines: [
            {
              supplier_product_id: `lots-${product}`,
              internal_product_id: String(product),
              amount: 2,
              selling_price: 10,
            },
          ],
        }),
      );
      await shop.says(id, 'assigned_to_salesman');
      await shop.untilAttention(id, 'not-enough-stock');
      await shop.untilStage(id, 'confirmed');
      assert.equal(
        (await odoo.saleOrder(saleOrderId)).pickings.some(({ state }) => state === 'done'),
        false,
      );
    });

    it('cancels at Cartona, with a reason, what a salesperson cancels', async () => {
      const { shop, odoo } = service();
      const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(4)));
      await odoo.cancel(saleOrderId);
      await shop.untilClosed(id, 'cancelled');
      assert.deepEqual(shop.told(id), ['synced', 'cancelled_by_supplier']);
      assert.equal(shop.cartona.order(id).cancellation_reason, 'cannot_deliver_the_order');
    });

    it('cancels in Odoo what the retailer cancels, before and after the confirmation', async () => {
      const { shop, odoo } = service();
      const quotation = await shop.receive(anOrder(odoo.goods(4)));
      assert.deepEqual((await shop.says(quotation.id, 'cancelled_by_retailer')).body, { result: 'applied' });
      await shop.untilClosed(quotation.id, 'cancelled');
      assert.equal((await odoo.saleOrder(quotation.saleOrderId)).state, 'cancel');

      const confirmed = await shop.receive(anOrder(odoo.goods(4)));
      await odoo.confirm(confirmed.saleOrderId);
      await shop.untilTold(confirmed.id, 'approved');
      await shop.says(confirmed.id, 'cancelled_by_retailer');
      await shop.untilClosed(confirmed.id, 'cancelled');
      const saleOrder = await odoo.saleOrder(confirmed.saleOrderId);
      assert.deepEqual([saleOrder.state, saleOrder.pickings[0]?.state], ['cancel', 'cancel']);
      assert.deepEqual(
        shop.told(confirmed.id).filter((status) => status.startsWith('cancelled')),
        [],
      );
    });
  });
}

describe('the life of an order', () => {
  const service = useSharedService();

  it('validates the transfer on delivered when nobody said that the goods were handed over', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(2), { delivered_by: 'delivered_by_cartona' }));
    await shop.says(id, 'delivered');
    await shop.untilClosed(id, 'delivered');
    const saleOrder = await odoo.saleOrder(saleOrderId);
    assert.deepEqual([saleOrder.state, ...saleOrder.pickings.map(({ state }) => state)], ['sale', 'done']);
  });

  it('asks for the goods back when Cartona returns what was handed over', async () => {
    const { shop, odoo } = service();
    const { id, saleOrderId } = await shop.receive(anOrder(odoo.goods(3), { delivered_by: 'delivered_by_cartona' }));
    await shop.says(id, 'assigned_to_salesman');
    await shop.untilStage(id, 'shipped');
    await shop.says(id, 'returned');
    const order = await shop.untilAttention(id, 'return-by-hand');
    assert.match(order.openAttention[0]?.reason ?? '', /came back: return the goods of S\d+ by hand/);
    assert.deepEqual(order.openAttention[0]?.actions, ['retry', 'skip']);
    assert.equal((await odoo.saleOrder(saleOrderId)).state, 'sale');

    const skipped = await shop.act(id, 'skip', { reason: 'The goods are back on the shelf' });
    assert.equal(skipped.status, 200, skipped.text);
    const closed = await shop.untilClosed(id, 'returned');
    assert.equal(closed.attention, null);
  });

  it('is delivered when an open backorder is dropped later', async () => {
    const { shop, odoo } = service();
    const tea = odoo.goods(0);
    const { id, saleOrderId } = await shop.receive(anOrder(tea, { lines: [aLine(tea, 5)] }));
    await odoo.confirm(saleOrderId);
    await odoo.deliver(saleOrderId, { units: 2, backorder: true });
    await shop.untilTold(id, 'assigned_to_salesman');
    const open = (await odoo.saleOrder(saleOrderId)).pickings.find(({ state }) => state !== 'done');
    assert(open);
    await odoo.call('stock.picking', 'action_cancel', [[open.id]]);
    await shop.untilClosed(id, 'delivered');
    assert.deepEqual(shop.told(id), ['synced', 'approved', 'assigned_to_salesman', 'delivered']);
  });
});
