import type { Env } from '../env.ts';
import { keyError, OdooError, userError, validationError } from '../errors.ts';
import { readRecords } from '../orm/read.ts';
import type { Call } from '../registry.ts';
import type { Row, Vals } from '../values.ts';
import { asText, isList, isRecord, list, num, round, text } from '../values.ts';
import { paymentsOf } from './pos-cash.ts';
import { cashMethod, methodsOf, sessionsOf } from './pos-configs.ts';
import { processOrder, refreshPaid } from './pos-paying.ts';

const orderList = (value: unknown): Vals[] => (isList(value) ? value.filter(isRecord) : []);

/** The values inside `[[0, 0, {…}], …]`. */
const created = (value: unknown): Vals[] =>
  isList(value) ? value.flatMap((command) => (isList(command) && isRecord(command[2]) ? [command[2]] : [])) : [];

const amount = (vals: Vals, name: string): number => Number(vals[name] ?? 0);

const refuseUnknownProducts = (env: Env, lines: readonly Vals[]): void => {
  if (lines.every((line) => env.find('product.product', Number(line['product_id'] || 0)))) return;
  if (env.major === 17)
    throw new OdooError(
      'psycopg2.errors.InFailedSqlTransaction',
      'current transaction is aborted, commands ignored until end of transaction block\n',
    );
  const label = env.model('pos.order.line').description;
  throw validationError(
    env.major === 19
      ? `The operation cannot be completed: Another model is using the record you are trying to delete.\n\nThe troublemaker is: '${label}' (pos.order.line)\nThanks to the following constraint: 'Product' (product_id)\nHow about archiving the record instead?`
      : `The operation cannot be completed: another model requires the record being deleted. If possible, archive it instead.\n\nModel: ${label} (pos.order.line)\nConstraint: pos_order_line_product_id_fkey\n`,
  );
};

const isClosed = (session: Row | undefined): boolean => ['closed', 'closing_control'].includes(text(session, 'state'));

/** What the till gave back is a payment of its own. */
const giveChange = (env: Env, id: number, back: number): void => {
  if (round(back, 2) === 0) return;
  const config = env.get('pos.config', env.ref('pos.order', id, 'config_id'));
  const method = cashMethod(env, config);
  if (!method) throw userError('No cash statement found for this session. Unable to record returned cash.');
  env.create('pos.payment', {
    name: 'return',
    pos_order_id: id,
    amount: back,
    payment_method_id: num(method, 'id'),
    is_change: true,
  });
};

const NEEDED_17 = [
  'name',
  'amount_paid',
  'amount_total',
  'amount_tax',
  'amount_return',
  'lines',
  'statement_ids',
  'pos_session_id',
  'partner_id',
  'user_id',
  'sequence_number',
  'date_order',
  'fiscal_position_id',
];

/** 17: the till hands in its orders; those that are known, by name, payments and lines, are passed over in silence. */
export function createFromUi({ env, args }: Call): unknown {
  const ids: number[] = [];
  for (const order of orderList(args['orders'])) {
    const data = isRecord(order['data']) ? order['data'] : {};
    const missing = NEEDED_17.find((name) => !(name in data));
    if (missing !== undefined) throw keyError(missing);
    const known = env.lookup('pos.order', 'pos_reference', asText(data['name']));
    if (known.some((row) => isSame(env, data, row))) continue;
    ids.push(takeFromTill(env, data, args['draft'] === true));
  }
  return readRecords(env, 'pos.order', ids, ['id', 'pos_reference', 'account_move'], false);
}

const isSame = (env: Env, data: Vals, order: Row): boolean => {
  const payments = paymentsOf(env, order);
  const arePaid = created(data['statement_ids']).every((wanted) =>
    payments.some(
      (payment) =>
        num(payment, 'payment_method_id') === wanted['payment_method_id'] &&
        round(num(payment, 'amount') - amount(wanted, 'amount'), 2) === 0,
    ),
  );
  const key = (product: unknown, price: unknown): string => `${String(product)} ${String(price)}`;
  const wanted = created(data['lines']).map((line) => key(line['product_id'], line['price_unit']));
  const found = env
    .lookup('pos.order.line', 'order_id', num(order, 'id'))
    .map((line) => key(num(line, 'product_id'), num(line, 'price_unit')));
  return arePaid && wanted.sort().join('|') === found.sort().join('|');
};

const takeFromTill = (env: Env, data: Vals, isDraft: boolean): number => {
  const lines = created(data['lines']);
  refuseUnknownProducts(env, lines);
  const session = env.get('pos.session', Number(data['pos_session_id']));
  const id = env.create('pos.order', {
    session_id: isClosed(session) ? rescueSession(env, session) : num(session, 'id'),
    pos_reference: data['name'],
    date_order: moment(data['date_order']),
    lines: lines.map((line) => [0, 0, known(env, 'pos.order.line', line)]),
    ...Object.fromEntries(
      [
        'user_id',
        'partner_id',
        'sequence_number',
        'fiscal_position_id',
        'amount_paid',
        'amount_total',
        'amount_tax',
        'amount_return',
      ].map((name) => [name, data[name]]),
    ),
    pricelist_id: data['pricelist_id'] ?? false,
  });
  for (const { name, ...payment } of created(data['statement_ids']))
    env.create('pos.payment', { ...known(env, 'pos.payment', payment), payment_date: moment(name), pos_order_id: id });
  refreshPaid(env, id);
  if (!isDraft) giveChange(env, id, -amount(data, 'amount_return'));
  refreshPaid(env, id);
  if (!isDraft) processOrder(env, id);
  return id;
};

/** Only what is a field goes into the record: tills send more. */
const known = (env: Env, model: string, vals: Vals): Vals =>
  Object.fromEntries(Object.entries(vals).filter(([name]) => name !== 'id' && env.model(model).fields.has(name)));

const moment = (value: unknown): string => asText(value).replace('T', ' ').slice(0, 19);

/** 17 opens a session of its own for orders that come too late. */
const rescueSession = (env: Env, closed: Row): number => {
  const config = env.get('pos.config', num(closed, 'config_id'));
  const open = sessionsOf(env, config).find((session) => session['rescue'] === true && !isClosed(session));
  return (
    num(open, 'id') ||
    env.create('pos.session', {
      config_id: num(config, 'id'),
      name: `(RESCUE FOR ${text(closed, 'name')})`,
      rescue: true,
    })
  );
};

/** 18 and 19: an order whose uuid is known is answered as it is. */
export function syncFromUi({ env, args }: Call): unknown {
  const ids: number[] = [];
  for (const order of orderList(args['orders'])) {
    const originals = refundedOrders(env, order);
    if (originals.length > 1) throw validationError('You can only refund products from the same order.');
    if (env.major === 19) ids.push(...originals);
    const [same] = env.lookup('pos.order', 'uuid', asText(order['uuid']));
    ids.push(same ? num(same, 'id') : takeSynced(env, order));
  }
  return posData(env, ids);
}

const refundedOrders = (env: Env, order: Vals): number[] => {
  const found = created(order['lines'])
    .map((line) => num(env.find('pos.order.line', Number(line['refunded_orderline_id'] || 0)), 'order_id'))
    .filter((id) => id > 0);
  return [...new Set(found)];
};

const takeSynced = (env: Env, order: Vals): number => {
  const lines = created(order['lines']);
  const session = env.get('pos.session', Number(order['session_id']));
  if (env.major === 18 && isClosed(session) && !('name' in order)) throw keyError('name');
  const session_id = num(isClosed(session) ? openSession(env, session) : session, 'id');
  refuseUnknownProducts(env, lines);
  const isDraft = order['state'] === 'draft';
  const { name, lines: _lines, payment_ids, date_order, ...rest } = order;
  const id = env.create('pos.order', {
    ...known(env, 'pos.order', rest),
    // 18 takes the till's name of the order for its receipt number.
    ...(env.major === 18 && { pos_reference: name ?? false }),
    session_id,
    date_order: moment(date_order),
    lines: lines.map((line) => [0, 0, known(env, 'pos.order.line', line)]),
    payment_ids: created(payment_ids).map((payment) => [0, 0, known(env, 'pos.payment', payment)]),
  });
  refreshPaid(env, id);
  if (!isDraft) giveChange(env, id, (env.major === 19 ? 1 : -1) * amount(order, 'amount_return'));
  refreshPaid(env, id);
  if (!isDraft) processOrder(env, id);
  return id;
};

const openSession = (env: Env, closed: Row): Row => {
  const config = env.get('pos.config', num(closed, 'config_id'));
  const open = sessionsOf(env, config).find((session) => !isClosed(session));
  if (open && methodsOf(env, config).length > 0) return open;
  throw userError('No open session available. Please open a new session to capture the order.');
};

const ORDER = [
  'name',
  'amount_total',
  'amount_paid',
  'lines',
  'partner_id',
  'session_id',
  'state',
  'picking_ids',
  'pos_reference',
  'payment_ids',
  'uuid',
  'write_date',
];
const PAYMENT = [
  'name',
  'pos_order_id',
  'amount',
  'payment_method_id',
  'partner_id',
  'session_id',
  'uuid',
  'write_date',
];
const LINE = ['qty', 'price_unit', 'uuid', 'price_subtotal', 'price_subtotal_incl', 'order_id', 'product_id'];

/** The orders as the till keeps them, the main columns. */
const posData = (env: Env, ids: readonly number[]): Record<string, unknown> => {
  const orders = readRecords(env, 'pos.order', ids, ORDER, false);
  const all = (name: string): number[] => orders.flatMap((order) => list(order as Row, name));
  const lines = readRecords(
    env,
    'pos.order.line',
    all('lines'),
    [...LINE, ...(env.major === 19 ? ['write_date'] : [])],
    false,
  );
  return {
    'pos.order': orders,
    'pos.session': [],
    'pos.payment': readRecords(env, 'pos.payment', all('payment_ids'), PAYMENT, false),
    'pos.order.line': lines,
    'pos.pack.operation.lot': [],
    'product.attribute.custom.value': [],
    ...(env.major === 19 && { 'account.move': [] }),
  };
};
