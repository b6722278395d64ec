import type { AnOdoo } from '../an-odoo.ts';
import { array, object } from '../an-odoo.ts';
import { aDelivery, aLot, anOrder, aPartner, aProduct, setStock } from '../builders.ts';
import type { Call } from './recordings.ts';
import type { Scenario } from './scenario.ts';
import { idsAre } from './scenario.ts';

const confirmed = async (odoo: AnOdoo, quantity = 2): Promise<number> =>
  (await aDelivery(odoo, [{ product: await aProduct(odoo, { stock: 9 }), quantity }])).order;

/** A transfer of five of which two are picked. */
const aShortDelivery = async (odoo: AnOdoo): Promise<number> => {
  const { picking, moves } = await aDelivery(odoo, [{ product: await aProduct(odoo, { stock: 9 }), quantity: 5 }]);
  await odoo.call('stock.move', 'write', [moves, { quantity: 2, picked: true }]);
  return picking;
};

/** Puts this Odoo's products, places and lots into the values of a new transfer, wherever they are nested. */
const translate = async (odoo: AnOdoo, value: unknown, known: Map<string, number>): Promise<void> => {
  if (Array.isArray(value)) {
    for (const item of value) await translate(odoo, item, known);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const vals = object(value);
  const product = Number(vals['product_id'] ?? 0);
  const once = async (key: string, make: () => Promise<number>): Promise<number> => {
    const id = known.get(key) ?? (await make());
    known.set(key, id);
    return id;
  };
  if (product > 0)
    vals['product_id'] = await once(`product ${String(product)}`, () => aProduct(odoo, { tracking: 'lot' }));
  if ('lot_id' in vals)
    vals['lot_id'] = await once(`lot ${String(vals['lot_id'])}`, () =>
      aLot(
        odoo,
        Number(vals['product_id']),
        `draft-${String(vals['lot_id'])}-${String(known.size)}-${String(Math.floor(performance.now()))}`,
      ),
    );
  if ('partner_id' in vals) vals['partner_id'] = await aPartner(odoo);
  if ('location_id' in vals)
    Object.assign(vals, { location_id: odoo.seeded.stockLocation, location_dest_id: odoo.seeded.customerLocation });
  for (const nested of Object.values(vals)) if (typeof nested === 'object') await translate(odoo, nested, known);
};

const draft: Scenario = (odoo, call) => translate(odoo, call.args, new Map());

const validated = async (odoo: AnOdoo, call: Call): Promise<void> => {
  const { picking } = await aDelivery(odoo, [{ product: await aProduct(odoo, { stock: 9 }), quantity: 2 }]);
  await odoo.call('stock.picking', 'button_validate', [[picking]]);
  idsAre(call, picking);
};

/** The life of orders and transfers. */
export const orderScenarios: Readonly<Record<string, Scenario>> = {
  'so-create': async (odoo, call) => {
    const vals = object(call.args[0]);
    vals['partner_id'] = await aPartner(odoo);
    object(array(array(vals['order_line'])[0])[2])['product_id'] = await aProduct(odoo);
  },
  'so-confirm': async (odoo, call) =>
    idsAre(call, await anOrder(odoo, [{ product: await aProduct(odoo, { stock: 5 }), quantity: 5 }])),
  'so-confirm-twice': async (odoo, call) => idsAre(call, await confirmed(odoo)),
  'so-cancel': async (odoo, call) => idsAre(call, await confirmed(odoo)),
  'so-cancel-wizard': async (odoo, call) =>
    idsAre(call, Number(await odoo.call('sale.order.cancel', 'create', [{ order_id: await confirmed(odoo) }]))),
  'so-locked-write': async (odoo, call) => {
    const order = await confirmed(odoo);
    await odoo.call('sale.order', 'action_lock', [[order]]);
    const { order_line } = await odoo.one('sale.order', order, ['order_line']);
    idsAre(call, order);
    array(array(object(call.args[1])['order_line'])[0])[1] = array(order_line)[0];
  },
  'picking-draft-create': draft,
  'picking-draft-move-lines': draft,
  'picking-draft-moves-only': draft,
  'picking-validate-full': async (odoo, call) =>
    idsAre(call, (await aDelivery(odoo, [{ product: await aProduct(odoo, { stock: 9 }), quantity: 2 }])).picking),
  'picking-validate-again': validated,
  'picking-validate-nostock': async (odoo, call) =>
    idsAre(call, (await aDelivery(odoo, [{ product: await aProduct(odoo), quantity: 2 }])).picking),
  'picking-validate-partial': async (odoo, call) => idsAre(call, await aShortDelivery(odoo)),
  'picking-validate-skip-backorder': async (odoo, call) => idsAre(call, await aShortDelivery(odoo)),
  'backorder-wizard-process': async (odoo, call) => {
    const picking = await aShortDelivery(odoo);
    const action = object(await odoo.call('stock.picking', 'button_validate', [[picking]]));
    const context = object(action['context']);
    const lines = [[0, 0, { to_backorder: true, picking_id: picking }]];
    const wizard = await odoo.call(
      'stock.backorder.confirmation',
      'create',
      [{ pick_ids: context['default_pick_ids'], backorder_confirmation_line_ids: lines }],
      { context },
    );
    call.kwargs['context'] = context;
    idsAre(call, Number(wizard));
  },
  'move-write-lots': async (odoo, call) => {
    const product = await aProduct(odoo, { tracking: 'lot' });
    const lot = await aLot(odoo, product, `moved-${String(odoo.major)}`);
    await setStock(odoo, product, 6, lot);
    const { picking, moves } = await aDelivery(odoo, [{ product, quantity: 6 }]);
    const { move_line_ids } = await odoo.one('stock.move', Number(moves[0]), ['move_line_ids']);
    const commands = array(object(call.args[1])['move_line_ids']).map(array);
    idsAre(call, ...moves);
    for (const command of commands) {
      if (command[0] === 2) command[1] = array(move_line_ids)[0];
      else
        Object.assign(object(command[2]), {
          product_id: product,
          picking_id: picking,
          lot_id: lot,
          location_id: odoo.seeded.stockLocation,
          location_dest_id: odoo.seeded.customerLocation,
        });
    }
  },
};

/** Lists: something must be there to be listed. */
export const listScenarios: Readonly<Record<string, Scenario>> = Object.fromEntries(
  ['sr-lot', 'sr-move-line', 'sr-picking', 'sr-quant', 'sr-sale-order', 'sr-stock-location', 'sr-product'].map(
    (kind): [string, Scenario] => [
      kind,
      async (odoo) => {
        const { lotProduct } = odoo.seeded;
        await aDelivery(odoo, [{ product: lotProduct.id, quantity: 2 }]);
      },
    ],
  ),
);
