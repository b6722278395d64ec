import type { Env } from '../env.ts';
import { OdooError } from '../errors.ts';
import type { Row, Vals } from '../values.ts';
import { num, round, text } from '../values.ts';
import { capturedOrders } from './pos-cash.ts';
import { isService } from './product-values.ts';
import { lotTracking } from './quants.ts';
import { validatePickings } from './validation.ts';

const linesOf = (env: Env, order: number): Row[] => env.lookup('pos.order.line', 'order_id', order);

/** The transfers of an order that is paid in real time: what goes out, and what comes back. */
export const deliverOrder = (env: Env, order: Row): void =>
  deliver(env, num(order, 'session_id'), linesOf(env, num(order, 'id')), {
    partner_id: order['partner_id'],
    origin: text(order, 'name'),
    pos_session_id: order['session_id'],
    pos_order_id: num(order, 'id'),
  });

/** One transfer for all that a session sold, and one for all that came back. */
export const deliverSession = (env: Env, session: Row): void => {
  const id = num(session, 'id');
  const lines = capturedOrders(env, id).flatMap((order) => linesOf(env, num(order, 'id')));
  deliver(env, id, lines, { origin: text(session, 'name'), pos_session_id: id });
};

const deliver = (env: Env, session: number, lines: readonly Row[], vals: Vals): void => {
  const config = env.get('pos.config', env.ref('pos.session', session, 'config_id'));
  const type = env.get('stock.picking.type', num(config, 'picking_type_id'));
  const [from, to] = [num(type, 'default_location_src_id'), num(type, 'default_location_dest_id')];
  const goods = lines.filter(
    (line) => num(line, 'qty') !== 0 && !isService(env, env.get('product.product', num(line, 'product_id'))),
  );
  const sold = goods.filter((line) => num(line, 'qty') > 0);
  const returned = goods.filter((line) => num(line, 'qty') < 0);
  const common = { ...vals, picking_type_id: num(type, 'id'), user_id: false };
  if (sold.length > 0) transfer(env, sold, { ...common, location_id: from, location_dest_id: to });
  if (returned.length > 0) transfer(env, returned, { ...common, location_id: to, location_dest_id: from });
};

/** A transfer is done at once; one that is refused, for want of a lot, stays open and troubles nobody. */
const transfer = (env: Env, lines: readonly Row[], vals: Vals): void => {
  const picking = env.create('stock.picking', vals);
  for (const [product, ofProduct] of byProduct(lines)) makeMove(env, picking, product, ofProduct);
  const { transaction } = env.session;
  const before = transaction.savepoint();
  try {
    validatePickings(env.with({ skip_backorder: true }), [picking]);
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    transaction.rollbackTo(before);
  }
};

const byProduct = (lines: readonly Row[]): Map<number, Row[]> => {
  const found = new Map<number, Row[]>();
  for (const line of lines) {
    const product = num(line, 'product_id');
    const known = found.get(product);
    if (known) known.push(line);
    else found.set(product, [line]);
  }
  return new Map([...found].sort(([a], [b]) => a - b));
};

const makeMove = (env: Env, picking: number, product: number, lines: readonly Row[]): void => {
  const quantity = round(
    lines.reduce((sum, line) => sum + Math.abs(num(line, 'qty')), 0),
    2,
  );
  const move = env.create('stock.move', {
    ...(env.major < 19 && { name: text(lines[0], 'name') }),
    picking_id: picking,
    product_id: product,
    product_uom_qty: quantity,
    origin: false,
    state: 'confirmed',
  });
  const add = (part: Vals): void => {
    env.create('stock.move.line', { move_id: move, picking_id: picking, picked: true, ...part });
  };
  const tracking = lotTracking(env, product);
  if (tracking === 'none') add({ quantity });
  else for (const line of lines) addLots(env, line, tracking, add);
};

/** Each lot takes the whole quantity of its line, a serial number takes one; what no lot is named for goes without. */
const addLots = (env: Env, line: Row, tracking: string, add: (part: Vals) => void): void => {
  const quantity = Math.abs(num(line, 'qty'));
  let named = 0;
  for (const lot of env.lookup('pos.pack.operation.lot', 'pos_order_line_id', num(line, 'id'))) {
    const lot_name = text(lot, 'lot_name');
    if (lot_name === '') continue;
    const part = tracking === 'serial' ? 1 : quantity;
    const known = env
      .lookup('stock.lot', 'name', lot_name)
      .find((other) => num(other, 'product_id') === num(line, 'product_id'));
    add({ quantity: part, lot_name, ...(known && { lot_id: num(known, 'id') }) });
    named += part;
  }
  if (quantity > named) add({ quantity: round(quantity - named, 2) });
};
