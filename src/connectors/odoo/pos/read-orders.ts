import { z } from 'zod';
import type { OdooPos, SeenPosOrder } from '../../../domain/pos/odoo-pos.ts';
import { decimalOf } from '../decimals.ts';
import type { Operations } from '../groups.ts';
import type { Rpc } from '../rpc.ts';
import { id, orNull, reference } from '../values.ts';

export const orderState = z.enum(['draft', 'cancel', 'paid', 'done', 'invoiced']);

const orderRow = z.object({
  id,
  name: orNull(z.string()),
  state: orderState,
  session_id: reference,
  amount_total: z.number(),
  amount_paid: z.number(),
});
const sessionRow = z.object({ id, state: z.enum(['opening_control', 'opened', 'closing_control', 'closed']) });
const lineRow = z.object({ id, order_id: id, product_id: id, qty: z.number(), refunded_qty: z.number() });

/** Orders as they are now, with the state of their sessions. */
export const createReadPosOrders =
  ({ rpc, lanes }: Operations): OdooPos['readOrders'] =>
  async (ids) => {
    if (ids.length === 0) return [];
    return lanes.run('orders', async () => {
      const orders = await rpc.call(
        {
          model: 'pos.order',
          method: 'read',
          ids,
          params: { fields: ['name', 'state', 'session_id', 'amount_total', 'amount_paid'], load: '' },
          effect: 'read',
          about: 'POS orders',
          externalIds: ids.map(String),
        },
        z.array(orderRow),
      );
      const states = await readSessionStates(rpc, [...new Set(orders.flatMap((order) => order.session_id ?? []))]);
      return orders.map((order) => seenOrder(order, states));
    });
  };

type SessionStates = ReadonlyMap<number, SeenPosOrder['sessionState']>;

const readSessionStates = async (rpc: Rpc, ids: readonly number[]): Promise<SessionStates> => {
  if (ids.length === 0) return new Map();
  const rows = await rpc.call(
    {
      model: 'pos.session',
      method: 'read',
      ids,
      params: { fields: ['state'], load: '' },
      effect: 'read',
      about: 'sessions of POS orders',
    },
    z.array(sessionRow),
  );
  return new Map(rows.map((row) => [row.id, row.state]));
};

const seenOrder = (order: z.infer<typeof orderRow>, states: SessionStates): SeenPosOrder => ({
  id: order.id,
  name: order.name ?? '/',
  state: order.state,
  sessionId: order.session_id,
  sessionState: order.session_id === null ? null : (states.get(order.session_id) ?? null),
  amountTotal: decimalOf(order.amount_total),
  amountPaid: decimalOf(order.amount_paid),
});

/** Lines of orders, with what was taken back of each: drafts of refunds count too. */
export const createReadPosOrderLines =
  ({ rpc, lanes }: Operations): OdooPos['readOrderLines'] =>
  async (orderIds) => {
    if (orderIds.length === 0) return [];
    const rows = await lanes.run('orders', () =>
      rpc.call(
        {
          model: 'pos.order.line',
          method: 'search_read',
          params: {
            domain: [['order_id', 'in', orderIds]],
            fields: ['order_id', 'product_id', 'qty', 'refunded_qty'],
            order: 'id asc',
            load: '',
          },
          effect: 'read',
          about: 'lines of POS orders',
          externalIds: orderIds.map(String),
        },
        z.array(lineRow),
      ),
    );
    return rows.map((row) => ({
      id: row.id,
      orderId: row.order_id,
      productId: row.product_id,
      quantity: decimalOf(row.qty),
      refundedQuantity: decimalOf(row.refunded_qty),
    }));
  };
