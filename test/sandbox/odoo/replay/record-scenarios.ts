import { array, object } from '../an-odoo.ts';
import { aLot, aPartner, aProduct, anOrder } from '../builders.ts';
import type { AnOdoo } from '../an-odoo.ts';
import type { Scenario } from './scenario.ts';
import { idsAre } from './scenario.ts';

const vals = (args: readonly unknown[]): Record<string, unknown> => object(args[0]);
const rows = (args: readonly unknown[]): unknown[][] => array(args[1]).map(array);
const none: Scenario = () => undefined;

export const modelId = async (odoo: AnOdoo, model: string): Promise<number> =>
  Number(array(await odoo.call('ir.model', 'search', [[['model', '=', model]]]))[0]);

export const aManualField = async (odoo: AnOdoo, model = 'sale.order'): Promise<void> => {
  if (
    odoo.simulator.door.count('ir.model.fields', [
      ['model', '=', model],
      ['name', '=', 'x_cartona_id'],
    ]) > 0
  )
    return;
  await odoo.call('ir.model.fields', 'create', [
    {
      name: 'x_cartona_id',
      model_id: await modelId(odoo, model),
      ttype: 'char',
      field_description: 'x',
      state: 'manual',
    },
  ]);
};

const activity: Scenario = async (odoo, call) => {
  const order = await anOrder(odoo, []);
  Object.assign(vals(call.args), { res_model_id: await modelId(odoo, 'sale.order'), res_id: order });
};

/** Replies about single records: creation, reading, loading, chatter, settings. */
export const recordScenarios: Readonly<Record<string, Scenario>> = {
  'activity-create': activity,
  'activity-schedule': async (odoo, call) => idsAre(call, await anOrder(odoo, [])),
  'config-get': (odoo, call) =>
    odoo.call('ir.config_parameter', 'set_param', [call.args[0], '2026-11-20 00:00:00']).then(() => undefined),
  'config-set': none,
  'create-batch': none,
  'field-create': async (odoo, call) => {
    vals(call.args)['model_id'] = await modelId(odoo, 'res.partner');
  },
  'field-create-again': async (odoo, call) => {
    await aManualField(odoo);
    vals(call.args)['model_id'] = await modelId(odoo, 'sale.order');
  },
  'load-partner': none,
  'load-lost-race': (odoo) => odoo.simulator.failNext('lost-race'),
  'load-bad': none,
  'load-activity': async (odoo, call) => {
    const order = await anOrder(odoo, []);
    for (const row of rows(call.args)) row.splice(1, 2, await modelId(odoo, 'sale.order'), order);
  },
  'load-message': async (odoo, call) => {
    const order = await anOrder(odoo, []);
    for (const row of rows(call.args)) row[2] = order;
  },
  'load-sale-order': async (odoo, call) => {
    const partner = await aPartner(odoo);
    rows(call.args).forEach((row, at) => {
      if (at === 0) row[1] = String(partner);
      row[3] = String(odoo.seeded.products[at]?.id);
    });
  },
  'load-sale-order-lines-ext': async (odoo, call) => {
    const partner = await aPartner(odoo);
    rows(call.args).forEach((row, at) => {
      if (at === 0) row[1] = String(partner);
      row[4] = String(odoo.seeded.products[at]?.id);
    });
  },
  'load-picking': async (odoo, call) => {
    const product = await aProduct(odoo, { tracking: 'lot' });
    const lot = await aLot(odoo, product, `load-${String(odoo.major)}`);
    const { stockLocation, customerLocation } = odoo.seeded;
    rows(call.args).forEach((row, at) => {
      if (at === 0) row.splice(2, 2, stockLocation, customerLocation);
      row.splice(5, 2, product, row[6] === '' ? '' : lot);
      row.splice(9, 2, stockLocation, customerLocation);
    });
  },
  'message-post': async (odoo, call) => idsAre(call, await anOrder(odoo, [])),
  'none-result': async (odoo, call) => {
    const order = await anOrder(odoo, []);
    await odoo.call('sale.order', 'action_confirm', [[order]]);
    idsAre(call, order);
  },
  'pricelist-price': async (odoo, call) => {
    const product = await aProduct(odoo, { price: 10 });
    const pricelist = Number(await odoo.call('product.pricelist', 'create', [{ name: 'Twelve' }]));
    const rule = {
      pricelist_id: pricelist,
      applied_on: '0_product_variant',
      product_id: product,
      min_quantity: 10,
      compute_price: 'fixed',
      fixed_price: 6.5,
    };
    await odoo.call('product.pricelist.item', 'create', [rule]);
    object(call.kwargs['context'])['pricelist'] = pricelist;
    idsAre(call, product);
  },
  'product-stock-by-warehouse': async (odoo, call) =>
    idsAre(call, await aProduct(odoo, { stock: 7 }), await aProduct(odoo, { stock: 8 })),
  'quant-auto-apply': async (odoo, call) => {
    Object.assign(vals(call.args), { product_id: await aProduct(odoo), location_id: odoo.seeded.stockLocation });
  },
  'quant-apply-inventory': async (odoo, call) => {
    const { stockLocation } = odoo.seeded;
    const quant = { product_id: await aProduct(odoo), location_id: stockLocation, inventory_quantity: 5 };
    idsAre(call, Number(await odoo.call('stock.quant', 'create', [quant], { context: { inventory_mode: true } })));
  },
  'read-values': async (odoo, call) => {
    const category = await odoo.call('res.partner.category', 'create', [{ name: 'Retail' }]);
    const children = ['one', 'two'].map((name) => [0, 0, { name }]);
    idsAre(
      call,
      Number(
        await odoo.call('res.partner', 'create', [
          { name: 'Val', category_id: [[6, 0, [category]]], child_ids: children },
        ]),
      ),
    );
  },
};
