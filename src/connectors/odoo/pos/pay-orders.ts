import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Failure, isFailure } from '../../../domain/failure.ts';
import type { OdooPos } from '../../../domain/pos/odoo-pos.ts';
import { decimalOf } from '../decimals.ts';
import { concernsEverybody } from '../grouping.ts';
import type { Operations } from '../groups.ts';
import { lostRace } from '../load-once.ts';
import { anything, id, recordIds } from '../values.ts';
import { orderState } from './read-orders.ts';

const orderRow = z.object({
  id,
  state: orderState,
  company_id: id,
  amount_total: z.number(),
  amount_paid: z.number(),
});
type OrderRow = z.infer<typeof orderRow>;

interface Payment {
  readonly id: number;
  readonly methodId: number;
}

const raceRepeats = 3;

/**
 * Makes drafts paid by the payments they hold. One wizard (`pos.make.payment`) of amount 0 serves any number of orders, since `check` looks at
 * `active_id` alone: an order that its payments cover becomes `paid`, gets its name and moves its goods; one that is paid already, or is checked twice
 * at once, stays as it is; one that is not covered (`amount_paid` counts, not the payments) stays a draft, and the answer is the dialog again. A session that is being closed, or is closed,
 * does not keep an order from being paid. Seen on 17 and 19. What an answer says is never believed: the orders are read again.
 */
export const createPayPosOrders =
  (operations: Operations): OdooPos['payOrders'] =>
  async (payments) => {
    const before = await readStates(operations, payments);
    const drafts = payments.filter((payment) => before.get(payment.id)?.state === 'draft');
    const troubles = await checkAll(operations, drafts, before);
    const after = drafts.length === 0 ? before : await readStates(operations, payments);
    return payments.map((payment) => {
      const order = after.get(payment.id);
      if (order !== undefined && isPaid(order)) return null;
      const trouble = troubles.get(payment.id);
      if (trouble !== undefined && concernsEverybody(trouble)) throw trouble;
      return trouble?.message ?? whyNotPaid(payment.id, order);
    });
  };

type Orders = ReadonlyMap<number, OrderRow>;

const readStates = async ({ rpc, lanes }: Operations, payments: readonly Payment[]): Promise<Orders> => {
  if (payments.length === 0) return new Map();
  const ids = payments.map((payment) => payment.id);
  const rows = await lanes.run('orders', () =>
    rpc.call(
      {
        model: 'pos.order',
        method: 'read',
        ids,
        params: { fields: ['state', 'company_id', 'amount_total', 'amount_paid'], load: '' },
        effect: 'read',
        about: 'POS orders that are to be paid',
        externalIds: ids.map(String),
      },
      z.array(orderRow),
    ),
  );
  return new Map(rows.map((row) => [row.id, row]));
};

const isPaid = ({ state }: OrderRow): boolean => state === 'paid' || state === 'done' || state === 'invoiced';

const whyNotPaid = (orderId: number, order: OrderRow | undefined): string => {
  if (order === undefined) return `POS order ${orderId} does not exist in Odoo any more`;
  if (order.state === 'cancel') return `POS order ${orderId} was cancelled in Odoo`;
  const [total, paid] = [order.amount_total, order.amount_paid].map((amount) => decimalOf(amount, 2));
  return `Odoo does not take POS order ${orderId} for paid: its total is ${total}, its payments make ${paid}`;
};

/** Checks side by side, as many as the queue lets through; what went wrong with any. */
const checkAll = async (
  operations: Operations,
  drafts: readonly Payment[],
  orders: Orders,
): Promise<ReadonlyMap<number, Failure>> => {
  const troubles = new Map<number, Failure>();
  const groups = Map.groupBy(drafts, ({ id: one, methodId }) => `${methodId}:${orders.get(one)?.company_id ?? 0}`);
  for (const group of groups.values()) {
    const [first] = group;
    const companyId = first === undefined ? undefined : orders.get(first.id)?.company_id;
    if (first === undefined || companyId === undefined) continue;
    const wizard = await makeWizard(operations, first, companyId);
    await Promise.all(
      group.map(async (payment) => {
        try {
          await check(operations, wizard, payment.id, companyId);
        } catch (error) {
          if (!isFailure(error)) throw error;
          troubles.set(payment.id, error);
        }
      }),
    );
  }
  return troubles;
};

const contextOf = (orderId: number, companyId: number): Readonly<Record<string, unknown>> => ({
  active_id: orderId,
  active_ids: [orderId],
  active_model: 'pos.order',
  allowed_company_ids: [companyId],
});

/** A wizard without effect; one more does no harm. */
const makeWizard = async ({ rpc, lanes }: Operations, payment: Payment, companyId: number): Promise<number> => {
  const [wizard] = await lanes.run('orders', () =>
    rpc.call(
      {
        model: 'pos.make.payment',
        method: 'create',
        first: { name: 'vals_list', value: [{ amount: 0, payment_method_id: payment.methodId }] },
        context: contextOf(payment.id, companyId),
        effect: 'read',
        about: 'the payment of POS orders',
      },
      recordIds,
    ),
  );
  if (wizard === undefined) throw new Failure('BadResponse', 'Odoo made no wizard for the payment of POS orders');
  return wizard;
};

const check = async ({ rpc, lanes }: Operations, wizard: number, orderId: number, companyId: number): Promise<void> => {
  for (let races = 0; ; races += 1) {
    try {
      await lanes.run('orders', () =>
        rpc.call(
          {
            model: 'pos.make.payment',
            method: 'check',
            ids: [wizard],
            context: contextOf(orderId, companyId),
            effect: 'write',
            about: `the payment of POS order ${orderId}`,
            externalIds: [String(orderId)],
          },
          anything,
        ),
      );
      return;
    } catch (error) {
      if (races >= raceRepeats || !isFailure(error) || error.type !== 'Unavailable' || !lostRace.test(error.message)) {
        throw error;
      }
      await delay(50 * (races + 1) + Math.random() * 100);
    }
  }
};
