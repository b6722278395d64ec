import type { PickingState, SaleOrderState } from '../odoo-states.ts';

/** A sale order as the watch sees it: enough to say whether it is to be shipped by a prep centre, and whether it changed. */
export interface ConfirmedOrder {
  readonly id: number;
  readonly name: string;
  readonly state: SaleOrderState;
  /** `date_order`, which Odoo sets on confirmation; ISO 8601 UTC. Null where there is none. */
  readonly orderedAt: string | null;
  /** Differs whenever the order was written, or one of the watched fields differs. The same wherever the order is read. */
  readonly mark: string;
  readonly companyId: number;
  readonly teamId: number | null;
  readonly tagIds: readonly number[];
  readonly warehouseId: number | null;
}

/** A sale order with everything that is sent of it. Quantities and amounts are decimal strings. */
export interface ShippableOrder extends ConfirmedOrder {
  /** The salesperson; null: nobody. */
  readonly userId: number | null;
  /** ISO 4217. */
  readonly currency: string;
  /** The note of the order as plain text; null when it is empty. */
  readonly note: string | null;
  readonly deliverTo: DeliveryAddress;
  /** Goods only, with a positive quantity: sections, notes, services, delivery and down payment lines are left out. */
  readonly lines: readonly ShippableLine[];
  readonly transfers: readonly OrderTransfer[];
}

/** The delivery address; texts trimmed, null where empty. */
export interface DeliveryAddress {
  readonly partnerId: number;
  /** Of a contact of a company: `<company>, <contact>`. */
  readonly name: string | null;
  /** `phone`, else `mobile` where the version has it; of the contact, else of its company. */
  readonly phone: string | null;
  readonly email: string | null;
  readonly street: string | null;
  readonly street2: string | null;
  readonly city: string | null;
  readonly zip: string | null;
  readonly state: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
}

export interface ShippableLine {
  readonly id: number;
  readonly productId: number;
  /** Name of the product, with its attributes. */
  readonly name: string;
  /** In the product's own unit. */
  readonly quantity: string;
  /** Of one of the product's own unit, before taxes, after the discount. */
  readonly unitPrice: string;
  readonly tracking: 'none' | 'lot' | 'serial';
  /** Lots reserved for the line in transfers that are not done or dropped (or moved by done ones), with how much of each, in the product's own unit. */
  readonly lots: readonly { readonly name: string; readonly quantity: string }[];
  /** What the field named by `productIdField` holds; null when empty, or when none was asked for. */
  readonly fieldValue: string | null;
}

export interface OrderTransfer {
  readonly id: number;
  readonly name: string;
  readonly state: PickingState;
  /** Goods that come back, or a part that is sent later: seen, and not booked by Conveyor. `step`: a transfer inside the warehouse. */
  readonly kind: 'delivery' | 'step' | 'return' | 'backorder';
}

/** Which sale orders a connection is for, as ids; `all`: every one. */
export type ResolvedMatch = { readonly by: 'all' } | { readonly by: 'team' | 'tag' | 'warehouse'; readonly id: number };

export interface StockLocation {
  readonly id: number;
  /** `complete_name`. */
  readonly name: string;
  /** Null: of all companies. */
  readonly companyId: number | null;
}

/** The draft transfer that a delivered order comes back as. */
export interface NewTransfer {
  readonly saleOrderId: number;
  /** Name of the sale order. */
  readonly origin: string;
  readonly sourceLocationId: number;
  /** Plain text. */
  readonly note: string | null;
  readonly lines: readonly NewTransferLine[];
}

export interface NewTransferLine {
  readonly saleLineId: number;
  readonly productId: number;
  /** In the product's own unit. */
  readonly quantity: string;
  /** Lots and serial numbers by name, with how much of each. One that Odoo does not know of the product stands in the note only. */
  readonly lots: readonly { readonly name: string; readonly quantity: string }[];
}

/** What shipping by a prep centre asks of Odoo. Every method throws `Failure` and nothing else. */
export interface OdooFulfilment {
  /**
   * The order as it is now; null when it is gone. Reads of many orders at once travel together.
   *
   * @param productIdField a field of `product.product` (or its template) that holds the prep centre's id of the product
   * @throws Failure `InvalidInput` when products have no such field
   */
  readOrder(id: number, productIdField: string | null): Promise<ShippableOrder | null>;
  /** Orders in state `sale` whose `date_order` is at or after then, whatever their number. */
  readConfirmedSince(since: Date): Promise<readonly ConfirmedOrder[]>;
  /**
   * The id of a sales team, tag or warehouse by its name (exactly) or id; kept for a minute.
   * @throws Failure `NotFound` when there is none, `Rejected` when a name is that of several; both say what to set
   */
  resolve(by: 'team' | 'tag' | 'warehouse', nameOrId: string | number): Promise<number>;
  /**
   * The location by its id, its full name or its own name, in this order; active ones of this company or of all companies.
   * @throws Failure `NotFound` when there is none, `Rejected` with `data.code` `ambiguous` when there are several; both say what to set
   */
  findLocation(nameOrId: string | number, companyId: number): Promise<StockLocation>;
  /**
   * Makes the transfer from that location to the customer in state `draft`, linked to the sale order and its lines, or returns the one with this
   * external id, untouched. Exactly once, its lots as well. Lots are shown without being reserved (odoo.md §9).
   */
  createTransferOnce(
    externalId: string,
    transfer: NewTransfer,
  ): Promise<{ readonly id: number; readonly name: string }>;
}
