import { z } from 'zod';
import type { OdooAccess } from './odoo-access.ts';

/** What Odoo holds of the orders of one connection, counted by their receipt numbers. */
export interface PosCount {
  readonly orders: number;
  /** Receipt numbers that more than one order has. */
  readonly doubled: readonly string[];
  /** Orders by state. */
  readonly states: Readonly<Record<string, number>>;
  readonly lines: number;
  readonly payments: number;
  readonly pickings: number;
  readonly donePickings: number;
  /** Sums over all orders. */
  readonly total: number;
  readonly paid: number;
}

export interface PosOrderInOdoo {
  readonly id: number;
  readonly name: string;
  readonly reference: string;
  readonly state: string;
  readonly sessionId: number;
  readonly partnerId: number | null;
  readonly date: string;
  readonly amounts: { readonly total: number; readonly tax: number; readonly paid: number; readonly change: number };
  readonly lines: readonly PosLineInOdoo[];
  readonly payments: readonly { readonly method: string; readonly amount: number; readonly isChange: boolean }[];
  readonly pickings: readonly { readonly id: number; readonly state: string }[];
}

export interface PosLineInOdoo {
  readonly id: number;
  readonly productId: number;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly discount: number;
  readonly subtotal: number;
  readonly subtotalWithTax: number;
  readonly refundedLineId: number | null;
}

/** What closing a session came to. */
export interface ClosedSession {
  readonly id: number;
  readonly state: string;
  readonly isSuccessful: boolean;
  readonly message: string;
  /** Of its journal entry. Balanced: both are the same, and nobody was asked to force it. */
  readonly debit: number;
  readonly credit: number;
  /** States of the transfers of the session as a whole, where stock moves at closing. */
  readonly pickings: readonly string[];
}

const id = z.int();
const link = z.union([id, z.literal(false)]).transform((value) => (value === false ? null : value));
const words = z.union([z.string(), z.literal(false)]).transform((value) => (value === false ? '' : value));

const orders = z.array(
  z.object({
    id,
    name: words,
    pos_reference: words,
    state: z.string(),
    session_id: link,
    partner_id: link,
    date_order: z.string(),
    amount_total: z.number(),
    amount_tax: z.number(),
    amount_paid: z.number(),
    amount_return: z.number(),
    lines: z.array(id),
    payment_ids: z.array(id),
    picking_ids: z.array(id),
  }),
);

const lines = z.array(
  z.object({
    id,
    order_id: id,
    product_id: id,
    qty: z.number(),
    price_unit: z.number(),
    discount: z.number(),
    price_subtotal: z.number(),
    price_subtotal_incl: z.number(),
    refunded_orderline_id: link,
  }),
);

const pair = z.tuple([id, z.string()]);

const payments = z.array(
  z.object({ id, pos_order_id: pair, amount: z.number(), is_change: z.boolean(), payment_method_id: pair }),
);

const states = z.array(z.object({ id, state: z.string() }));

const readAll = async <S extends z.ZodArray<z.ZodObject>>(
  odoo: OdooAccess,
  model: string,
  domain: readonly unknown[],
  shape: S,
  options: Readonly<Record<string, unknown>> = { load: '' },
): Promise<z.output<S>> => {
  const fields = Object.keys(shape.element.shape).filter((field) => field !== 'id');
  return shape.parse(await odoo.call(model, 'search_read', [domain, fields], { order: 'id', ...options }));
};

const withReference = (connectionName: string): readonly unknown[] => [
  ['pos_reference', '=like', `${connectionName} %`],
];

/** Counts what Odoo holds of the orders of the connection with this name. */
export const countPosInOdoo = async (odoo: OdooAccess, connectionName: string): Promise<PosCount> => {
  const found = await readAll(odoo, 'pos.order', withReference(connectionName), orders);
  const pickings = await readAll(
    odoo,
    'stock.picking',
    [['id', 'in', found.flatMap((each) => each.picking_ids)]],
    states,
  );
  const byState = Map.groupBy(found, ({ state }) => state);
  const byReference = Map.groupBy(found, (order) => order.pos_reference);
  const sum = (of: (order: z.output<typeof orders>[number]) => number): number =>
    Math.round(found.reduce((total, order) => total + of(order), 0) * 100) / 100;
  return {
    orders: found.length,
    doubled: [...byReference].filter(([, same]) => same.length > 1).map(([reference]) => reference),
    states: Object.fromEntries([...byState].map(([state, same]) => [state, same.length])),
    lines: sum((order) => order.lines.length),
    payments: sum((order) => order.payment_ids.length),
    pickings: pickings.length,
    donePickings: pickings.filter(({ state }) => state === 'done').length,
    total: sum((order) => order.amount_total),
    paid: sum((order) => order.amount_paid),
  };
};

/** The orders of the connection with this name, whole, oldest first; those with this receipt number where one is given. */
export const readPosInOdoo = async (
  odoo: OdooAccess,
  connectionName: string,
  reference?: string,
): Promise<readonly PosOrderInOdoo[]> => {
  const domain = reference === undefined ? withReference(connectionName) : [['pos_reference', '=', reference]];
  const found = await readAll(odoo, 'pos.order', domain, orders);
  const ids = found.map((order) => order.id);
  const allLines = Map.groupBy(
    await readAll(odoo, 'pos.order.line', [['order_id', 'in', ids]], lines),
    (line) => line.order_id,
  );
  const allPayments = Map.groupBy(
    // With the names of what is linked.
    await readAll(odoo, 'pos.payment', [['pos_order_id', 'in', ids]], payments, {}),
    (payment) => payment.pos_order_id[0],
  );
  const pickings = await readAll(
    odoo,
    'stock.picking',
    [['id', 'in', found.flatMap((each) => each.picking_ids)]],
    states,
  );
  return found.map((order) => ({
    id: order.id,
    name: order.name,
    reference: order.pos_reference,
    state: order.state,
    sessionId: order.session_id ?? 0,
    partnerId: order.partner_id,
    date: order.date_order,
    amounts: {
      total: order.amount_total,
      tax: order.amount_tax,
      paid: order.amount_paid,
      change: order.amount_return,
    },
    lines: (allLines.get(order.id) ?? []).map((line) => ({
      id: line.id,
      productId: line.product_id,
      quantity: line.qty,
      unitPrice: line.price_unit,
      discount: line.discount,
      subtotal: line.price_subtotal,
      subtotalWithTax: line.price_subtotal_incl,
      refundedLineId: line.refunded_orderline_id,
    })),
    payments: (allPayments.get(order.id) ?? []).map((payment) => ({
      method: payment.payment_method_id[1],
      amount: payment.amount,
      isChange: payment.is_change,
    })),
    pickings: pickings.filter((picking) => order.picking_ids.includes(picking.id)),
  }));
};

const configs = z.array(z.object({ id, current_session_id: link }));
const sessions = z.array(z.object({ id, state: z.string(), move_id: link }));
const closingData = z.looseObject({
  default_cash_details: z.union([z.looseObject({ amount: z.number() }), z.null()]),
});
const closing = z.looseObject({ successful: z.boolean(), message: z.string().optional() });
const entries = z.array(z.object({ id, debit: z.number(), credit: z.number() }));

/** What a shopkeeper does in the evening: counts the drawer, closes the session that is open, and reads its journal entry. */
export const closePosSession = async (odoo: OdooAccess, configId: number): Promise<ClosedSession> => {
  const [config] = await readAll(odoo, 'pos.config', [['id', '=', configId]], configs);
  const sessionId = config?.current_session_id;
  if (sessionId == null) throw new Error(`The point of sale ${configId} has no session to close`);
  const { default_cash_details: cash } = closingData.parse(
    await odoo.call('pos.session', 'get_closing_control_data', [[sessionId]]),
  );
  if (cash !== null) {
    await odoo.call('pos.session', 'post_closing_cash_details', [[sessionId]], { counted_cash: cash.amount });
  }
  await odoo.call('pos.session', 'update_closing_control_state_session', [[sessionId], '']);
  const { successful, message = '' } = closing.parse(
    await odoo.call('pos.session', 'close_session_from_ui', [[sessionId]]),
  );
  const [session] = await readAll(odoo, 'pos.session', [['id', '=', sessionId]], sessions);
  const moveId = session?.move_id ?? null;
  const booked = moveId === null ? [] : await readAll(odoo, 'account.move.line', [['move_id', '=', moveId]], entries);
  const pickings = await readAll(
    odoo,
    'stock.picking',
    [
      ['pos_session_id', '=', sessionId],
      ['pos_order_id', '=', false],
    ],
    states,
  );
  const sum = (amounts: readonly number[]): number =>
    Math.round(amounts.reduce((total, amount) => total + amount, 0) * 100) / 100;
  return {
    id: sessionId,
    state: session?.state ?? '',
    isSuccessful: successful,
    message,
    debit: sum(booked.map((line) => line.debit)),
    credit: sum(booked.map((line) => line.credit)),
    pickings: pickings.map(({ state }) => state),
  };
};

/**
 * A point of sale in Odoo with a cash drawer, a card and a customer account of its own, so that nobody else fills its session.
 *
 * @returns its id
 */
export const makePosConfig = async (odoo: Pick<OdooAccess, 'call'>, name: string): Promise<number> => {
  const make = async (model: string, values: Readonly<Record<string, unknown>>): Promise<number> =>
    oneId.parse(await odoo.call(model, 'create', [values]));
  const [bank] = ids.parse(await odoo.call('account.journal', 'search', [[['type', '=', 'bank']]], { limit: 1 }));
  const drawer = await make('account.journal', { name: `Cash ${name}`, type: 'cash', code: drawerCode() });
  const cash = await make('pos.payment.method', { name: 'Cash', journal_id: drawer });
  const card = await make('pos.payment.method', { name: 'Card', journal_id: bank });
  const account = await make('pos.payment.method', { name: 'Customer Account', split_transactions: true });
  return make('pos.config', { name, payment_method_ids: [[6, 0, [cash, card, account]]] });
};

const oneId = z.union([id, z.tuple([id])]).transform((value) => (typeof value === 'number' ? value : value[0]));
const ids = z.array(id);
let drawers = 0;
const drawerCode = (): string => `T${(drawers += 1)}`;
