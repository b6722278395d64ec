import type { DeliveryAddress } from '../fulfilment/odoo-fulfilment.ts';
import type { PickingState } from '../odoo-states.ts';

/** A picking with everything a courier is told of it. */
export interface CarriedPicking {
  readonly id: number;
  readonly name: string;
  readonly state: PickingState;
  readonly origin: string | null;
  /** The responsible user of the picking, else the salesperson of its order. */
  readonly userId: number | null;
  /** `sale.order` it belongs to. */
  readonly saleOrderId: number | null;
  /** Its own contact (`partner_id`); null where the picking has none. */
  readonly address: CarriedAddress | null;
  /** Kilograms, a decimal string; null where no product has a weight. Of the picking where Odoo knows it, else of its products; pounds are converted. */
  readonly weightKg: string | null;
  /** Distinct packages the goods are in (`result_package_id`), at least 1. */
  readonly parcels: number;
  /** Names of the products, the first few. */
  readonly content: readonly string[];
  /** The note of the picking as plain text; null when it is empty. */
  readonly note: string | null;
  /** What stands in `carrier_tracking_ref`; null where it is empty, or the field is not there. */
  readonly trackingRef: string | null;
}

export interface CarriedAddress extends DeliveryAddress {
  /** Name of the company the contact belongs to; null for a person, or a company itself. */
  readonly company: string | null;
  /** Name of the contact itself. */
  readonly contact: string | null;
}

/** What booking a courier asks of Odoo. Every method throws `Failure` and nothing else. */
export interface OdooDelivery {
  /** Null when there is no such picking. */
  readPicking(id: number): Promise<CarriedPicking | null>;
  /** Writes the tracking number to the picking, absolutely. @returns false where Odoo has no such field (module `stock_delivery` is not there) */
  writeTracking(pickingId: number, trackingNumber: string): Promise<boolean>;
}
