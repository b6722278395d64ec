import { z } from 'zod';
import { id } from '../connectors/odoo/values.ts';
import type { CheckBench } from './bench.ts';
import { must } from './must.ts';

export interface CheckPosLine {
  readonly product: number;
  readonly quantity?: number;
  readonly price?: number;
  readonly lot?: string;
  /** The line that is taken back. */
  readonly takesBack?: number;
  /** A tax in percent that is not in the price. */
  readonly tax?: { readonly id: number; readonly percent: number };
}

export interface CheckPosOrder {
  readonly name: string;
  readonly session: number;
  readonly lines: readonly CheckPosLine[];
  readonly payments: readonly { readonly method: number; readonly amount: number; readonly isChange?: boolean }[];
}

const columns = [
  'id',
  'session_id/.id',
  'company_id/.id',
  'pos_reference',
  'date_order',
  'amount_total',
  'amount_paid',
  'amount_tax',
  'amount_return',
  'lines/product_id/.id',
  'lines/full_product_name',
  'lines/qty',
  'lines/price_unit',
  'lines/price_subtotal',
  'lines/price_subtotal_incl',
  'lines/tax_ids/.id',
  'lines/pack_lot_ids/lot_name',
  'lines/refunded_orderline_id/.id',
  'payment_ids/payment_method_id/.id',
  'payment_ids/amount',
  'payment_ids/payment_date',
  'payment_ids/is_change',
];

const cents = (amount: number): number => Math.round(amount * 100) / 100;
const sum = (amounts: readonly number[]): number => cents(amounts.reduce((total, amount) => total + amount, 0));

const rowsOf = ({ externalId, tag }: CheckBench, order: CheckPosOrder, company: number): unknown[][] => {
  const now = new Date().toISOString().slice(0, 19).replace('T', ' ');
  const lines = order.lines.map(({ quantity = 1, price = 10, ...line }) => {
    const net = cents(quantity * price);
    return { ...line, quantity, price, net, gross: cents(net * (1 + (line.tax?.percent ?? 0) / 100)) };
  });
  const total = sum(lines.map(({ gross }) => gross));
  const paid = sum(order.payments.map(({ amount }) => amount));
  const head = [
    externalId(`pos_${order.name}`),
    order.session,
    company,
    referenceOf(tag, order.name),
    now,
    total,
    paid,
    cents(total - sum(lines.map(({ net }) => net))),
    0,
  ];
  return Array.from({ length: Math.max(lines.length, order.payments.length) }, (_, at) => {
    const [line, payment] = [lines[at], order.payments[at]];
    return [
      ...(at === 0 ? head : head.map(() => '')),
      ...(line
        ? [line.product, 'Conveyor check', line.quantity, line.price, line.net, line.gross]
        : Array<string>(6).fill('')),
      line?.tax === undefined ? '' : String(line.tax.id),
      line?.lot ?? '',
      line?.takesBack ?? '',
      ...(payment ? [payment.method, payment.amount, now, payment.isChange === true ? 'True' : ''] : ['', '', '', '']),
    ];
  });
};

/** A POS order of this run is found by this. */
export const referenceOf = (tag: string, name: string): string => `check ${tag} ${name}`;

export const posLoadAnswer = z.object({
  ids: z.union([z.array(id), z.literal(false)]),
  messages: z.array(z.object({ message: z.string(), record: z.number().optional() })),
});

/** One `load` of several POS orders with the create-once context, and what it answers. */
export const loadPosOrders = async (
  bench: CheckBench,
  ...orders: readonly CheckPosOrder[]
): Promise<z.infer<typeof posLoadAnswer>> => {
  const [config] = await bench.raw.result(
    {
      model: 'pos.config',
      method: 'read',
      ids: [(await bench.till()).config],
      params: { fields: ['company_id'], load: '' },
    },
    z.array(z.object({ company_id: id })),
  );
  const data = orders.flatMap((order) => rowsOf(bench, order, config?.company_id ?? 1));
  const params = { fields: columns, data };
  const context = { mode: 'update', noupdate: true, tz: 'UTC' };
  return bench.raw.result({ model: 'pos.order', method: 'load', params, context }, posLoadAnswer);
};

/** The same for one order that must be taken. */
export const loadPosOrder = async (bench: CheckBench, order: CheckPosOrder): Promise<number> => {
  const { ids, messages } = await loadPosOrders(bench, order);
  const [loaded] = ids === false ? [] : ids;
  must(loaded !== undefined, `the order was not loaded: ${messages.map((one) => one.message).join(' ')}`);
  return loaded;
};

/** A wizard that only looks whether an order is paid: its amount is 0 unless it is given. */
export const paymentWizard = async ({ raw, till }: CheckBench, amount = 0): Promise<number> => {
  const { config, card } = await till();
  const value = [{ amount, payment_method_id: card, config_id: config }];
  const made = await raw.result(
    { model: 'pos.make.payment', method: 'create', first: { name: 'vals_list', value } },
    z.array(id),
  );
  must(made[0] !== undefined, 'the wizard was not made');
  return made[0];
};

const action = z.object({ type: z.string() });

/** `check` of the wizard for an order: whether it says that the order is paid now. */
export const checkPayment = async ({ raw }: CheckBench, wizard: number, order: number): Promise<boolean> => {
  const context = { active_id: order, active_ids: [order], active_model: 'pos.order' };
  const { type } = await raw.result({ model: 'pos.make.payment', method: 'check', ids: [wizard], context }, action);
  return type === 'ir.actions.act_window_close';
};

const posOrder = z.object({
  id,
  name: z.string(),
  state: z.string(),
  pos_reference: z.union([z.string(), z.literal(false)]),
  amount_paid: z.number(),
  session_id: id,
  lines: z.array(id),
  payment_ids: z.array(id),
  picking_ids: z.array(id),
});

export const readPosOrder = async ({ raw }: CheckBench, order: number): Promise<z.infer<typeof posOrder>> => {
  const fields = Object.keys(posOrder.shape).filter((name) => name !== 'id');
  const rows = await raw.result(
    { model: 'pos.order', method: 'read', ids: [order], params: { fields, load: '' } },
    z.array(posOrder),
  );
  must(rows[0] !== undefined, `POS order ${order} is gone`);
  return rows[0];
};

/** An order for one consumable at 10, paid by card. */
export const aPosOrder = async (
  { till, records }: CheckBench,
  name: string,
  over: Partial<CheckPosOrder> = {},
): Promise<CheckPosOrder> => {
  const { card, openSession } = await till();
  return {
    name,
    session: over.session ?? (await openSession()),
    lines: [{ product: await records.product('consumable') }],
    payments: [{ method: card, amount: 10 }],
    ...over,
  };
};

export const aPaidPosOrder = async (
  bench: CheckBench,
  name: string,
  over: Partial<CheckPosOrder> = {},
): Promise<number> => {
  const order = await loadPosOrder(bench, await aPosOrder(bench, name, over));
  must(await checkPayment(bench, await paymentWizard(bench), order), 'the order did not become paid');
  return order;
};

/** Whether sessions move stock when an order is paid (true) or when they are closed. */
export const movesStockAtOnce = async ({ raw }: CheckBench, session: number): Promise<boolean> => {
  const [row] = await raw.result(
    { model: 'pos.session', method: 'read', ids: [session], params: { fields: ['update_stock_at_closing'] } },
    z.array(z.object({ update_stock_at_closing: z.boolean() })),
  );
  return row?.update_stock_at_closing === false;
};
