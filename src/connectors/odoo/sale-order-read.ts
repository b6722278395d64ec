import { z } from 'zod';
import type { FoundSaleOrder, OdooPicking, OdooSaleOrder, OdooSaleOrderLine } from './client.ts';
import type { Currency } from './currencies.ts';
import { amountOf, decimalOf } from './decimals.ts';
import { readExternalIds } from './external-ids.ts';
import { done } from './grouping.ts';
import { groupOrders } from './groups.ts';
import type { Operations } from './groups.ts';
import { pickingState } from './picking-fields.ts';
import { saleOrderState } from './sale-order-fields.ts';
import { id, reference } from './values.ts';

type Currencies = (ids: readonly number[]) => Promise<ReadonlyMap<number, Currency>>;

const unknownCurrency: Currency = { name: '', decimals: 2 };

const orderRow = z.object({
  id,
  name: z.string(),
  state: saleOrderState,
  locked: z.boolean(),
  partner_id: id,
  user_id: reference,
  currency_id: reference,
  amount_total: z.number(),
  amount_untaxed: z.number(),
});
const orderFields = Object.keys(orderRow.shape).filter((field) => field !== 'id');

const lineRow = z.object({
  id,
  order_id: id,
  product_id: id,
  product_uom_qty: z.number(),
  price_unit: z.number(),
  qty_delivered: z.number(),
});
const lineFields = Object.keys(lineRow.shape).filter((field) => field !== 'id');

const pickingRow = z.object({ id, sale_id: id, name: z.string(), state: pickingState });

interface Wanted {
  readonly id: number;
  readonly lines: boolean;
  readonly pickings: boolean;
}

/** Sale orders by id, several in one call; their lines and transfers in one call more each, where anybody asked for them. */
export const createReadSaleOrder = (
  operations: Operations,
  currencies: Currencies,
): ((wanted: Wanted) => Promise<OdooSaleOrder | null>) =>
  groupOrders<Wanted, OdooSaleOrder | null>(operations, {
    shapeOf: () => '',
    keyOf: (wanted) => `${wanted.id}:${wanted.lines}:${wanted.pickings}`,
    run: async (items) => {
      const ids = [...new Set(items.map((item) => item.id))];
      const rows = await operations.rpc.call(
        {
          model: 'sale.order',
          method: 'read',
          ids,
          params: { fields: orderFields, load: '' },
          effect: 'read',
          about: ids.length === 1 ? `sale order ${ids[0] ?? ''}` : `${ids.length} sale orders`,
          externalIds: ids.map(String),
        },
        z.array(orderRow),
      );
      const present = new Set(rows.map((row) => row.id));
      const withLines = items.filter((item) => item.lines && present.has(item.id)).map((item) => item.id);
      const withPickings = items.filter((item) => item.pickings && present.has(item.id)).map((item) => item.id);
      const known = await currencies(rows.flatMap((row) => row.currency_id ?? []));
      const lines = await readLines(operations, withLines);
      const pickings = await readPickings(operations, withPickings);
      return items.map((item) => {
        const row = rows.find((one) => one.id === item.id);
        if (row === undefined) return done(null);
        const currency = known.get(row.currency_id ?? 0) ?? unknownCurrency;
        return done({
          ...orderOf(row, currency),
          lines: item.lines
            ? lines.filter((line) => line.order_id === row.id).map((line) => lineOf(line, currency))
            : [],
          pickings: item.pickings ? pickings.filter((picking) => picking.sale_id === row.id).map(pickingOf) : [],
        });
      });
    },
  });

/** Product lines only: sections, notes and subsections have a `display_type`. */
const readLines = async (operations: Operations, orderIds: readonly number[]): Promise<z.infer<typeof lineRow>[]> =>
  orderIds.length === 0
    ? []
    : operations.rpc.call(
        {
          model: 'sale.order.line',
          method: 'search_read',
          params: {
            domain: [
              ['order_id', 'in', [...new Set(orderIds)]],
              ['display_type', '=', false],
              ['product_id', '!=', false],
            ],
            fields: lineFields,
            order: 'order_id asc, sequence asc, id asc',
            load: '',
          },
          effect: 'read',
          about: 'lines of sale orders',
          externalIds: orderIds.map(String),
        },
        z.array(lineRow),
      );

const readPickings = async (
  operations: Operations,
  orderIds: readonly number[],
): Promise<z.infer<typeof pickingRow>[]> =>
  orderIds.length === 0
    ? []
    : operations.rpc.call(
        {
          model: 'stock.picking',
          method: 'search_read',
          params: {
            domain: [
              ['sale_id', 'in', [...new Set(orderIds)]],
              ['picking_type_id.code', '=', 'outgoing'],
              // A draft moves nothing until somebody confirms it: it is a plan, of a person or of a prep centre's delivery.
              ['state', '!=', 'draft'],
            ],
            fields: ['sale_id', 'name', 'state'],
            order: 'id asc',
            load: '',
          },
          effect: 'read',
          about: 'transfers of sale orders',
          externalIds: orderIds.map(String),
        },
        z.array(pickingRow),
      );

const orderOf = (row: z.infer<typeof orderRow>, currency: Currency): Omit<OdooSaleOrder, 'lines' | 'pickings'> => ({
  id: row.id,
  name: row.name,
  state: row.state,
  locked: row.locked,
  partnerId: row.partner_id,
  userId: row.user_id,
  currency: currency.name,
  amountTotal: amountOf(row.amount_total, currency.decimals),
  amountUntaxed: amountOf(row.amount_untaxed, currency.decimals),
});

const lineOf = (row: z.infer<typeof lineRow>, currency: Currency): OdooSaleOrderLine => ({
  id: row.id,
  productId: row.product_id,
  quantity: decimalOf(row.product_uom_qty),
  unitPrice: decimalOf(row.price_unit, currency.decimals),
  delivered: decimalOf(row.qty_delivered),
});

const pickingOf = (row: z.infer<typeof pickingRow>): OdooPicking => ({ id: row.id, name: row.name, state: row.state });

interface SaleOrderKey {
  readonly field: string;
  readonly value: string;
}

const foundRow = orderRow
  .pick({
    id: true,
    name: true,
    state: true,
    partner_id: true,
    currency_id: true,
    amount_total: true,
    amount_untaxed: true,
  })
  .loose();

/** Sale orders that are not cancelled by a text field, with their external ids. */
export const createFindSaleOrders = (
  operations: Operations,
  currencies: Currencies,
): ((key: SaleOrderKey) => Promise<readonly FoundSaleOrder[]>) =>
  groupOrders<SaleOrderKey, readonly FoundSaleOrder[]>(operations, {
    shapeOf: (key) => key.field,
    keyOf: (key) => key.value,
    run: async (keys) => {
      const field = keys[0]?.field ?? 'client_order_ref';
      const rows = await operations.rpc.call(
        {
          model: 'sale.order',
          method: 'search_read',
          params: {
            domain: [
              [field, 'in', keys.map((key) => key.value)],
              ['state', '!=', 'cancel'],
            ],
            fields: [...new Set([...Object.keys(foundRow.shape), field])],
            order: 'id asc',
            load: '',
          },
          effect: 'read',
          about: `sale orders by ${field}`,
          externalIds: keys.map((key) => key.value),
        },
        z.array(foundRow),
      );
      const known = await currencies(rows.flatMap((row) => row.currency_id ?? []));
      const externalIds = await readExternalIds(
        operations.rpc,
        'sale.order',
        rows.map((row) => row.id),
      );
      return keys.map((key) =>
        done(
          rows
            .filter((row) => String(row[field]) === key.value)
            .map((row) => {
              const { decimals } = known.get(row.currency_id ?? 0) ?? unknownCurrency;
              return {
                id: row.id,
                name: row.name,
                partnerId: row.partner_id,
                state: row.state,
                amountTotal: amountOf(row.amount_total, decimals),
                amountUntaxed: amountOf(row.amount_untaxed, decimals),
                externalIds: externalIds.get(row.id) ?? [],
              };
            }),
        ),
      );
    },
  });
