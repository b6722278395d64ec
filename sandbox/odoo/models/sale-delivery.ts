import { addDays } from '../clock.ts';
import type { Env } from '../env.ts';
import { userError } from '../errors.ts';
import type { Row } from '../values.ts';
import { num, round, text } from '../values.ts';
import { refreshDeliveryStatus } from './delivery-status.ts';
import { deliveryRule, linkOfOrder } from './procurement.ts';
import { isService, isStorable } from './product-values.ts';
import { refreshPicking } from './picking-state.ts';
import { assignMove } from './reservation.ts';
import { demandOf } from './units.ts';

/** Asks the stock for what a confirmed order's lines still need: one outgoing picking, reserved at once. */
export const launchDelivery = (env: Env, orderId: number, lines: readonly Row[]): void => {
  const order = env.get('sale.order', orderId);
  const wanted = lines
    .filter(
      (line) => num(line, 'product_id') > 0 && !isService(env, env.get('product.product', num(line, 'product_id'))),
    )
    .map((line) => ({ line, quantity: round(demandOf(env, line) - promised(env, num(line, 'id')), 5) }))
    .filter(({ quantity }) => quantity > 0);
  if (wanted.length === 0) return;
  const warehouse = env.get('stock.warehouse', num(order, 'warehouse_id'));
  const type = env.get('stock.picking.type', num(warehouse, 'out_type_id'));
  refuseOwnCompany(
    env,
    order,
    wanted.map(({ line }) => line),
  );
  const link = linkOfOrder(env, order);
  const picking = openPicking(env, orderId, num(type, 'id')) || newPicking(env, order, type, link.picking);
  for (const { line, quantity } of wanted) {
    const product = env.get('product.product', num(line, 'product_id'));
    const move = env.create('stock.move', {
      ...(env.major < 19 && { name: env.displayName('product.product', product) }),
      picking_id: picking,
      product_id: num(product, 'id'),
      product_uom_qty: quantity,
      sale_line_id: num(line, 'id'),
      rule_id: deliveryRule(env),
      ...link.move,
      warehouse_id: num(warehouse, 'id'),
      state: 'confirmed',
      date_deadline: order['commitment_date'] ?? false,
    });
    assignMove(env, move);
  }
  refreshPicking(env, picking);
  refreshDeliveryStatus(env, orderId);
};

const promised = (env: Env, lineId: number): number =>
  env
    .lookup('stock.move', 'sale_line_id', lineId)
    .reduce((sum, move) => sum + (text(move, 'state') === 'cancel' ? 0 : num(move, 'product_uom_qty')), 0);

const openPicking = (env: Env, orderId: number, type: number): number =>
  num(
    env
      .lookup('stock.picking', 'sale_id', orderId)
      .find(
        (picking) => num(picking, 'picking_type_id') === type && !['done', 'cancel'].includes(text(picking, 'state')),
      ),
    'id',
  );

const newPicking = (env: Env, order: Row, type: Row, link: object): number => {
  const reference = text(order, 'client_order_ref');
  return env.create('stock.picking', {
    picking_type_id: num(type, 'id'),
    partner_id: order['partner_shipping_id'],
    // 18 alone puts the customer's reference behind the order's name.
    origin: env.major === 18 && reference !== '' ? `${text(order, 'name')} - ${reference}` : text(order, 'name'),
    sale_id: num(order, 'id'),
    scheduled_date: order['commitment_date'] || addDays(env.now, 0),
    move_type: text(order, 'picking_policy'),
    company_id: order['company_id'],
    user_id: false,
    ...link,
  });
};

/** An order of the company to itself would go to the transit location, for which no rule exists. */
const refuseOwnCompany = (env: Env, order: Row, lines: readonly Row[]): void => {
  const shipping = num(order, 'partner_shipping_id');
  if (env.lookup('res.company', 'partner_id', shipping).length === 0) return;
  const product = lines
    .map((line) => env.get('product.product', num(line, 'product_id')))
    .find((row) => isStorable(env, row));
  if (!product) return;
  const [transit] = env.search('stock.location', [['usage', '=', 'transit']], { limit: 1 });
  const place =
    transit === undefined ? 'Inter-company transit' : text(env.get('stock.location', transit), 'complete_name');
  throw userError(
    `No rule has been found to replenish "${env.displayName('product.product', product)}" in "${place}".\nVerify the routes configuration on the product.`,
  );
};
