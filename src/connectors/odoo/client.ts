import type { ProductValues } from '../../domain/offers.ts';
import type { ConfirmedOrder, OdooFulfilment } from '../../domain/fulfilment/odoo-fulfilment.ts';
import type { PickingState, SaleOrderState } from '../../domain/odoo-states.ts';
import type { OdooDelivery } from '../../domain/delivery/odoo-delivery.ts';
import type { OdooMirror } from '../../domain/mirror/odoo-mirror.ts';
import type { OdooPos } from '../../domain/pos/odoo-pos.ts';

/**
 * What the rest of Conveyor may ask of Odoo, in business words. One implementation serves 17, 18 and 19 over JSON-RPC and JSON-2.
 * Every method throws `Failure` and nothing else; a record that one call of a group spoils fails alone. Calls of one kind travel together.
 * Sources: reference/odoo.md §1-§6.
 */
export interface Odoo {
  readonly server: OdooServer;

  /** Products by any of the ways they can be named; archived ones included (`active: false`). Cached for seconds. */
  findProducts(by: ProductKey): Promise<readonly OdooProduct[]>;

  /** Partners with this `ref` (archived ones left out), with their external ids. */
  findPartnersByRef(ref: string): Promise<readonly OdooPartner[]>;
  /** Partners where a field of the user's choice (`x_…`) has this value, with their external ids. */
  findPartnersByField(field: string, value: string): Promise<readonly OdooPartner[]>;
  /** Creates the customer or returns the one that has this external id, untouched. Exactly once. Returns the partner's id. */
  createCustomerOnce(externalId: string, customer: CustomerDraft): Promise<number>;

  /** Sale orders by `client_order_ref` or a field of the user's choice, cancelled ones left out, with their external ids. */
  findSaleOrders(field: string, value: string): Promise<readonly FoundSaleOrder[]>;
  /**
   * Creates the sale order with its lines or returns the one that has this external id, untouched. Exactly once. Returns its id.
   * @throws Failure `Rejected` with the words of Odoo and `data.path` naming the field Odoo blames (for example `partner_id`).
   */
  createSaleOrderOnce(externalId: string, order: SaleOrderDraft): Promise<number>;
  /** The sale order as it is now; null when it is gone. Archived or cancelled ones are returned. Lines and transfers only when asked for. */
  readSaleOrder(id: number, parts: { lines: boolean; pickings: boolean }): Promise<OdooSaleOrder | null>;
  /** Replaces all lines of a quotation in one absolute write. Repeatable. `Rejected` when Odoo refuses (locked, not a quotation). */
  replaceSaleOrderLines(id: number, lines: readonly SaleOrderLineDraft[], taxes: 'odoo' | 'none'): Promise<void>;
  /** Confirms a quotation; an order that is confirmed already counts as done (state is read again after any refusal). */
  confirmSaleOrder(id: number): Promise<void>;
  /** Cancels; already cancelled counts as done. `Rejected` when Odoo refuses (locked). */
  cancelSaleOrder(id: number): Promise<void>;
  /**
   * Validates a transfer with exactly the demanded quantities; done already counts as done. Reserves first where nothing is reserved yet.
   * Returns the reason in words when it cannot be done in full (too little stock, missing lots): nothing is moved and no backorder is made.
   */
  validatePicking(id: number): Promise<{ done: true } | { done: false; reason: string }>;

  /** Posts a note in the chatter once per external id. `body` is HTML; escape what comes from outside. */
  postNoteOnce(externalId: string, record: OdooRecord, body: string): Promise<void>;
  /** A to-do on the record for its responsible user, once per summary while open. Returns the activity's id. */
  scheduleActivityOnce(
    record: OdooRecord,
    activity: { summary: string; note: string; userId: number | null },
  ): Promise<number>;
  /** Closes a to-do; gone already counts as done. */
  closeActivity(id: number, feedback: string): Promise<void>;

  /**
   * Sale orders and transfers written at or after `since` (whole seconds, server time), with the server's time now. Never grouped, first in the queue.
   *
   * @param pickingIds transfers that count though they belong to no sale order
   */
  readChanges(since: Date, pickingIds?: readonly number[]): Promise<OdooChanges>;

  /**
   * Price and stock of products as they are now, whatever their number in one or two calls (pages of 500). A product that is not in the answer
   * was deleted. A pricelist's price is computed from its rules and compared with Odoo's own for a few samples; where one differs, Odoo's own
   * is asked for each product.
   */
  readProductValues(query: ProductValuesQuery): Promise<ReadonlyMap<number, ProductValues>>;
  /**
   * What price and stock hang on and was written at or after `since` (whole seconds, server time). Never grouped, first in the queue. `pricelists` and
   * those they are based on, and `moves` only where a connection needs them.
   */
  readProductChanges(since: Date, what: WatchedProducts): Promise<ProductChanges>;
  /** The ids of all rules of these pricelists and those they are based on. First in the queue. */
  readPricelistRuleIds(pricelists: readonly number[]): Promise<readonly number[]>;
  /** These rules of pricelists as they are now, however old; those that are gone are left out. First in the queue. */
  readPricelistRules(ids: readonly number[]): Promise<readonly SeenPricelistRule[]>;
  /** Which of these products still exist, archived or not. */
  existingProducts(ids: readonly number[]): Promise<ReadonlySet<number>>;

  /** The point of sale. */
  readonly pos: OdooPos;
  /** What shipping by a prep centre asks for. */
  readonly fulfilment: OdooFulfilment;
  /** What booking a courier asks for. */
  readonly delivery: OdooDelivery;
  /** What the mirror reads. */
  readonly mirror: OdooMirror;

  /** One harmless authenticated call: a sentence about what was seen. */
  test(): Promise<string>;
  /** Stops taking calls and waits for those on the wire. */
  close(): Promise<void>;
}

export interface OdooServer {
  readonly major: 17 | 18 | 19;
  readonly protocol: 'jsonrpc' | 'json2';
  readonly url: string;
  readonly database: string;
}

export type ProductKey =
  | { readonly by: 'id'; readonly value: number }
  | { readonly by: 'default-code'; readonly value: string }
  | { readonly by: 'barcode'; readonly value: string }
  /** A field of the user's choice (`x_…`). */
  | { readonly by: 'field'; readonly field: string; readonly value: string };

export interface OdooProduct {
  readonly id: number;
  readonly templateId: number;
  readonly name: string;
  readonly defaultCode: string | null;
  readonly barcode: string | null;
  readonly active: boolean;
  readonly saleOk: boolean;
}

export interface OdooPartner {
  readonly id: number;
  readonly name: string;
  readonly ref: string | null;
  /** Full external ids (`module.name`) of the record. */
  readonly externalIds: readonly string[];
}

export interface CustomerDraft {
  readonly name: string;
  readonly ref: string;
  readonly phone: string | null;
  /** Second number: `mobile` on 17 and 18, appended to the comment on 19. */
  readonly phone2: string | null;
  readonly email: string | null;
  readonly street: string | null;
  readonly comment: string | null;
  /** Further columns, for example a field of the user's choice. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface SaleOrderLineDraft {
  readonly productId: number;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly description: string;
}

export interface SaleOrderDraft {
  readonly partnerId: number;
  readonly clientOrderRef: string;
  readonly origin: string;
  /** Plain text; lines stay lines. */
  readonly note: string | null;
  readonly lines: readonly SaleOrderLineDraft[];
  /** `none` clears the product's default taxes. */
  readonly taxes: 'odoo' | 'none';
  readonly companyId: number | null;
  readonly warehouseId: number | null;
  readonly teamId: number | null;
  readonly pricelistId: number | null;
  readonly userId: number | null;
  /** Further columns, for example fields of the user's choice. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface FoundSaleOrder {
  readonly id: number;
  readonly name: string;
  readonly partnerId: number;
  readonly state: SaleOrderState;
  readonly amountTotal: string;
  readonly amountUntaxed: string;
  readonly externalIds: readonly string[];
}

export type { PickingState, SaleOrderState };

export interface OdooSaleOrder {
  readonly id: number;
  readonly name: string;
  readonly state: SaleOrderState;
  readonly locked: boolean;
  readonly partnerId: number;
  readonly userId: number | null;
  readonly currency: string;
  readonly amountTotal: string;
  readonly amountUntaxed: string;
  /** Product lines only (sections and notes left out); empty when not asked for. */
  readonly lines: readonly OdooSaleOrderLine[];
  /** Outgoing transfers to a customer, without drafts: those are plans of a person, or of ours. Empty when not asked for. */
  readonly pickings: readonly OdooPicking[];
}

export interface OdooSaleOrderLine {
  readonly id: number;
  readonly productId: number;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly delivered: string;
}

export interface OdooPicking {
  readonly id: number;
  readonly name: string;
  readonly state: PickingState;
}

export interface OdooRecord {
  readonly model: 'sale.order' | 'stock.picking' | 'res.partner';
  readonly id: number;
}

export interface ProductValuesQuery {
  readonly productIds: readonly number[];
  readonly price: 'list_price' | { readonly pricelist: number };
  readonly stock: 'free_qty' | 'virtual_available' | 'qty_available';
  /** Ids of warehouses whose stock counts, added up; none: all. */
  readonly warehouses: readonly number[];
}

export interface WatchedProducts {
  /** Whether planned moves count (`virtual_available`). */
  readonly moves: boolean;
  /** Ids of the pricelists that prices come from. */
  readonly pricelists: readonly number[];
}

/** A record that price or stock of a product hangs on, as it was when it was looked at. */
export interface SeenRecord {
  readonly model: string;
  readonly id: number;
  /** Changes whenever the record was written or one of the watched fields differs. */
  readonly hash: string;
  readonly productId: number;
}

/** A rule of a pricelist: whose price it makes, and when. */
export interface SeenPricelistRule {
  readonly id: number;
  readonly hash: string;
  readonly pricelistId: number;
  /** One of these is set, or none: then the rule concerns every product (or a whole category). */
  readonly productId: number | null;
  readonly templateId: number | null;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
}

export interface ProductChanges {
  readonly serverTime: Date;
  /** Products (price, archived), quants, moves. */
  readonly records: readonly SeenRecord[];
  readonly rules: readonly SeenPricelistRule[];
}

export interface OdooChanges {
  readonly serverTime: Date;
  readonly saleOrders: readonly ConfirmedOrder[];
  /** Outgoing transfers that belong to a sale order. */
  readonly pickings: readonly SeenTransfer[];
  /** All transfers that belong to a sale order, whatever their type: those of `pickings`, steps inside the warehouse, returns. */
  readonly transfers: readonly SeenTransfer[];
  /** Every transfer that was seen, whatever its type and state: those of sale orders, and those that were asked for by id. */
  readonly carried: readonly { readonly id: number; readonly state: PickingState }[];
}

export interface SeenTransfer {
  readonly id: number;
  readonly saleOrderId: number;
  readonly state: PickingState;
}
