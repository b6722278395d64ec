import { z } from 'zod';
import type { CheckBench } from '../bench.ts';
import { must, mustEqual } from '../must.ts';
import type { Check } from '../check.ts';
import { setStock as setStockOf } from '../stock.ts';
import type { ProductKind } from '../test-records.ts';

/** The transfer of a confirmed order for so many of a product. */
const transferOf = async (
  bench: CheckBench,
  name: string,
  kind: ProductKind,
  quantity: string,
): Promise<{ readonly orderId: number; readonly pickingId: number }> => {
  const productId = await bench.records.product(kind);
  const lines = [{ productId, quantity, unitPrice: '1', description: `Conveyor check ${name}` }];
  const orderId = await bench.quotation(name, { lines });
  await bench.odoo.confirmSaleOrder(orderId);
  const order = await bench.odoo.readSaleOrder(orderId, { lines: false, pickings: true });
  const [picking] = order?.pickings ?? [];
  must(picking !== undefined, 'the order has no transfer');
  return { orderId, pickingId: picking.id };
};

const stateOf = async ({ raw }: CheckBench, pickingId: number): Promise<string | undefined> => {
  const [row] = await raw.result(
    { model: 'stock.picking', method: 'read', ids: [pickingId], params: { fields: ['state'] } },
    z.array(z.object({ state: z.string() })),
  );
  return row?.state;
};

const backordersOf = ({ raw }: CheckBench, pickingId: number): Promise<number> =>
  raw.result(
    { model: 'stock.picking', method: 'search_count', params: { domain: [['backorder_id', '=', pickingId]] } },
    z.number(),
  );

const setStock = async ({ raw, records }: CheckBench, kind: ProductKind, quantity: number): Promise<void> =>
  setStockOf(raw, await records.product(kind), quantity);

export const transferChecks: readonly Check[] = [
  {
    name: 'a transfer that can be done in full is validated, twice without complaint',
    run: async (bench) => {
      const { pickingId } = await transferOf(bench, 'validate', 'consumable', '4');
      mustEqual(await bench.odoo.validatePicking(pickingId), { done: true }, 'validation');
      mustEqual(await bench.odoo.validatePicking(pickingId), { done: true }, 'the repeat');
      mustEqual(await stateOf(bench, pickingId), 'done', 'state');
    },
  },
  {
    name: 'validating a done transfer is refused on 17 and 18 and true on 19',
    run: async (bench) => {
      const { pickingId } = await transferOf(bench, 'validate-again', 'consumable', '4');
      await bench.odoo.validatePicking(pickingId);
      const again = await bench.raw.ask({ model: 'stock.picking', method: 'button_validate', ids: [pickingId] });
      mustEqual(again.kind, bench.major === 19 ? 'result' : 'exception', 'answer');
    },
  },
  {
    name: 'a transfer without stock is not validated: no negative stock, no backorder',
    run: async (bench) => {
      const { orderId, pickingId } = await transferOf(bench, 'no-stock', 'storable', '5');
      const validation = await bench.odoo.validatePicking(pickingId);
      const [state, backorders] = [await stateOf(bench, pickingId), await backordersOf(bench, pickingId)];
      await bench.odoo.cancelSaleOrder(orderId);
      must(!validation.done && validation.reason.includes('0 of 5'), `it says ${JSON.stringify(validation)}`);
      mustEqual([state, backorders], ['confirmed', 0], 'state, backorders');
    },
  },
  {
    name: 'a transfer with part of its stock is not validated, where Odoo itself asks about a backorder',
    run: async (bench) => {
      await setStock(bench, 'storable', 2);
      const { orderId, pickingId } = await transferOf(bench, 'part-stock', 'storable', '5');
      const validation = await bench.odoo.validatePicking(pickingId);
      const asked = await bench.raw.ask({ model: 'stock.picking', method: 'button_validate', ids: [pickingId] });
      const [state, backorders] = [await stateOf(bench, pickingId), await backordersOf(bench, pickingId)];
      await bench.odoo.cancelSaleOrder(orderId);
      await setStock(bench, 'storable', 0);
      must(!validation.done && validation.reason.includes('2 of 5'), `it says ${JSON.stringify(validation)}`);
      must(asked.text.includes('stock.backorder.confirmation'), `button_validate answered ${asked.text.slice(0, 200)}`);
      mustEqual([state === 'done', backorders], [false, 0], 'done, backorders');
    },
  },
  {
    name: 'a transfer whose lots are missing is not validated',
    run: async (bench) => {
      await setStock(bench, 'tracked', 3);
      const { orderId, pickingId } = await transferOf(bench, 'no-lot', 'tracked', '3');
      const validation = await bench.odoo.validatePicking(pickingId);
      const state = await stateOf(bench, pickingId);
      await bench.odoo.cancelSaleOrder(orderId);
      await setStock(bench, 'tracked', 0);
      must(!validation.done, 'it was validated without a lot');
      mustEqual(state, 'assigned', 'state');
    },
  },
  {
    name: 'several transfers are validated in one call, and one without stock among them stays',
    run: async (bench) => {
      const many = [
        await transferOf(bench, 'many-a', 'consumable', '1'),
        await transferOf(bench, 'many-b', 'storable', '1'),
        await transferOf(bench, 'many-c', 'consumable', '1'),
      ];
      const before = bench.exchanges.length;
      const validations = await Promise.all(many.map(({ pickingId }) => bench.odoo.validatePicking(pickingId)));
      const calls = bench.exchanges.slice(before).filter((one) => one.path === 'stock.picking/button_validate');
      mustEqual(
        validations.map((one) => one.done),
        [true, false, true],
        'validations',
      );
      // One more where the company is first asked about text messages.
      must(calls.length <= 2, `${calls.length} calls`);
    },
  },
  {
    name: 'two validations at once move the goods once',
    run: async (bench) => {
      const { pickingId } = await transferOf(bench, 'validate-race', 'consumable', '4');
      const other = await bench.connect({});
      const both = await Promise.all([bench.odoo.validatePicking(pickingId), other.validatePicking(pickingId)]);
      await other.close();
      mustEqual(both, [{ done: true }, { done: true }], 'validations');
      const moves = await bench.raw.result(
        {
          model: 'stock.move',
          method: 'search_read',
          params: { domain: [['picking_id', '=', pickingId]], fields: ['quantity', 'state'] },
        },
        z.array(z.object({ quantity: z.number(), state: z.string() })),
      );
      mustEqual(
        moves.map((move) => [move.quantity, move.state]),
        [[4, 'done']],
        'moves',
      );
    },
  },
];
