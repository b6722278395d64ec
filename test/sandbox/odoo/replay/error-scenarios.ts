import type { AnOdoo } from '../an-odoo.ts';
import { object } from '../an-odoo.ts';
import { aDelivery, aLot, aPartner, aProduct, anOrder, setStock } from '../builders.ts';
import { aManualField, modelId } from './record-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { idsAre } from './scenario.ts';

const none: Scenario = () => undefined;
const vals = (args: readonly unknown[]): Record<string, unknown> => object(args[0]);

const aConfirmedOrder = async (odoo: AnOdoo): Promise<number> => {
  const order = await anOrder(odoo, []);
  await odoo.call('sale.order', 'action_confirm', [[order]]);
  return order;
};

/** A unique index on an added field, made the way `reference` says: by a server action. */
const aUniqueField = async (odoo: AnOdoo): Promise<void> => {
  await aManualField(odoo);
  const code =
    "env.cr.execute('CREATE UNIQUE INDEX IF NOT EXISTS x_cartona_uq ON sale_order (x_cartona_id) WHERE x_cartona_id IS NOT NULL')";
  const action = { name: 'unique', model_id: await modelId(odoo, 'sale.order'), state: 'code', code };
  await odoo.call('ir.actions.server', 'run', [[await odoo.call('ir.actions.server', 'create', [action])]]);
};

/** Refusals of every kind. */
export const errorScenarios: Readonly<Record<string, Scenario>> = {
  'err-domain': none,
  'err-field': none,
  'err-method': none,
  'err-missing': none,
  'err-model': none,
  'err-private': none,
  'err-pool-full': (odoo, call) => {
    odoo.simulator.failNext('pool');
    idsAre(call, 1);
  },
  'err-serialization': (odoo) => odoo.simulator.failNext('serialization'),
  'err-validation-required': none,
  'err-unique': async (odoo) => {
    await odoo.call('res.users', 'create', [{ name: 'R', login: 'restricted' }]);
  },
  'err-unique-xid': async (odoo, call) => {
    await aUniqueField(odoo);
    await odoo.call('sale.order', 'create', [
      { partner_id: await aPartner(odoo), x_cartona_id: vals(call.args)['x_cartona_id'] },
    ]);
  },
  'err-usererror': async (odoo, call) => idsAre(call, await aConfirmedOrder(odoo)),
  'err-lot-duplicate': async (odoo, call) => {
    const product = await aProduct(odoo, { name: 'LOT-P', tracking: 'lot' });
    await aLot(odoo, product, 'L1');
    vals(call.args)['product_id'] = product;
  },
  'err-lot-required': async (odoo, call) => {
    const product = await aProduct(odoo, { name: 'LP2', tracking: 'lot' });
    await setStock(odoo, product, 5);
    idsAre(call, (await aDelivery(odoo, [{ product, quantity: 2 }])).picking);
  },
};
