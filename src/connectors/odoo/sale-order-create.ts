import { Failure } from '../../domain/failure.ts';
import type { SaleOrderDraft } from './client.ts';
import { columnsOf, shapeOf } from './columns.ts';
import type { Columns } from './columns.ts';
import { groupOrders } from './groups.ts';
import type { Operations } from './groups.ts';
import { htmlOfText } from './html.ts';
import { checkExternalId, loadOnce } from './load-once.ts';
import type { Cell } from './load-once.ts';
import { descriptionOf, lineNumbers, taxFieldOf } from './sale-order-fields.ts';

interface NewSaleOrder {
  readonly externalId: string;
  readonly head: Columns;
  readonly lines: readonly (readonly Cell[])[];
  readonly taxes: SaleOrderDraft['taxes'];
}

const lineColumns = ['product_id/.id', 'product_uom_qty', 'price_unit', 'name'].map((column) => `order_line/${column}`);

/** Sale orders with their lines by `load`, several in one call. */
export const createCreateSaleOrderOnce = (
  operations: Operations,
): ((externalId: string, order: SaleOrderDraft) => Promise<number>) => {
  const create = groupOrders<NewSaleOrder, number>(operations, {
    shapeOf: ({ head, taxes }) => shapeOf(head, taxes),
    keyOf: ({ externalId }) => externalId,
    run: async (items) => {
      const { server } = await operations.rpc.session();
      const headColumns = [...(items[0]?.head.keys() ?? [])];
      // An empty tax column clears the product's taxes; without the column they are Odoo's (odoo.md §3.1).
      const taxColumn = items[0]?.taxes === 'none' ? [`order_line/${taxFieldOf(server.major)}/.id`] : [];
      return loadOnce(
        operations.rpc,
        { model: 'sale.order', columns: ['id', ...headColumns, ...lineColumns, ...taxColumn] },
        items.map(({ externalId, head, lines }) => ({
          externalId,
          about: `sale order ${externalId}`,
          rows: lines.map((line, index) => [
            index === 0 ? externalId : '',
            ...headColumns.map((column) => (index === 0 ? (head.get(column) ?? '') : '')),
            ...line,
            ...taxColumn.map(() => ''),
          ]),
        })),
      );
    },
  });

  return async (externalId, order) => {
    checkExternalId(externalId);
    if (order.lines.length === 0) throw new Failure('InvalidInput', `Sale order ${externalId} has no lines`);
    return create({ externalId, head: headOf(order), lines: order.lines.map(lineCells), taxes: order.taxes });
  };
};

const headOf = (order: SaleOrderDraft): Columns =>
  columnsOf({
    'partner_id/.id': order.partnerId,
    client_order_ref: order.clientOrderRef,
    origin: order.origin,
    note: order.note === null ? null : htmlOfText(order.note),
    'company_id/.id': order.companyId,
    'warehouse_id/.id': order.warehouseId,
    'team_id/.id': order.teamId,
    'pricelist_id/.id': order.pricelistId,
    'user_id/.id': order.userId,
    ...order.fields,
  });

const lineCells = (line: SaleOrderDraft['lines'][number], index: number): readonly Cell[] => {
  const { quantity, unitPrice } = lineNumbers(line, index + 1);
  return [line.productId, cellOf(quantity), cellOf(unitPrice), descriptionOf(line.description)];
};

/** A bare 0 counts as an empty cell in `load`, and an empty price is asked from the pricelist. */
const cellOf = (value: number): Cell => (value === 0 ? '0' : value);
