import type { Env } from '../env.ts';
import { userError } from '../errors.ts';
import type { Call } from '../registry.ts';
import type { Row, Vals } from '../values.ts';
import { list, num, round, text } from '../values.ts';
import { currentSession } from './pos-configs.ts';
import { refundedQuantity } from './pos-order-lines.ts';
import { computeTaxes } from './taxes.ts';

/** Makes a draft that takes back what is left of each order, and answers the action that shows the first. */
export function refund({ env, ids }: Call): unknown {
  const refunds = env.rows('pos.order', ids).map((order) => refundOne(env, order));
  return {
    name: 'Return Products',
    view_mode: 'form',
    res_model: 'pos.order',
    res_id: refunds[0],
    view_id: false,
    context: env.context,
    type: 'ir.actions.act_window',
    target: 'current',
  };
}

const refundOne = (env: Env, order: Row): number => {
  const config = env.get('pos.config', num(order, 'config_id'));
  const session = currentSession(env, config);
  if (!session)
    throw userError(
      `To return product(s), you need to open a session in the POS ${env.displayName('pos.config', config)}`,
    );
  const isNew = env.major > 17;
  const lines = env
    .lookup('pos.order.line', 'order_id', num(order, 'id'))
    .filter((line) => !isNew || refundedQuantity(env, line) < num(line, 'qty'))
    .map((line) => lineBack(env, line));
  const sum = (field: string): number =>
    round(
      lines.reduce((total, line) => total + Number(line[field]), 0),
      2,
    );
  const incl = sum('price_subtotal_incl');
  return env.create('pos.order', {
    name: `${text(order, 'name')} REFUND`,
    session_id: num(session, 'id'),
    partner_id: order['partner_id'],
    user_id: order['user_id'],
    pricelist_id: order['pricelist_id'],
    fiscal_position_id: order['fiscal_position_id'],
    ...(env.major < 19 && { pos_reference: order['pos_reference'] }),
    ...(env.major === 19 && { is_refund: true }),
    amount_total: isNew ? incl : -num(order, 'amount_total'),
    amount_tax: isNew ? round(incl - sum('price_subtotal'), 2) : -num(order, 'amount_tax'),
    amount_paid: 0,
    amount_return: 0,
    lines: lines.map((vals) => [0, 0, vals]),
  });
};

/** 17 turns the amounts of the line round, later versions work out what is left. */
const lineBack = (env: Env, line: Row): Vals => {
  const left = round(num(line, 'qty') - refundedQuantity(env, line), 2);
  const price = num(line, 'price_unit') * (1 - num(line, 'discount') / 100);
  const taxed = computeTaxes(env, list(line, 'tax_ids'), { price, quantity: -left });
  const amounts =
    env.major === 17
      ? { price_subtotal: -num(line, 'price_subtotal'), price_subtotal_incl: -num(line, 'price_subtotal_incl') }
      : { price_subtotal: taxed.excluded, price_subtotal_incl: taxed.included };
  const lots = env
    .lookup('pos.pack.operation.lot', 'pos_order_line_id', num(line, 'id'))
    .map((lot) => [0, 0, { lot_name: lot['lot_name'] }]);
  return {
    name: `${text(line, 'name')} REFUND`,
    product_id: num(line, 'product_id'),
    full_product_name: line['full_product_name'],
    qty: -left,
    price_unit: num(line, 'price_unit'),
    discount: num(line, 'discount'),
    tax_ids: [[6, 0, list(line, 'tax_ids')]],
    refunded_orderline_id: num(line, 'id'),
    pack_lot_ids: lots,
    ...amounts,
  };
};
