import assert from 'node:assert/strict';
import { array, majors } from '../../../sandbox/odoo/an-odoo.ts';
import { aLot, aProduct, setStock } from '../../../sandbox/odoo/builders.ts';
import { failureOf } from '../fake-odoo.ts';
import { connectToSimulated } from '../simulated.ts';
import type { Simulated } from '../simulated.ts';
import { aConfirmedSale, aConsignee, aSale, aSerialProduct, read } from './a-sale.ts';

for (const major of majors) {
  describe(`a sale order that is shipped, in Odoo ${major}`, () => {
    let at: Simulated;
    beforeEach(async () => {
      at = await connectToSimulated(major);
    });
    afterEach(() => at.close());

    const unitField = major === 19 ? 'product_uom_id' : 'product_uom';

    it('has what the watch sees of it, under the same mark', async () => {
      const since = new Date();
      const tag = await at.simulated.call('crm.tag', 'create', [{ name: 'Ysell' }]);
      const id = await aConfirmedSale(at.simulated, [{ product: await aProduct(at.simulated) }], {
        tag_ids: [[6, 0, [tag]]],
      });
      const { saleOrders } = await at.odoo.readChanges(since);
      const seen = saleOrders.find((order) => order.id === id);
      assert.ok(seen);
      const order = await read(at, id);
      assert.deepEqual({ ...order, ...seen }, order);
      assert.deepEqual([seen.state, seen.tagIds, seen.teamId, seen.warehouseId], ['sale', [tag], 1, 1]);
      assert.ok(Math.abs(Date.parse(seen.orderedAt ?? '') - Date.now()) < 60_000);
    });

    it('has another mark after it was written, and after its total changed in the same second', async () => {
      const id = await aSale(at.simulated, [{ product: await aProduct(at.simulated) }]);
      const marks = [(await read(at, id)).mark];
      const { order_line } = await at.simulated.one('sale.order', id, ['order_line']);
      await at.simulated.call('sale.order.line', 'write', [array(order_line), { price_unit: 51 }]);
      marks.push((await read(at, id)).mark);
      await at.simulated.call('sale.order', 'write', [[id], { user_id: false }]);
      marks.push((await read(at, id)).mark);
      assert.equal(new Set(marks).size, 3);
    });

    it('goes to its delivery address: the contact with its company, whose phone serves where it has none', async () => {
      const id = await aSale(at.simulated, [{ product: await aProduct(at.simulated) }]);
      const { deliverTo } = await read(at, id);
      assert.deepEqual(
        { ...deliverTo, partnerId: 0 },
        {
          ...{ partnerId: 0, name: 'Nile Kitchens, Mona', phone: '0100', email: 'mona@example.com' },
          ...{ street: '1 Tahrir', street2: 'Floor 2', city: 'Cairo', zip: '11511', state: 'Cairo', country: 'EG' },
        },
      );
    });

    it('goes to a person of no company under the own name and phone', async () => {
      const over = { name: 'Omar', parent_id: false, ...(major < 19 ? { mobile: '0111' } : { phone: '0111' }) };
      const partner_id = await aConsignee(at.simulated, { ...over, street: false, email: '  ' });
      const id = await aSale(at.simulated, [{ product: await aProduct(at.simulated) }], { partner_id });
      const { deliverTo } = await read(at, id);
      assert.deepEqual(
        [deliverTo.name, deliverTo.phone, deliverTo.street, deliverTo.email],
        ['Omar', '0111', null, null],
      );
    });

    it('has goods only, in their own unit, at the price of one after the discount', async () => {
      const [pack] = at.simulated.simulator.door.search('uom.uom', [['name', 'in', ['Dozens', 'Pack of 6']]]);
      const { service } = at.simulated.seeded;
      const product = await aProduct(at.simulated, { name: 'Cup', stock: 100 });
      const id = await aConfirmedSale(
        at.simulated,
        [
          { product, quantity: 2, more: { [unitField]: pack, price_unit: 100, discount: 10 } },
          { product: service.id },
          { product, quantity: 0 },
          { product, more: { is_downpayment: true } },
        ],
        { note: '<p>Ring &amp; wait<br>Twice</p>' },
      );
      await at.simulated.call('sale.order', 'write', [
        [id],
        { order_line: [[0, 0, { display_type: 'line_note', name: 'Careful' }]] },
      ]);
      const order = await read(at, id);
      assert.deepEqual(
        order.lines.map(({ name, quantity, unitPrice, tracking }) => [name, quantity, unitPrice, tracking]),
        [major === 19 ? ['Cup', '12', '15.00', 'none'] : ['Cup', '24', '7.50', 'none']],
      );
      assert.deepEqual([order.note, order.currency], ['Ring & wait\nTwice', 'EGP']);
    });

    it('has the serial numbers and lots that are reserved, each under its line', async () => {
      const scale = await aSerialProduct(at.simulated, ['SN1', 'SN2', 'SN3']);
      const oil = await aProduct(at.simulated, { tracking: 'lot' });
      for (const lot of ['L1', 'L2']) await setStock(at.simulated, oil, 5, await aLot(at.simulated, oil, lot));
      const id = await aConfirmedSale(at.simulated, [
        { product: scale, quantity: 1 },
        { product: oil, quantity: 7 },
        { product: scale, quantity: 3 },
      ]);
      const { lines } = await read(at, id);
      assert.deepEqual(
        lines.map((line) => line.lots.map(({ name, quantity }) => `${name} ${quantity}`)),
        [['SN1 1'], ['L1 5', 'L2 2'], ['SN2 1', 'SN3 1']],
      );
    });

    it('has those that were delivered as well, and none of what was cancelled', async () => {
      const scale = await aSerialProduct(at.simulated, ['SN1', 'SN2']);
      const id = await aConfirmedSale(at.simulated, [{ product: scale, quantity: 2 }]);
      const [picking] = (await read(at, id)).transfers;
      assert.equal(picking?.kind, 'delivery');
      await at.simulated.call('stock.picking', 'button_validate', [[picking.id]]);
      assert.deepEqual(
        (await read(at, id)).lines[0]?.lots.map(({ name }) => name),
        ['SN1', 'SN2'],
      );
      const other = await aConfirmedSale(at.simulated, [
        { product: await aSerialProduct(at.simulated, ['SN9']), quantity: 1 },
      ]);
      await at.simulated.call('sale.order', 'action_cancel', [[other]], { context: { disable_cancel_warning: true } });
      const cancelled = await read(at, other);
      assert.deepEqual(
        [cancelled.state, cancelled.transfers[0]?.state, cancelled.lines[0]?.lots],
        ['cancel', 'cancel', []],
      );
    });

    it('tells what comes back and what is sent later from its delivery', async () => {
      const product = await aProduct(at.simulated, { stock: 3 });
      const id = await aConfirmedSale(at.simulated, [{ product, quantity: 5 }]);
      const [delivery] = (await read(at, id)).transfers;
      await at.simulated.call('stock.picking', 'button_validate', [[delivery?.id]], {
        context: { skip_backorder: true, picking_ids_not_to_backorder: [] },
      });
      const [type] = at.simulated.simulator.door.search('stock.picking.type', [['code', '=', 'incoming']]);
      const [line] = (await read(at, id)).lines;
      const { group_id } = major < 19 ? await at.simulated.one('stock.picking', delivery?.id ?? 0, ['group_id']) : {};
      const link = Array.isArray(group_id) ? { group_id: Number(group_id[0]) } : {};
      const move = {
        product_id: product,
        product_uom_qty: 1,
        sale_line_id: line?.id,
        ...(major < 19 && { name: 'x' }),
      };
      await at.simulated.call('stock.picking', 'create', [
        { picking_type_id: type, return_id: delivery?.id, ...link, move_ids: [[0, 0, move]] },
      ]);
      assert.deepEqual(
        (await read(at, id)).transfers.map(({ kind, state }) => [kind, state]),
        [
          ['delivery', 'done'],
          ['backorder', 'confirmed'],
          ['return', 'draft'],
        ],
      );
    });

    it('has what a field of products holds, of the variant or its template', async () => {
      const product = await aProduct(at.simulated);
      await at.simulated.call('product.product', 'write', [[product], { default_code: ' Y-77 ', barcode: false }]);
      const id = await aSale(at.simulated, [{ product }]);
      assert.equal((await read(at, id, 'default_code')).lines[0]?.fieldValue, 'Y-77');
      assert.equal((await read(at, id, 'barcode')).lines[0]?.fieldValue, null);
      assert.equal((await read(at, id, 'weight')).lines[0]?.fieldValue, null);
      assert.equal((await read(at, id)).lines[0]?.fieldValue, null);
      const failure = await failureOf(at.odoo.fulfilment.readOrder(id, 'x_ysell_id'));
      assert.deepEqual([failure.type, /no field x_ysell_id/.test(failure.message)], ['InvalidInput', true]);
    });

    it('is null when it is gone', async () => {
      assert.equal(await at.odoo.fulfilment.readOrder(999_999, null), null);
    });

    it('is read in one call, whatever the number of orders', async () => {
      const product = await aProduct(at.simulated, { stock: 50 });
      const ids: number[] = [];
      for (let count = 0; count < 5; count += 1) ids.push(await aConfirmedSale(at.simulated, [{ product }]));
      const calls = await at.callsOf(() => Promise.all(ids.map((id) => read(at, id))));
      assert.deepEqual(calls, ['sale.order/web_read']);
    });

    it('is found among those confirmed since a time, of which quotations are none', async () => {
      const product = await aProduct(at.simulated);
      await aSale(at.simulated, [{ product }]);
      const before = new Date();
      const id = await aConfirmedSale(at.simulated, [{ product }]);
      const found = await at.odoo.fulfilment.readConfirmedSince(before);
      assert.deepEqual(
        found.map((order) => order.id),
        [id],
      );
      assert.deepEqual(await at.odoo.fulfilment.readConfirmedSince(new Date(Date.now() + 60_000)), []);
    });
  });
}
