import { isFailure } from '../../../domain/failure.ts';
import type { NewPosOrder, OdooPos } from '../../../domain/pos/odoo-pos.ts';
import { concernsEverybody } from '../grouping.ts';
import type { Operations } from '../groups.ts';
import { checkExternalId, loadOnce } from '../load-once.ts';
import type { LoadRecord } from '../load-once.ts';
import { orderColumns, orderRecord } from './order-rows.ts';

type Created = { readonly id: number } | { readonly refused: string };

/** Rows of one call at most: some ten seconds of Odoo's time. One order may have more. */
const rowsAtMost = 1_500;

/**
 * Orders with lines and payments by `load`, many in one call (odoo.md §8.3). Seen on 17 and 19:
 * - a session that is closed, or being closed, takes drafts too; a session with drafts cannot be closed by anybody;
 * - `lines/discount`, `lines/refunded_orderline_id/.id`, `lines/pack_lot_ids/lot_name` (one row a lot) and `payment_ids/is_change` are taken, and
 *   an empty cell in any of them means none; `lines/tax_ids/.id` wants a text (`1,2`), a bare number breaks the whole call;
 * - fiscal position and pricelist are those of the session's configuration when no column names them, and `lines/tax_ids` are the taxes before
 *   that fiscal position;
 * - dates are read in the time zone of the context, UTC, whatever the user's.
 */
export const createPosOrdersOnce =
  (operations: Operations): OdooPos['createOrdersOnce'] =>
  async (orders) => {
    const made: Created[] = [];
    for (const part of partsOf(orders)) made.push(...(await createPart(operations, part)));
    return made;
  };

interface Entry {
  readonly companyId: number;
  readonly record: LoadRecord;
}

/** Orders of one call: of one company, and not too many rows. */
const partsOf = (orders: readonly NewPosOrder[]): readonly (readonly Entry[])[] => {
  const parts: Entry[][] = [];
  let rows = 0;
  for (const order of orders) {
    const record = orderRecord(order);
    checkExternalId(record.externalId);
    const last = parts.at(-1);
    rows += record.rows.length;
    if (last === undefined || last[0]?.companyId !== order.companyId || rows > rowsAtMost) {
      parts.push([{ companyId: order.companyId, record }]);
      rows = record.rows.length;
    } else {
      last.push({ companyId: order.companyId, record });
    }
  }
  return parts;
};

/** What Odoo refuses without naming an order is found out one by one. */
const createPart = async (operations: Operations, part: readonly Entry[]): Promise<readonly Created[]> => {
  const [first] = part;
  if (first === undefined) return [];
  try {
    const outcomes = await operations.lanes.run('orders', () =>
      loadOnce(
        operations.rpc,
        {
          model: 'pos.order',
          columns: orderColumns,
          context: { allowed_company_ids: [first.companyId] },
        },
        part.map((entry) => entry.record),
      ),
    );
    return outcomes.map((outcome) => {
      if (outcome.done) return { id: outcome.value };
      if (isFailure(outcome.error) && !concernsEverybody(outcome.error)) return { refused: outcome.error.message };
      throw outcome.error;
    });
  } catch (error) {
    if (!isFailure(error) || concernsEverybody(error)) throw error;
    if (part.length === 1) return [{ refused: error.message }];
    const made: Created[] = [];
    for (const entry of part) made.push(...(await createPart(operations, [entry])));
    return made;
  }
};
