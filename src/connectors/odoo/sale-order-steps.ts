import { z } from 'zod';
import { Failure, isFailure } from '../../domain/failure.ts';
import type { SaleOrderLineDraft, SaleOrderState } from './client.ts';
import { done, failed } from './grouping.ts';
import type { Outcome } from './grouping.ts';
import { groupOrders } from './groups.ts';
import type { Operations } from './groups.ts';
import type { Rpc } from './rpc.ts';
import { descriptionOf, lineNumbers, saleOrderState, taxFieldOf } from './sale-order-fields.ts';
import { anything, id } from './values.ts';

/** Ten confirmations take Odoo about a second; more would keep the slot from others for too long. */
const confirmBatch = 10;

/** Confirms quotations, several in one call. What is confirmed already counts as done. */
export const createConfirmSaleOrder = (operations: Operations): ((orderId: number) => Promise<undefined>) =>
  groupOrders<number, undefined>(operations, {
    batch: Math.min(confirmBatch, operations.batch),
    turn: operations.stockTurn,
    shapeOf: () => '',
    keyOf: String,
    run: (ids) => confirmAll(operations.rpc, ids),
  });

const confirmAll = async (rpc: Rpc, ids: readonly number[]): Promise<readonly Outcome<undefined>[]> => {
  const refusal = await refusalOf(rpc, 'action_confirm', ids, 'confirmation');
  if (refusal === null) return ids.map(() => done(undefined));
  const states = await readStates(rpc, ids);
  const outcomes: Outcome<undefined>[] = [];
  for (const one of ids) {
    const state = states.get(one);
    if (state === 'sale') outcomes.push(done(undefined));
    else if (state === undefined) outcomes.push(failed(gone(one)));
    else if (ids.length === 1) outcomes.push(failed(refusal));
    else outcomes.push(...(await confirmAll(rpc, [one])));
  }
  return outcomes;
};

/** Cancels; on 17 and 18 the context keeps Odoo from answering with a dialog instead (odoo.md §6). */
export const cancelSaleOrder = async (rpc: Rpc, orderId: number): Promise<void> => {
  const refusal = await refusalOf(rpc, 'action_cancel', [orderId], 'cancellation', { disable_cancel_warning: true });
  if (refusal === null) return;
  const state = (await readStates(rpc, [orderId])).get(orderId);
  if (state === 'cancel') return;
  throw state === undefined ? gone(orderId) : refusal;
};

/** Replaces all lines of a quotation in one absolute write. */
export const replaceSaleOrderLines = async (
  rpc: Rpc,
  orderId: number,
  lines: readonly SaleOrderLineDraft[],
  taxes: 'odoo' | 'none',
): Promise<void> => {
  const numbers = lines.map((line, index) => lineNumbers(line, index + 1));
  const about = `the lines of sale order ${orderId}`;
  const state = (await readStates(rpc, [orderId])).get(orderId);
  if (state === undefined) throw gone(orderId);
  if (state !== 'draft' && state !== 'sent')
    throw new Failure('Rejected', `${about} stay: it is no quotation (${state})`);
  const { server } = await rpc.session();
  const created = lines.map((line, index) => [
    0,
    0,
    {
      product_id: line.productId,
      product_uom_qty: numbers[index]?.quantity,
      price_unit: numbers[index]?.unitPrice,
      name: descriptionOf(line.description),
      ...(taxes === 'none' ? { [taxFieldOf(server.major)]: [[6, 0, []]] } : {}),
    },
  ]);
  await rpc.call(
    {
      model: 'sale.order',
      method: 'write',
      ids: [orderId],
      first: { name: 'vals', value: { order_line: [[5, 0, 0], ...created] } },
      effect: 'write',
      about,
      externalIds: [String(orderId)],
    },
    anything,
  );
};

/** Null when Odoo did it; else why not. A dialog instead of `true` is a refusal too. Throws what is no refusal. */
const refusalOf = async (
  rpc: Rpc,
  method: string,
  ids: readonly number[],
  what: string,
  context: Readonly<Record<string, unknown>> = {},
): Promise<Failure | null> => {
  const about = ids.length === 1 ? `${what} of sale order ${ids[0] ?? ''}` : `${what} of ${ids.length} sale orders`;
  const call = {
    model: 'sale.order',
    method,
    ids,
    context,
    effect: 'write',
    about,
    externalIds: ids.map(String),
  } as const;
  try {
    const answer = await rpc.call(call, anything);
    return answer === true ? null : new Failure('Rejected', `Odoo refused ${about}: it asks a question first`);
  } catch (error) {
    if (isFailure(error) && (error.type === 'Rejected' || error.type === 'NotFound')) return error;
    throw error;
  }
};

const readStates = async (rpc: Rpc, ids: readonly number[]): Promise<ReadonlyMap<number, SaleOrderState>> => {
  const rows = await rpc.call(
    {
      model: 'sale.order',
      method: 'read',
      ids,
      params: { fields: ['state'], load: '' },
      effect: 'read',
      about: 'states of sale orders',
      externalIds: ids.map(String),
    },
    z.array(z.object({ id, state: saleOrderState })),
  );
  return new Map(rows.map((row) => [row.id, row.state]));
};

const gone = (orderId: number): Failure =>
  new Failure('NotFound', `Sale order ${orderId} does not exist in Odoo any more`);
