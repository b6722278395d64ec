import assert from 'node:assert/strict';
import type { NewTransfer } from '../../../../src/domain/fulfilment/odoo-fulfilment.ts';
import { array, majors, object } from '../../../sandbox/odoo/an-odoo.ts';
import { aLot, aProduct } from '../../../sandbox/odoo/builders.ts';
import { failureOf } from '../fake-odoo.ts';
import { connectToSimulated, connectToSimulatedAgain } from '../simulated.ts';
import type { Simulated } from '../simulated.ts';
import { aConfirmedSale, read } from './a-sale.ts';

/** An order of two scales and three cups that was delivered, as it comes back. */
const aDelivered = async (at: Simulated): Promise<NewTransfer> => {
  const { seeded } = at.simulated;
  const cup = await aProduct(at.simulated, { name: 'Cup' });
  const source = await at.odoo.fulfilment.findLocation('ShemaxGlobal', 1);
  await at.simulated.call(
    'stock.quant',
    'create',
    [{ product_id: cup, location_id: source.id, inventory_quantity_auto_apply: 9 }],
    { context: { inventory_mode: true } },
  );
  const id = await aConfirmedSale(at.simulated, [
    { product: seeded.serialProduct.id, quantity: 2 },
    { product: cup, quantity: 3 },
  ]);
  const order = await read(at, id);
  return {
    saleOrderId: id,
    origin: order.name,
    sourceLocationId: source.id,
    note: 'Delivered by Ysell\nScale: <SN>',
    lines: order.lines.map((line) => ({
      saleLineId: line.id,
      productId: line.productId,
      quantity: line.quantity,
      lots: line.lots,
    })),
  };
};

const key = (name: string): string => `conveyor.ysell_transfer_${name}`;

for (const major of majors) {
  describe(`the transfer of a delivered order in Odoo ${major}`, () => {
    let at: Simulated;
    beforeEach(async () => {
      at = await connectToSimulated(major);
    });
    afterEach(() => at.close());

    const pickings = (orderId: number): Promise<unknown> =>
      at.simulated.call('stock.picking', 'search', [[['sale_id', '=', orderId]]]);
    const linesOf = async (pickingId: number): Promise<readonly Record<string, unknown>[]> =>
      array(
        await at.simulated.call('stock.move.line', 'search_read', [
          [['picking_id', '=', pickingId]],
          ['lot_id', 'quantity', 'move_id'],
        ]),
      ).map(object);
    const reserved = async (lots: readonly string[]): Promise<readonly unknown[]> =>
      array(
        await at.simulated.call('stock.quant', 'search_read', [[['lot_id.name', 'in', lots]], ['reserved_quantity']]),
      ).map((quant) => object(quant)['reserved_quantity']);

    it('is a draft from the source to the customer, linked to the order and its lines', async () => {
      const transfer = await aDelivered(at);
      const { id, name } = await at.odoo.fulfilment.createTransferOnce(key('a'), transfer);
      const fields = [
        'name',
        'state',
        'origin',
        'location_id',
        'location_dest_id',
        'sale_id',
        'note',
        'user_id',
        'move_ids',
      ];
      const made = await at.simulated.one('stock.picking', id, fields);
      assert.deepEqual([made['name'], made['state'], made['origin']], [name, 'draft', transfer.origin]);
      assert.deepEqual(
        [array(made['location_id'])[0], array(made['location_dest_id'])[0], array(made['sale_id'])[0]],
        [transfer.sourceLocationId, at.simulated.seeded.customerLocation, transfer.saleOrderId],
      );

      const moves = array(
        await at.simulated.call('stock.move', 'read', [
          made['move_ids'],
          ['product_id', 'product_uom_qty', 'sale_line_id', 'state', 'quantity'],
        ]),
      ).map(object);
      assert.deepEqual(
        moves.map((move) => [move['product_uom_qty'], array(move['sale_line_id'])[0], move['state'], move['quantity']]),
        [
          [2, transfer.lines[0]?.saleLineId, 'draft', 0],
          [3, transfer.lines[1]?.saleLineId, 'draft', 0],
        ],
      );
    });

    it('shows its lots and reserves nothing', async () => {
      const transfer = await aDelivered(at);
      const lots = transfer.lines[0]?.lots.map((lot) => lot.name) ?? [];
      const before = await reserved(lots);
      const { id } = await at.odoo.fulfilment.createTransferOnce(key('a'), transfer);
      const shown = await linesOf(id);
      assert.deepEqual(
        shown.map((line) => [array(line['lot_id'])[1], line['quantity']]),
        lots.map((lot) => [lot, 0]),
      );
      assert.deepEqual(await reserved(lots), before);
      assert.deepEqual((await at.simulated.one('stock.picking', id, ['state']))['state'], 'draft');
    });

    it('leaves out lots that Odoo does not know of the product', async () => {
      const transfer = await aDelivered(at);
      await aLot(at.simulated, await aProduct(at.simulated, { tracking: 'lot' }), 'OTHER');
      const [first, second] = transfer.lines;
      assert.ok(first && second);
      const lots = [
        { name: 'OTHER', quantity: '1' },
        { name: 'NEVER SEEN', quantity: '1' },
      ];
      const strange = { ...transfer, lines: [{ ...first, lots }, second] };
      const { id } = await at.odoo.fulfilment.createTransferOnce(key('a'), strange);
      assert.deepEqual(await linesOf(id), []);
    });

    it('is made once, by whomever and however often it is asked for', async () => {
      const transfer = await aDelivered(at);
      const other = await connectToSimulatedAgain(at);
      const made = await Promise.all([
        at.odoo.fulfilment.createTransferOnce(key('a'), transfer),
        other.odoo.fulfilment.createTransferOnce(key('a'), transfer),
      ]);
      made.push(await at.odoo.fulfilment.createTransferOnce(key('a'), transfer));
      await other.odoo.close();
      const [first] = made;
      assert.ok(first);
      assert.deepEqual(made, [first, first, first]);
      assert.equal(
        array(await pickings(transfer.saleOrderId)).length,
        2,
        'with the delivery that the order has anyway',
      );
      assert.equal((await linesOf(first.id)).length, 2);
    });

    it('gets its lots when an earlier attempt ended before it had them', async () => {
      const transfer = await aDelivered(at);
      const bare = { ...transfer, lines: transfer.lines.map((line) => ({ ...line, lots: [] })) };
      const { id } = await at.odoo.fulfilment.createTransferOnce(key('a'), bare);
      assert.deepEqual(await linesOf(id), []);
      await at.odoo.fulfilment.createTransferOnce(key('a'), transfer);
      assert.equal((await linesOf(id)).length, 2);
    });

    it('is left as people made it meanwhile', async () => {
      const transfer = await aDelivered(at);
      const bare = { ...transfer, lines: transfer.lines.map((line) => ({ ...line, lots: [] })) };
      const { id } = await at.odoo.fulfilment.createTransferOnce(key('a'), bare);
      await at.simulated.call('stock.picking', 'action_cancel', [[id]]);
      assert.equal((await at.odoo.fulfilment.createTransferOnce(key('a'), transfer)).id, id);
      assert.deepEqual(await linesOf(id), []);
    });

    it('can be confirmed and validated by hand, and the order is delivered then', async () => {
      const transfer = await aDelivered(at);
      const [delivery] = array(await pickings(transfer.saleOrderId));
      await at.simulated.call('stock.picking', 'action_cancel', [[delivery]]);
      const { id } = await at.odoo.fulfilment.createTransferOnce(key('a'), transfer);
      await at.simulated.call('stock.picking', 'action_confirm', [[id]]);
      assert.equal(await at.simulated.call('stock.picking', 'button_validate', [[id]]), true);
      const lines = array(
        await at.simulated.call('sale.order.line', 'search_read', [
          [['order_id', '=', transfer.saleOrderId]],
          ['qty_delivered'],
        ]),
      ).map((line) => object(line)['qty_delivered']);
      assert.deepEqual(lines, [2, 3]);
    });

    it('is no transfer of the order when that is read again', async () => {
      const transfer = await aDelivered(at);
      const before = await read(at, transfer.saleOrderId);
      await at.odoo.fulfilment.createTransferOnce(key('a'), transfer);
      const after = await read(at, transfer.saleOrderId);
      assert.deepEqual([after.transfers, after.lines], [before.transfers, before.lines]);
    });

    it('hangs on the order alone where a line is gone or of another product', async () => {
      const transfer = await aDelivered(at);
      const [first, second] = transfer.lines;
      assert.ok(first && second);
      const mixed = { ...transfer, lines: [first, { ...second, saleLineId: first.saleLineId }] };
      const { id } = await at.odoo.fulfilment.createTransferOnce(key('a'), mixed);
      const moves = array(
        await at.simulated.call('stock.move', 'search_read', [[['picking_id', '=', id]], ['sale_line_id']]),
      ).map((move) => object(move)['sale_line_id']);
      assert.deepEqual([array(moves[0])[0], moves[1]], [first.saleLineId, false]);
      const made = await at.simulated.one('stock.picking', id, ['sale_id']);
      assert.equal(array(made['sale_id'])[0], transfer.saleOrderId);
    });

    it('is refused by itself when its order is gone, and the others of its group are made', async () => {
      const transfer = await aDelivered(at);
      const [made, failure] = await Promise.all([
        at.odoo.fulfilment.createTransferOnce(key('a'), transfer),
        failureOf(at.odoo.fulfilment.createTransferOnce(key('b'), { ...transfer, saleOrderId: 999_999 })),
      ]);
      assert.ok(made.id > 0);
      assert.deepEqual([failure.type, /is gone from Odoo/.test(failure.message)], ['NotFound', true]);
    });

    it('is made in seven calls, whatever the number of transfers', async () => {
      const transfers = [await aDelivered(at), await aDelivered(at), await aDelivered(at)];
      const calls = await at.callsOf(() =>
        Promise.all(transfers.map((transfer) => at.odoo.fulfilment.createTransferOnce(key(transfer.origin), transfer))),
      );
      assert.deepEqual(calls, [
        'sale.order/web_read',
        'product.product/read',
        'res.partner/read',
        'stock.picking/load',
        'stock.picking/web_read',
        'stock.lot/search_read',
        'stock.move.line/load',
      ]);
    });
  });
}
