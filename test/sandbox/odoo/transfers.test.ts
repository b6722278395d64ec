import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import type { AnOdoo } from './an-odoo.ts';
import { array, object, onEachVersion, Refused } from './an-odoo.ts';
import { aDelivery, aLot, aProduct, setStock, stateOf } from './builders.ts';

const refused =
  (name: string, text: RegExp) =>
  (error: unknown): boolean =>
    error instanceof Refused && error.odooName === `odoo.exceptions.${name}` && text.test(error.message);

const validate = (odoo: AnOdoo, picking: number, context: object = {}): Promise<unknown> =>
  odoo.call('stock.picking', 'button_validate', [[picking]], { context });

/** Five ordered, two picked. */
const aShortDelivery = async (
  odoo: AnOdoo,
): Promise<{ order: number; picking: number; moves: number[]; product: number }> => {
  const product = await aProduct(odoo, { stock: 9 });
  const delivery = await aDelivery(odoo, [{ product, quantity: 5 }]);
  await odoo.call('stock.move', 'write', [delivery.moves, { quantity: 2, picked: true }]);
  return { ...delivery, product };
};

const setLots = (
  odoo: AnOdoo,
  picking: number,
  move: number | undefined,
  product: number,
  lines: readonly object[],
): Promise<unknown> => {
  const old = odoo.simulator.door.search('stock.move.line', [['move_id', '=', move]]).map((id) => [2, id, 0]);
  const place = {
    product_id: product,
    picking_id: picking,
    location_id: odoo.seeded.stockLocation,
    location_dest_id: odoo.seeded.customerLocation,
    picked: true,
  };
  return odoo.call('stock.move', 'write', [
    [move],
    { move_line_ids: [...old, ...lines.map((line) => [0, 0, { ...place, ...line }])] },
  ]);
};

describe('transfers', () => {
  onEachVersion((odoo, major) => {
    it('that are short open the backorder wizard and change nothing', async () => {
      const { picking } = await aShortDelivery(odoo());
      equal(object(await validate(odoo(), picking))['res_model'], 'stock.backorder.confirmation');
      equal(await stateOf(odoo(), 'stock.picking', picking), 'assigned');
    });

    it('make a backorder of the rest when the context says so', async () => {
      const { order, picking } = await aShortDelivery(odoo());
      equal(await validate(odoo(), picking, { skip_backorder: true, picking_ids_not_to_backorder: [] }), true);
      const { picking_ids, delivery_status, order_line } = await odoo().one('sale.order', order, [
        'picking_ids',
        'delivery_status',
        'order_line',
      ]);
      equal(delivery_status, 'partial');
      equal((await odoo().one('sale.order.line', Number(array(order_line)[0]), ['qty_delivered']))['qty_delivered'], 2);
      const rest = array(picking_ids)
        .map(Number)
        .find((id) => id !== picking);
      ok(rest);
      deepEqual((await odoo().one('stock.picking', rest, ['backorder_id', 'state']))['state'], 'assigned');
      equal(await validate(odoo(), rest), true);
      equal((await odoo().one('sale.order', order, ['delivery_status']))['delivery_status'], 'full');
    });

    it('drop the rest when the context says so', async () => {
      const { order, picking } = await aShortDelivery(odoo());
      equal(await validate(odoo(), picking, { skip_backorder: true, picking_ids_not_to_backorder: [picking] }), true);
      const { picking_ids, delivery_status } = await odoo().one('sale.order', order, [
        'picking_ids',
        'delivery_status',
      ]);
      deepEqual([picking_ids, delivery_status], [[picking], 'full']);
    });

    it('never drive stock below zero by themselves, only when a quantity is forced', async () => {
      const product = await aProduct(odoo());
      const { picking, moves } = await aDelivery(odoo(), [{ product, quantity: 2 }]);
      await rejects(
        validate(odoo(), picking),
        refused('UserError', major === 19 ? /Transfer trouble alert/ : /no quantities are reserved/),
      );
      await odoo().call('stock.move', 'write', [moves, { quantity: 2, picked: true }]);
      equal(await validate(odoo(), picking), true);
      equal((await odoo().one('product.product', product, ['qty_available']))['qty_available'], -2);
    });

    it('do not move twice when they are validated twice at once', async () => {
      const product = await aProduct(odoo(), { stock: 5 });
      const { picking } = await aDelivery(odoo(), [{ product, quantity: 2 }]);
      const both = await Promise.allSettled([validate(odoo(), picking), validate(odoo(), picking)]);
      equal(both.filter(({ status }) => status === 'rejected').length, major === 19 ? 0 : 1);
      equal((await odoo().one('product.product', product, ['qty_available']))['qty_available'], 3);
    });

    it('reserve what came in later when they are checked again', async () => {
      const product = await aProduct(odoo());
      const { picking } = await aDelivery(odoo(), [{ product, quantity: 2 }]);
      await setStock(odoo(), product, 5);
      equal(await odoo().call('stock.picking', 'action_assign', [[picking]]), true);
      equal(await stateOf(odoo(), 'stock.picking', picking), 'assigned');
      equal(await validate(odoo(), picking), true);
    });

    it('that are partly reserved are ready, and short', async () => {
      const { picking, moves } = await aDelivery(odoo(), [
        { product: await aProduct(odoo(), { stock: 1 }), quantity: 3 },
      ]);
      equal(await stateOf(odoo(), 'stock.picking', picking), 'assigned');
      equal(await stateOf(odoo(), 'stock.move', Number(moves[0])), 'partially_available');
      equal(object(await validate(odoo(), picking))['res_model'], 'stock.backorder.confirmation');
    });

    it('want the lots that their lines lack', async () => {
      const product = await aProduct(odoo(), { tracking: 'lot', name: 'Lotted' });
      const lot = await aLot(odoo(), product, 'T-1');
      await setStock(odoo(), product, 4);
      const { picking, moves } = await aDelivery(odoo(), [{ product, quantity: 2 }]);
      await rejects(validate(odoo(), picking), refused('UserError', /supply a Lot\/Serial number for products Lotted/));
      await setLots(odoo(), picking, moves[0], product, [{ lot_id: lot, quantity: 2 }]);
      equal(await validate(odoo(), picking), true);
    });

    it('do not deliver a serial number twice', async () => {
      const product = await aProduct(odoo(), { tracking: 'serial' });
      const serial = await aLot(odoo(), product, 'SN-1');
      await setStock(odoo(), product, 1, serial);
      const deliver = async (): Promise<unknown> => {
        const { picking, moves } = await aDelivery(odoo(), [{ product, quantity: 1 }]);
        await setLots(odoo(), picking, moves[0], product, [{ lot_id: serial, quantity: 1 }]);
        return validate(odoo(), picking);
      };
      equal(await deliver(), true);
      await rejects(deliver(), refused('ValidationError', /serial number has already been assigned/));
    });

    it('cannot be cancelled once done', async () => {
      const { picking } = await aDelivery(odoo(), [{ product: await aProduct(odoo(), { stock: 2 }) }]);
      await validate(odoo(), picking);
      await rejects(
        odoo().call('stock.picking', 'action_cancel', [[picking]]),
        refused('UserError', /cannot cancel a stock move/),
      );
    });

    it('stay drafts with moves alone and become ready with lines, which reserve at once', async () => {
      const product = await aProduct(odoo(), { stock: 9 });
      const { stockLocation: location_id, customerLocation: location_dest_id } = odoo().seeded;
      const place = { location_id, location_dest_id, product_id: product };
      const name = major < 19 ? { name: 'x' } : {};
      const [outgoing] = odoo().simulator.door.search('stock.picking.type', [['code', '=', 'outgoing']]);
      const made = async (lines: object) => {
        const id = Number(
          await odoo().call('stock.picking', 'create', [
            { picking_type_id: outgoing, location_id, location_dest_id, ...lines },
          ]),
        );
        return { id, state: await stateOf(odoo(), 'stock.picking', id) };
      };
      equal((await made({ move_ids: [[0, 0, { ...place, ...name, product_uom_qty: 2 }]] })).state, 'draft');
      const { id, state } = await made({ move_line_ids: [[0, 0, { ...place, quantity: 3 }]] });
      equal(state, 'assigned');
      const [move] = odoo().simulator.door.search('stock.move', [['picking_id', '=', id]]);
      deepEqual(await odoo().one('stock.move', Number(move), ['product_uom_qty', 'quantity', 'state']), {
        id: move,
        product_uom_qty: 0,
        quantity: 3,
        state: 'assigned',
      });
      equal((await odoo().one('product.product', product, ['free_qty']))['free_qty'], 6);
      await odoo()
        .call('stock.picking', 'unlink', [[id]])
        .catch(() => odoo().call('stock.picking', 'action_cancel', [[id]]));
      equal((await odoo().one('product.product', product, ['free_qty']))['free_qty'], 9);
    });

    it('count stock again by the two-step inventory, which empties the quant the second time on 19', async () => {
      const product = await aProduct(odoo());
      const quant = await setStock(odoo(), product, 5);
      await odoo().call('stock.quant', 'write', [[quant], { inventory_quantity: 8 }]);
      equal(await odoo().call('stock.quant', 'action_apply_inventory', [[quant]]), undefined);
      equal((await odoo().one('stock.quant', quant, ['quantity']))['quantity'], 8);
      await odoo().call('stock.quant', 'action_apply_inventory', [[quant]]);
      equal((await odoo().one('stock.quant', quant, ['quantity']))['quantity'], major === 19 ? 0 : 8);
    });

    it('ignore a count outside inventory mode', async () => {
      const quant = await setStock(odoo(), await aProduct(odoo()), 5);
      await odoo().call('stock.quant', 'write', [[quant], { inventory_quantity_auto_apply: 7 }]);
      equal((await odoo().one('stock.quant', quant, ['quantity']))['quantity'], 5);
    });
  });
});
