import { z } from 'zod';
import type { OdooChanges } from './client.ts';
import { pickingState } from './picking-fields.ts';
import type { Rpc } from './rpc.ts';
import { saleOrderState } from './sale-order-fields.ts';
import { id } from './values.ts';

const pageSize = 500;

// An addon may have states of its own: such a record means nothing to us until it is in one we know.
const orderRow = z.object({ id, state: z.string() });
const pickingRow = z.object({ id, sale_id: id, state: z.string() });

/**
 * What was written at or after a whole second. `>=` with whole seconds means the same on every version; never a keyset on `write_date`
 * (odoo.md §2.2). The time is Odoo's at the first answer: nothing read afterwards can be missed by going on from there.
 */
export const readChanges = async (rpc: Rpc, since: Date): Promise<OdooChanges> => {
  const wholeSecond = since.toISOString().slice(0, 19).replace('T', ' ');
  const orders = await readPages(rpc, 'sale.order', [['write_date', '>=', wholeSecond]], orderRow);
  const pickings = await readPages(
    rpc,
    'stock.picking',
    [
      ['write_date', '>=', wholeSecond],
      ['sale_id', '!=', false],
      ['picking_type_id.code', '=', 'outgoing'],
    ],
    pickingRow,
  );
  return {
    serverTime: orders.date ?? new Date(),
    saleOrders: orders.rows.flatMap((row) => {
      const state = saleOrderState.safeParse(row.state);
      return state.success ? [{ id: row.id, state: state.data }] : [];
    }),
    pickings: pickings.rows.flatMap((row) => {
      const state = pickingState.safeParse(row.state);
      return state.success ? [{ id: row.id, saleOrderId: row.sale_id, state: state.data }] : [];
    }),
  };
};

const readPages = async <Row extends { readonly id: number }>(
  rpc: Rpc,
  model: string,
  domain: readonly unknown[],
  row: z.ZodObject & z.ZodType<Row>,
): Promise<{ readonly rows: readonly Row[]; readonly date: Date | null }> => {
  const rows: Row[] = [];
  let date: Date | null = null;
  for (;;) {
    const page = await rpc.callDated(
      {
        model,
        method: 'search_read',
        params: {
          domain: [...domain, ['id', '>', rows.at(-1)?.id ?? 0]],
          fields: Object.keys(row.shape).filter((field) => field !== 'id'),
          order: 'id asc',
          limit: pageSize,
          load: '',
        },
        context: { active_test: false },
        effect: 'read',
        lane: 'watch',
        about: `changes of ${model}`,
      },
      z.array(row),
    );
    date ??= page.date;
    rows.push(...page.value);
    if (page.value.length < pageSize) return { rows, date };
  }
};
