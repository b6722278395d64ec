/** How far a sale order is on its way through the prep centre, as people see it. */
export const fulfilmentStages = ['received', 'waiting', 'sent', 'delivered', 'cancelled', 'skipped'] as const;
export type FulfilmentStage = (typeof fulfilmentStages)[number];

/** What a status of the prep centre means; `unknown`: the connection does not say. */
export type StatusClass = 'progress' | 'error' | 'done' | 'dead' | 'unknown';

/** A sale order as it is sent to the prep centre. Quantities and prices are decimal strings. */
export interface FulfilmentOrder {
  /** Name of the sale order: the client's reference at the prep centre. */
  readonly reference: string;
  /** ISO 8601 UTC. */
  readonly orderedAt: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly receiver: Receiver;
  readonly comment: string | null;
  readonly lines: readonly FulfilmentLine[];
}

export interface Receiver {
  readonly name: string;
  readonly phone: string;
  readonly email: string | null;
  /** One text, whatever number of lines Odoo keeps it in. */
  readonly street: string;
  readonly city: string;
  readonly zip: string | null;
  /** Name of the state or region. */
  readonly state: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
}

export interface FulfilmentLine {
  readonly saleLineId: number;
  /** `product.product`. */
  readonly productId: number;
  /** What the prep centre calls the product. */
  readonly centreProductId: string;
  readonly name: string;
  /** In the prep centre's units: Odoo's quantity in the product's own unit, divided by the factor of the listing. */
  readonly quantity: string;
  /** The same in the product's own unit in Odoo. */
  readonly productQuantity: string;
  /** Of one unit of the prep centre, before taxes, after the line's discount. */
  readonly unitPrice: string;
  /** The lots and serial numbers that are reserved for the line, with how much of each in the product's own unit. */
  readonly lots: readonly { readonly name: string; readonly quantity: string }[];
}

/** An order as the prep centre shows it. */
export interface CentreOrder {
  /** The prep centre's id; our own reference where it gives none and is asked by that. */
  readonly id: string;
  /** As it stands there, codes such as `7.1` as text; null where none was given. */
  readonly status: string | null;
  /** What the prep centre says about the status, if it says anything. */
  readonly words: string | null;
  readonly trackingNumber: string | null;
}
