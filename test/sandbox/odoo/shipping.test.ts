import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { array, createOnce, object, onEachVersion } from './an-odoo.ts';
import type { AnOdoo } from './an-odoo.ts';
import { aDelivery, aProduct, stateOf } from './builders.ts';

const readMany = async (odoo: AnOdoo, model: string, domain: unknown, fields: readonly string[]) =>
  array(await odoo.call(model, 'search_read', [domain, fields], { order: 'id', load: '' })).map(object);

describe('what shipping asks of the simulator', () => {
  onEachVersion((odoo, major) => {
    it('nests records as deep as the specification says', async () => {
      const product = await aProduct(odoo(), { name: 'Nested', stock: 2 });
      const { order, picking } = await aDelivery(odoo(), [{ product, quantity: 2 }]);
      const nested = { product_id: { fields: { name: {}, uom_id: {} } }, product_uom_qty: {} };
      const specification = {
        ...{ name: {}, partner_id: {}, user_id: { fields: {} }, client_order_ref: {} },
        ...{
          order_line: { fields: nested },
          picking_ids: { fields: { state: {}, backorder_id: { fields: { name: {} } } } },
        },
      };
      const [row, other] = array(
        await odoo().call('sale.order', 'web_read', [[order, 999_999]], { specification }),
      ).map(object);
      equal(other, undefined, 'missing records are left out');
      deepEqual(
        [typeof row?.['partner_id'], row?.['client_order_ref'], row?.['user_id']],
        ['number', false, { id: 2 }],
      );
      const [line] = array(row?.['order_line']).map(object);
      deepEqual([line?.['product_id'], line?.['product_uom_qty']], [{ id: product, name: 'Nested', uom_id: 1 }, 2]);
      deepEqual(row?.['picking_ids'], [{ id: picking, state: 'assigned', backorder_id: false }]);
      await rejects(
        odoo().call('sale.order', 'web_read', [[order]], { specification: { order_line: { fields: { x_no: {} } } } }),
        /Invalid field 'x_no'/,
      );
    });

    it('holds the transfers of an order together as its version does, and keeps the rule behind each move', async () => {
      const { order, picking, moves } = await aDelivery(odoo(), [{ product: await aProduct(odoo()) }]);
      const { name } = await odoo().one('sale.order', order, ['name']);
      const link = major === 19 ? 'stock_reference_ids' : 'procurement_group_id';
      const held = (await odoo().one('sale.order', order, [link]))[link];
      const field = major === 19 ? 'reference_ids' : 'group_id';
      for (const [model, id] of [
        ['stock.picking', picking],
        ['stock.move', moves[0] ?? 0],
      ] as const)
        deepEqual((await odoo().one(model, id, [field]))[field], held);
      const id = array(held)[0];
      equal(
        (await odoo().one(major === 19 ? 'stock.reference' : 'procurement.group', Number(id), ['name']))['name'],
        name,
      );
      equal(typeof array((await odoo().one('stock.move', moves[0] ?? 0, ['rule_id']))['rule_id'])[0], 'number');
    });

    it('asks the stock for the product’s own unit where a line has another', async () => {
      const product = await aProduct(odoo(), { stock: 100 });
      const [pack] = odoo().simulator.door.search('uom.uom', [['name', 'in', ['Dozens', 'Pack of 6']]]);
      const line = { product_id: product, product_uom_qty: 2, [major === 19 ? 'product_uom_id' : 'product_uom']: pack };
      const partner = await odoo().call('res.partner', 'create', [{ name: 'A shop' }]);
      const order = Number(
        await odoo().call('sale.order', 'create', [{ partner_id: partner, order_line: [[0, 0, line]] }]),
      );
      await odoo().call('sale.order', 'action_confirm', [[order]]);
      const [move] = await readMany(
        odoo(),
        'stock.move',
        [['sale_line_id.order_id', '=', order]],
        ['product_uom_qty', 'picking_id'],
      );
      equal(move?.['product_uom_qty'], major === 19 ? 12 : 24);
      await odoo().call('stock.picking', 'button_validate', [[Number(move['picking_id'])]]);
      const [sold] = await readMany(odoo(), 'sale.order.line', [['order_id', '=', order]], ['qty_delivered']);
      equal(sold?.['qty_delivered'], 2);
    });

    it('has pieces under serial numbers in ShemaxGlobal, which an order reserves from below the stock', async () => {
      const { serialProduct } = odoo().seeded;
      equal(serialProduct.stock, 20);
      const { moves } = await aDelivery(odoo(), [{ product: serialProduct.id, quantity: 2 }]);
      const lines = await readMany(odoo(), 'stock.move.line', [['move_id', 'in', moves]], ['lot_id', 'quantity']);
      deepEqual(
        lines.map((line) => [typeof line['lot_id'], line['quantity']]),
        [
          ['number', 1],
          ['number', 1],
        ],
      );
    });

    it('keeps lines without a quantity beside the real ones until the transfer is validated', async () => {
      const { serialProduct, warehouse } = odoo().seeded;
      const type = Number(array((await odoo().one('stock.warehouse', warehouse, ['out_type_id']))['out_type_id'])[0]);
      const [source] = odoo().simulator.door.search('stock.location', [['name', '=', 'ShemaxGlobal']]);
      const move = { product_id: serialProduct.id, product_uom_qty: 1, ...(major < 19 && { name: 'x' }) };
      const picking = Number(
        await odoo().call('stock.picking', 'create', [
          { picking_type_id: type, location_id: source, move_ids: [[0, 0, move]] },
        ]),
      );
      const { move_ids } = await odoo().one('stock.picking', picking, ['move_ids']);
      const [lot] = odoo().simulator.door.search('stock.lot', [['name', '=', 'SCALE-0020']]);
      const columns = ['id', 'picking_id/.id', 'move_id/.id', 'product_id/.id', 'lot_id/.id', 'quantity'];
      const row = [`test.zero_${picking}`, picking, array(move_ids)[0], serialProduct.id, lot, '0'];
      const load = () => odoo().call('stock.move.line', 'load', [columns, [row]], { context: createOnce });
      deepEqual(object(await load())['ids'], object(await load())['ids']);
      const quantities = async () =>
        (await readMany(odoo(), 'stock.move.line', [['picking_id', '=', picking]], ['quantity'])).map(
          (line) => line['quantity'],
        );
      deepEqual([await stateOf(odoo(), 'stock.picking', picking), await quantities()], ['draft', [0]]);
      await odoo().call('stock.picking', 'action_confirm', [[picking]]);
      deepEqual([await stateOf(odoo(), 'stock.picking', picking), await quantities()], ['assigned', [0, 1]]);
      await odoo().call('stock.picking', 'button_validate', [[picking]]);
      deepEqual([await stateOf(odoo(), 'stock.picking', picking), await quantities()], ['done', [1]]);
    });

    it('lets a person sell a product to a new customer, and see its serial numbers in the transfer', async () => {
      const { serialProduct } = odoo().seeded;
      const form = { name: 'Hand <Made>', phone: '0100', street: '1 Tahrir', city: 'Cairo' };
      const body = new URLSearchParams({ ...form, product: String(serialProduct.id), quantity: '1' });
      const post = (sent: URLSearchParams) =>
        fetch(`${odoo().url}/web/orders/new`, { method: 'POST', body: sent, redirect: 'manual' });
      equal((await post(body)).status, 303);
      const order = odoo().simulator.door.search('sale.order', []).at(-1);
      await fetch(`${odoo().url}/web/orders/${String(order)}/confirm`, { method: 'POST', redirect: 'manual' });
      const [picking] = odoo().simulator.door.search('stock.picking', [['sale_id', '=', order]]);
      match(await (await fetch(`${odoo().url}/web/orders`)).text(), /<select name="product">.*Hand &lt;Made&gt;/s);
      match(await (await fetch(`${odoo().url}/web/pickings/${String(picking)}`)).text(), /SCALE-00\d\d/);
      const refused = await post(new URLSearchParams({ product: 'x', quantity: '0' }));
      equal(refused.status, 422);
      match(await refused.text(), /Choose a product/);
    });
  });
});
