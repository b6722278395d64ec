import type { AnOdoo } from './an-odoo.ts';
import { array, createOnce, object } from './an-odoo.ts';

/** A till of its own, with a drawer nobody else has. */
export interface Till {
  readonly config: number;
  readonly cash: number;
  readonly card: number;
  /** Customer Account: asks who the customer is. */
  readonly account: number;
}

let made = 0;

export const aTill = async (odoo: AnOdoo, name = 'Till'): Promise<Till> => {
  made += 1;
  const create = async (model: string, vals: object): Promise<number> =>
    Number(await odoo.call(model, 'create', [vals]));
  const drawer = await create('account.journal', { name: 'Drawer', type: 'cash', code: `D${String(made)}` });
  const bank = array(await odoo.call('account.journal', 'search', [[['type', '=', 'bank']]]))[0];
  const cash = await create('pos.payment.method', { name: 'Cash', journal_id: drawer });
  const card = await create('pos.payment.method', { name: 'Card', journal_id: bank });
  const account = await create('pos.payment.method', { name: 'Customer Account', split_transactions: true });
  const config = await create('pos.config', {
    name: `${name} ${String(made)}`,
    payment_method_ids: [[6, 0, [cash, card, account]]],
  });
  return { config, cash, card, account };
};

/** Opens a session that is still to be counted. */
export const startSession = async (odoo: AnOdoo, { config }: Till): Promise<number> => {
  await odoo.call('pos.config', 'open_ui', [[config]]);
  return Number(array((await odoo.one('pos.config', config, ['current_session_id']))['current_session_id'])[0]);
};

export const openSession = async (odoo: AnOdoo, till: Till, cash = 0): Promise<number> => {
  const session = await startSession(odoo, till);
  await odoo.call('pos.session', odoo.major === 17 ? 'set_cashbox_pos' : 'set_opening_control', [[session], cash, '']);
  return session;
};

export const closeSession = async (odoo: AnOdoo, session: number): Promise<Record<string, unknown>> =>
  object(await odoo.call('pos.session', 'close_session_from_ui', [[session]]));

export interface PosLine {
  readonly product: number;
  readonly quantity?: number;
  /** Without taxes; 10 if it is not said. */
  readonly price?: number;
  readonly tax?: number;
  readonly rate?: number;
  readonly lot?: string;
  /** The line that is taken back. */
  readonly takesBack?: number;
}

export interface PosPayment {
  readonly method: number;
  readonly amount: number;
  readonly isChange?: boolean;
}

export interface PosOrder {
  readonly key: string;
  readonly session: number;
  readonly lines: readonly PosLine[];
  readonly payments: readonly PosPayment[];
  readonly partner?: number;
}

export const posColumns = [
  'id',
  'session_id/.id',
  'company_id/.id',
  'pos_reference',
  'date_order',
  'partner_id/.id',
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

const when = '2026-11-20 21:26:09';
const cents = (value: number): number => Math.round(value * 100) / 100;
const sum = (values: readonly number[]): number => cents(values.reduce((total, value) => total + value, 0));

/** The rows of one order: lines and payments side by side, the order itself in the first row. */
export const posRows = ({ key, session, lines, payments, partner }: PosOrder): unknown[][] => {
  const priced = lines.map(({ quantity = 1, price = 10, rate = 0, ...line }) => {
    const net = cents(quantity * price);
    return { ...line, quantity, price, net, gross: cents(net * (1 + rate / 100)) };
  });
  const total = sum(priced.map(({ gross }) => gross));
  const paid = sum(payments.map(({ amount }) => amount));
  const tax = cents(total - sum(priced.map(({ net }) => net)));
  const head = [`shop.pos_${key}`, session, 1, `SHOP/${key}`, when, partner ?? '', total, paid, tax, 0];
  return Array.from({ length: Math.max(lines.length, payments.length) }, (_, at) => {
    const line = priced[at];
    const payment = payments[at];
    return [
      ...(at === 0 ? head : head.map(() => '')),
      ...(line
        ? [line.product, 'Goods', line.quantity, line.price, line.net, line.gross, String(line.tax ?? '')]
        : Array<string>(7).fill('')),
      line?.lot ?? '',
      line?.takesBack ?? '',
      ...(payment ? [payment.method, payment.amount, when, payment.isChange === true ? 'True' : ''] : ['', '', '', '']),
    ];
  });
};

/** The answer of one `load` of several orders. */
export const loadOrders = async (odoo: AnOdoo, ...orders: readonly PosOrder[]): Promise<Record<string, unknown>> =>
  object(await odoo.call('pos.order', 'load', [posColumns, orders.flatMap(posRows)], { context: createOnce }));

export const loadOrder = async (odoo: AnOdoo, order: PosOrder): Promise<number> =>
  Number(array((await loadOrders(odoo, order))['ids'])[0]);

/** A wizard that only looks whether the payments are enough. */
export const aWizard = async (odoo: AnOdoo, till: Till, amount = 0): Promise<number> =>
  Number(
    await odoo.call('pos.make.payment', 'create', [{ amount, payment_method_id: till.card, config_id: till.config }]),
  );

export const check = async (odoo: AnOdoo, wizard: number, order: number): Promise<Record<string, unknown>> => {
  const context = { active_id: order, active_ids: [order], active_model: 'pos.order' };
  return object(await odoo.call('pos.make.payment', 'check', [[wizard]], { context }));
};

/** An order that is loaded, covered and paid. */
export const aPaidOrder = async (odoo: AnOdoo, till: Till, order: PosOrder): Promise<number> => {
  const id = await loadOrder(odoo, order);
  await check(odoo, await aWizard(odoo, till), id);
  return id;
};
