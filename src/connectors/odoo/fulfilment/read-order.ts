import { z } from 'zod';
import { Failure, isFailure } from '../../../domain/failure.ts';
import type { OdooFulfilment, ShippableOrder } from '../../../domain/fulfilment/odoo-fulfilment.ts';
import type { OdooServer } from '../client.ts';
import { done, failed } from '../grouping.ts';
import type { Outcome } from '../grouping.ts';
import { groupOrders } from '../groups.ts';
import type { Operations } from '../groups.ts';
import type { Rpc } from '../rpc.ts';
import { textOfHtml } from '../text-of-html.ts';
import { confirmedOrderOf } from './confirmed-order.ts';
import { deliveryAddressOf } from './delivery-address.ts';
import { orderRowOf } from './order-rows.ts';
import type { OrderRow } from './order-rows.ts';
import { orderSpecification } from './order-spec.ts';
import { ownTransfers } from './own-transfers.ts';
import { shippableLines } from './shippable-lines.ts';
import { transfersOf } from './transfers.ts';

interface Wanted {
  readonly id: number;
  readonly productIdField: string | null;
}

/** Sale orders with all that is shipped of them: one call for many, and one more where transfers were made by hand or by us. */
export const createReadShippableOrder = (operations: Operations): OdooFulfilment['readOrder'] => {
  const read = groupOrders<Wanted, ShippableOrder | null>(operations, {
    shapeOf: ({ productIdField }) => productIdField ?? '',
    keyOf: ({ id }) => String(id),
    run: (wanted) => readOrders(operations.rpc, wanted),
  });
  return (id, productIdField) => read({ id, productIdField });
};

const readOrders = async (rpc: Rpc, wanted: readonly Wanted[]): Promise<readonly Outcome<ShippableOrder | null>[]> => {
  const { major } = (await rpc.session()).server;
  const ids = wanted.map((one) => one.id);
  const productIdField = wanted[0]?.productIdField ?? null;
  const rows = await readRows(rpc, major, ids, productIdField);
  if (rows === 'no such field') {
    const words = `Odoo's products have no field ${productIdField ?? ''}: set productIdField to the technical name of one`;
    return wanted.map(() => failed(new Failure('InvalidInput', words, { path: 'productIdField' })));
  }
  const own = await ownTransfers(
    rpc,
    rows.flatMap((row) => row.picking_ids),
  );
  return wanted.map(({ id }) => {
    const row = rows.find((one) => one.id === id);
    if (row === undefined) return done(null);
    const order = orderOf(major, row, own, productIdField);
    if (order !== null) return done(order);
    return failed(
      new Failure('BadResponse', `Sale order ${row.name} is in the state ${row.state}, which is not Odoo's own`),
    );
  });
};

const readRows = async (
  rpc: Rpc,
  major: OdooServer['major'],
  ids: readonly number[],
  productIdField: string | null,
): Promise<readonly OrderRow[] | 'no such field'> => {
  try {
    return await rpc.call(
      {
        model: 'sale.order',
        method: 'web_read',
        ids,
        params: { specification: orderSpecification(major, productIdField) },
        // The name of a product with its attributes, without its internal reference.
        context: { display_default_code: false },
        effect: 'read',
        about: ids.length === 1 ? `sale order ${ids[0] ?? ''}` : `${ids.length} sale orders`,
        externalIds: ids.map(String),
      },
      z.array(orderRowOf(major)),
    );
  } catch (error) {
    if (productIdField === null || !isFailure(error) || error.type !== 'Rejected') throw error;
    if (await hasProductField(rpc, productIdField)) throw error;
    return 'no such field';
  }
};

const hasProductField = async (rpc: Rpc, field: string): Promise<boolean> => {
  const fields = await rpc.call(
    {
      model: 'product.product',
      method: 'fields_get',
      params: { allfields: [field], attributes: ['type'] },
      effect: 'read',
      about: `the field ${field} of products`,
    },
    z.record(z.string(), z.unknown()),
  );
  return field in fields;
};

const orderOf = (
  major: OdooServer['major'],
  row: OrderRow,
  own: ReadonlySet<number>,
  productIdField: string | null,
): ShippableOrder | null => {
  const confirmed = confirmedOrderOf({ ...row, partner_shipping_id: row.partner_shipping_id.id });
  if (confirmed === null) return null;
  const transfers = row.picking_ids.filter((transfer) => !own.has(transfer.id));
  const decimals = row.currency_id?.decimal_places ?? 2;
  return {
    ...confirmed,
    userId: row.user_id,
    currency: row.currency_id?.name ?? '',
    note: textOfHtml(row.note),
    deliverTo: deliveryAddressOf(row.partner_shipping_id),
    lines: shippableLines(major, row.order_line, transfers, { productIdField, decimals }),
    transfers: transfersOf(transfers),
  };
};
