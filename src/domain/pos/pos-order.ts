/**
 * What a point of sale sold or took back, whatever shape it came in (vendors.md §3). Quantities and amounts are decimal strings, amounts in the
 * currency of the point of sale, and all are written as of a sale: a refund differs by its `kind` alone, and its signs are turned on the way to Odoo.
 */
export interface PosOrder {
  /** `<OrderID>`, or `<OrderID>:REFUND`: unique within a connection. */
  readonly key: string;
  readonly orderId: string;
  readonly kind: 'sale' | 'refund';
  /** ISO 8601 UTC; null where the source does not say when it was sold. */
  readonly date: string | null;
  readonly lines: readonly PosLine[];
  /** In the order of the source, those of zero left out. */
  readonly payments: readonly PosPayment[];
  readonly totals: PosTotals;
  readonly customer: PosCustomer | null;
}

export interface PosItem {
  /** Id of `product.product` as the source knows it; null where it names none. */
  readonly odooItemId: number | null;
  /** The source's own id of the item; null where it is absent or 0. */
  readonly itemId: string | null;
  readonly name: string;
  readonly quantity: string;
  /** Of one, before tax and discount. */
  readonly unitPrice: string;
}

export interface PosLine extends PosItem {
  /** Taken off the whole line, before tax: an amount, or percent of price × quantity. */
  readonly discount: { readonly amount: string } | { readonly percent: string };
  /** Names of lots or serial numbers, where the source gives any. */
  readonly lots: readonly string[];
  /** Parts of a bundle; `quantity` is that in one bundle. */
  readonly parts: readonly PosItem[];
}

export interface PosPayment {
  readonly amount: string;
  /** As the source writes it: `Cash`, `Mada`. */
  readonly cardType: string | null;
  /** 1 Cash, 2 Card, 3 Credit, 5 Tabby, 6 Tamara, 7 StcPay, 8 Bank Transfer. */
  readonly mode: number | null;
  readonly reference: string | null;
}

/** Sums as the source states them; null where it states none. */
export interface PosTotals {
  /** `AmountTotal`: before tax. */
  readonly beforeTax: string | null;
  /** `AmountDiscount`: on the order, or the discounts of its lines told once more. */
  readonly discount: string | null;
  readonly tax: string | null;
  /** `GrandTotal`: with tax. */
  readonly grandTotal: string | null;
  readonly paid: string | null;
  /** `BalanceAmount`: what is still owed; negative where change was given. */
  readonly balance: string | null;
  /** `ServiceCharges`: no line of the order holds them. */
  readonly serviceCharges: string | null;
}

export interface PosCustomer {
  /** Id of `res.partner`. */
  readonly partnerId: number | null;
  /** `ref` of the partner. */
  readonly ref: string | null;
}

/** A payload of the source: an order, or why it is none of use. */
export type PosReading = { readonly order: PosOrder; readonly raw: unknown } | UnreadPosOrder;

export interface UnreadPosOrder {
  /** As in `PosOrder`; where not even an `OrderID` can be read, a name made from the payload's hash (`unreadable-…`). */
  readonly key: string;
  readonly orderId: string | null;
  readonly raw: unknown;
  readonly problem: PosProblem;
}

export interface PosProblem {
  /** `bad-payload`: a field is wrong. `status`: neither a sale nor a refund: nothing to import, until its status changes. */
  readonly kind: 'bad-payload' | 'status';
  /** The wrong field, for example `OrderItems[2].Price`. */
  readonly path: string;
  /** A sentence with the order's number. */
  readonly message: string;
}

/** How far the import of one order is. `loading`: Odoo may hold it already; `loaded`: it is a draft there. */
export const posOrderStates = ['received', 'loading', 'loaded', 'paid', 'attention', 'skipped', 'refused'] as const;
export type PosOrderState = (typeof posOrderStates)[number];

/** States from which an order may still get into Odoo. */
export const openPosOrderStates = [
  'received',
  'loading',
  'loaded',
  'attention',
] as const satisfies readonly PosOrderState[];

export const refundKey = (orderId: string): string => `${orderId}:REFUND`;
