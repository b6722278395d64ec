import { z } from 'zod';
import { orderRecord } from '../../src/connectors/odoo/pos/order-rows.ts';
import type { LoadRecord } from '../../src/connectors/odoo/load-once.ts';

const itemSchema = z.looseObject({ ItemName: z.string(), Price: z.number(), Quantity: z.number() });

export const wireOrders = z.object({
  orders: z.array(
    z.looseObject({
      OrderID: z.number(),
      OrderDate: z.string(),
      GrandTotal: z.number(),
      Tax: z.number(),
      OrderItems: z.array(itemSchema),
      CheckoutDetails: z.array(z.looseObject({ AmountPaid: z.number(), CardType: z.string() })),
    }),
  ),
});
export type WireOrder = z.output<typeof wireOrders>['orders'][number];

/** What rows are made with. */
export interface Lookups {
  readonly sessionId: number;
  /** By name. */
  readonly products: ReadonlyMap<string, { readonly id: number; readonly taxIds: readonly number[] }>;
  /** Percent by id. */
  readonly taxes: ReadonlyMap<number, number>;
  /** Ids by name. */
  readonly methods: ReadonlyMap<string, number>;
}

const cents = (value: number): string => value.toFixed(2);

/** The rows of one order in `load`, of the same columns as the product sends; the simple arithmetic is enough for what the benchmark sells. */
export const rowsOf = (order: WireOrder, { sessionId, products, taxes, methods }: Lookups): LoadRecord['rows'] =>
  orderRecord({
    externalId: `bare_pos_${order.OrderID}`,
    sessionId,
    companyId: 1,
    posReference: `Bare ${order.OrderID}`,
    date: order.OrderDate,
    partnerId: null,
    amountTotal: cents(order.GrandTotal),
    amountTax: cents(order.Tax),
    amountPaid: cents(order.GrandTotal),
    amountReturn: '0',
    lines: order.OrderItems.map(({ ItemName: name, Price: price, Quantity: quantity }) => {
      const product = products.get(name);
      if (product === undefined) throw new Error(`Odoo has no product ${name}`);
      const rate = product.taxIds.reduce((sum, id) => sum + (taxes.get(id) ?? 0), 0);
      const subtotal = price * quantity;
      return {
        productId: product.id,
        name,
        quantity: String(quantity),
        unitPrice: String(price),
        discount: '0',
        subtotal: cents(subtotal),
        subtotalWithTax: cents(subtotal * (1 + rate / 100)),
        taxIds: product.taxIds,
        lots: [],
        refundedLineId: null,
      };
    }),
    payments: order.CheckoutDetails.map(({ CardType: method, AmountPaid: amount }) => ({
      methodId: methods.get(method) ?? 0,
      amount: cents(amount),
      isChange: false,
    })),
  }).rows;
