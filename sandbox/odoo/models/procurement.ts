import type { Env } from '../env.ts';
import * as f from '../fields.ts';
import type { Field } from '../fields.ts';
import type { Major, Model } from '../registry.ts';
import { defineModel } from '../registry.ts';
import type { Row } from '../values.ts';
import { list, num, text } from '../values.ts';
import { READ_FOR_ALL, STOCK } from './groups.ts';

/** What holds the transfers of an order together: a group on 17 and 18, references on 19; and the rules that make moves. */
export const procurementModels = (major: Major): Model[] => [
  defineModel({
    name: 'stock.rule',
    description: 'Stock Rule',
    access: READ_FOR_ALL,
    fields: {
      name: f.char('Name', { required: true }),
      action: f.selection('Action', { pull: 'Pull From', push: 'Push To' }, { required: true, default: 'pull' }),
    },
  }),
  major === 19
    ? defineModel({
        name: 'stock.reference',
        description: 'Reference between stock documents',
        access: STOCK,
        fields: {
          name: f.char('Reference', { required: true }),
          sale_ids: f.many2many('Sales', 'sale.order'),
        },
      })
    : defineModel({
        name: 'procurement.group',
        description: 'Procurement Group',
        access: STOCK,
        fields: {
          name: f.char('Reference', { required: true }),
          partner_id: f.many2one('Partner', 'res.partner'),
          sale_id: f.many2one('Sale Order', 'sale.order'),
        },
      }),
];

/** The field of a sale order that says what holds its transfers together. */
export const orderLinkFields = (major: Major): Record<string, Field> =>
  major === 19
    ? { stock_reference_ids: f.many2many('References', 'stock.reference') }
    : { procurement_group_id: f.many2one('Procurement Group', 'procurement.group') };

export const moveLinkFields = (major: Major): Record<string, Field> => ({
  rule_id: f.many2one('Stock Rule', 'stock.rule'),
  move_orig_ids: f.many2many('Original Move', 'stock.move'),
  move_dest_ids: f.many2many('Destination Moves', 'stock.move'),
  origin_returned_move_id: f.many2one('Origin return move', 'stock.move'),
  ...(major === 19
    ? { reference_ids: f.many2many('References', 'stock.reference') }
    : { group_id: f.many2one('Procurement Group', 'procurement.group') }),
});

export const pickingLinkFields = (major: Major): Record<string, Field> => ({
  return_id: f.many2one('Return of', 'stock.picking'),
  ...(major === 19
    ? { reference_ids: f.many2many('References', 'stock.reference', { compute: referencesOf }) }
    : { group_id: f.many2one('Procurement Group', 'procurement.group') }),
});

const referencesOf = (env: Env, picking: Row): number[] => [
  ...new Set(
    env.lookup('stock.move', 'picking_id', num(picking, 'id')).flatMap((move) => [...list(move, 'reference_ids')]),
  ),
];

/** The link of an order, made when its goods are asked for the first time: what its transfers and their moves carry. */
export const linkOfOrder = (env: Env, order: Row): { readonly picking: object; readonly move: object } => {
  const name = text(order, 'name');
  if (env.major === 19) {
    const known = list(order, 'stock_reference_ids');
    const ids =
      known.length > 0 ? known : [env.create('stock.reference', { name, sale_ids: [[6, 0, [num(order, 'id')]]] })];
    if (known.length === 0) env.patch('sale.order', num(order, 'id'), { stock_reference_ids: ids });
    return { picking: {}, move: { reference_ids: [[6, 0, ids]] } };
  }
  const group =
    num(order, 'procurement_group_id') ||
    env.create('procurement.group', { name, partner_id: order['partner_shipping_id'], sale_id: num(order, 'id') });
  env.patch('sale.order', num(order, 'id'), { procurement_group_id: group });
  return { picking: { group_id: group }, move: { group_id: group } };
};

/** The rule behind the moves of deliveries. */
export const deliveryRule = (env: Env): number =>
  env.search('stock.rule', [], { order: 'id', limit: 1 })[0] ??
  env.create('stock.rule', { name: 'WH: Stock → Customers' });
