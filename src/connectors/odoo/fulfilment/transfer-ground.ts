import { z } from 'zod';
import { Failure } from '../../../domain/failure.ts';
import type { NewTransfer } from '../../../domain/fulfilment/odoo-fulfilment.ts';
import type { OdooServer } from '../client.ts';
import { done, failed } from '../grouping.ts';
import type { Outcome } from '../grouping.ts';
import type { Rpc } from '../rpc.ts';
import { id, orNull, reference } from '../values.ts';

/** What a new transfer takes from Odoo: where it goes, whose it is, what it hangs on. */
export interface TransferGround {
  readonly companyId: number;
  readonly typeId: number;
  readonly partnerId: number;
  readonly customerLocationId: number;
  /** The order's procurement group on 17 and 18, its references on 19: what Odoo itself links transfers by. */
  readonly links: readonly number[];
  /** Products by sale line, as the order is now. */
  readonly productOfLine: ReadonlyMap<number, number>;
  readonly products: ReadonlyMap<number, TransferProduct>;
}

export interface TransferProduct {
  readonly name: string;
  readonly unitId: number;
}

const linksField = { 17: 'procurement_group_id', 18: 'procurement_group_id', 19: 'stock_reference_ids' } as const;

const orderRow = z.looseObject({
  id,
  name: z.string(),
  company_id: id,
  partner_shipping_id: id,
  warehouse_id: orNull(z.object({ id, out_type_id: reference })),
  order_line: z.array(z.object({ id, product_id: reference })),
});
type OrderRow = z.infer<typeof orderRow>;

const links = z.union([z.array(id), id.transform((one) => [one]), z.literal(false).transform(() => [])]);
const productRow = z.object({ id, display_name: z.string(), uom_id: id });
const partnerRow = z.object({ id, property_stock_customer: reference });

/** One outcome a transfer, in their order. */
export const readGrounds = async (
  rpc: Rpc,
  major: OdooServer['major'],
  transfers: readonly NewTransfer[],
): Promise<readonly Outcome<TransferGround>[]> => {
  const orders = await readOrders(rpc, major, transfers);
  const products = await readProducts(rpc, transfers);
  const customerLocations = await readCustomerLocations(rpc, [...orders.values()]);
  return transfers.map((transfer) => {
    const order = orders.get(transfer.saleOrderId);
    if (order === undefined) return missing(`Sale order ${transfer.origin} is gone from Odoo`);
    const typeId = order.warehouse_id?.out_type_id ?? null;
    if (typeId === null)
      return missing(`Sale order ${order.name} has no warehouse whose deliveries it could be one of`);
    const customerLocationId = customerLocations.get(placeKey(order));
    if (customerLocationId === undefined)
      return missing(`Odoo has no location of customers for sale order ${order.name}`);
    return done({
      companyId: order.company_id,
      typeId,
      partnerId: order.partner_shipping_id,
      customerLocationId,
      links: links.catch([]).parse(order[linksField[major]]),
      productOfLine: new Map(
        order.order_line.flatMap((line) => (line.product_id === null ? [] : [[line.id, line.product_id]])),
      ),
      products,
    });
  });
};

const missing = (words: string): { readonly done: false; readonly error: Error } =>
  failed(new Failure('NotFound', words));

const readOrders = async (
  rpc: Rpc,
  major: OdooServer['major'],
  transfers: readonly NewTransfer[],
): Promise<ReadonlyMap<number, OrderRow>> => {
  const ids = [...new Set(transfers.map((transfer) => transfer.saleOrderId))];
  const specification = {
    ...{ name: {}, company_id: {}, partner_shipping_id: {}, [linksField[major]]: {} },
    warehouse_id: { fields: { out_type_id: {} } },
    order_line: { fields: { product_id: {} } },
  };
  const rows = await rpc.call(
    {
      ...{ model: 'sale.order', method: 'web_read', ids, params: { specification } },
      ...{ effect: 'read', about: 'sale orders that were delivered', externalIds: ids.map(String) },
    },
    z.array(orderRow),
  );
  return new Map(rows.map((row) => [row.id, row]));
};

const readProducts = async (
  rpc: Rpc,
  transfers: readonly NewTransfer[],
): Promise<ReadonlyMap<number, TransferProduct>> => {
  const ids = [...new Set(transfers.flatMap(({ lines }) => lines.map((line) => line.productId)))];
  const rows = await rpc.call(
    {
      ...{ model: 'product.product', method: 'read', ids, params: { fields: ['display_name', 'uom_id'], load: '' } },
      ...{ effect: 'read', about: 'products of transfers' },
    },
    z.array(productRow),
  );
  return new Map(rows.map((row) => [row.id, { name: row.display_name, unitId: row.uom_id }]));
};

const placeKey = (order: OrderRow): string => `${order.company_id}:${order.partner_shipping_id}`;

/** Where goods of a partner go is a property by company; where it is not set, the first location of customers. */
const readCustomerLocations = async (rpc: Rpc, orders: readonly OrderRow[]): Promise<ReadonlyMap<string, number>> => {
  const found = new Map<string, number>();
  for (const companyId of new Set(orders.map((order) => order.company_id))) {
    const ofCompany = orders.filter((order) => order.company_id === companyId);
    const ids = [...new Set(ofCompany.map((order) => order.partner_shipping_id))];
    const context = { allowed_company_ids: [companyId] };
    const rows = await rpc.call(
      {
        ...{ model: 'res.partner', method: 'read', ids, params: { fields: ['property_stock_customer'], load: '' } },
        ...{ context, effect: 'read', about: 'where goods of customers go' },
      },
      z.array(partnerRow),
    );
    const isUnset = rows.some((row) => row.property_stock_customer === null);
    const otherwise = isUnset ? await firstCustomerLocation(rpc, companyId) : null;
    for (const order of ofCompany) {
      const own = rows.find((row) => row.id === order.partner_shipping_id)?.property_stock_customer ?? otherwise;
      if (own !== null) found.set(placeKey(order), own);
    }
  }
  return found;
};

const firstCustomerLocation = async (rpc: Rpc, companyId: number): Promise<number | null> => {
  const domain = [
    ['usage', '=', 'customer'],
    ['company_id', 'in', [companyId, false]],
  ];
  const ids = await rpc.call(
    {
      ...{ model: 'stock.location', method: 'search', params: { domain, order: 'id asc', limit: 1 } },
      ...{ effect: 'read', about: 'the location of customers' },
    },
    z.array(id),
  );
  return ids[0] ?? null;
};
