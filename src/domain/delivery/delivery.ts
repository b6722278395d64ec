/** How far a shipment is, as people see it: not checked yet, booked or about to be, collected, and its three ends. */
export const shipmentStates = ['draft', 'pending', 'shipped', 'delivered', 'error', 'cancelled'] as const;
export type ShipmentState = (typeof shipmentStates)[number];

/** States in which a picking has its courier: it gets no second one. */
export const livingStates = ['draft', 'pending', 'shipped', 'delivered'] as const satisfies readonly ShipmentState[];

/** What a courier's status comes to. `unknown`: words nobody knows; the shipment stays where it is. */
export type CourierStatusClass = 'pending' | 'shipped' | 'delivered' | 'error' | 'cancelled' | 'unknown';

/** One shipment of a picking: the first has `n` 1, what is asked for after a cancelled or failed one is the next. */
export interface ShipmentKey {
  /** `stock.picking`. */
  readonly pickingId: number;
  readonly n: number;
}

/** How the timeline, attention and workflow ids name a shipment: `<pickingId>:<n>`. */
export const shipmentTargetId = ({ pickingId, n }: ShipmentKey): string => `${pickingId}:${n}`;

/** The shipment that is named so. */
export const shipmentOfTargetId = (id: string): ShipmentKey => {
  const [pickingId, n] = id.split(':').map(Number);
  return { pickingId: pickingId ?? 0, n: n ?? 0 };
};

/** What a courier is asked to carry. Texts are trimmed, null where Odoo has nothing. */
export interface CourierRequest {
  /** Ours, told to the courier: by it a booking is found again. Unique for each shipment, letters, digits and dashes only. */
  readonly reference: string;
  /** Name of the picking, for people. */
  readonly pickingName: string;
  readonly receiver: CourierReceiver;
  readonly parcels: readonly CourierParcel[];
  /** For the courier's people. */
  readonly notes: string | null;
}

export interface CourierReceiver {
  /** Company, or the person where there is none. */
  readonly name: string;
  /** The person at the company. */
  readonly contact: string | null;
  /** One line, house number included: a courier that wants it apart splits it (`splitStreet`). */
  readonly street: string;
  readonly street2: string | null;
  readonly zip: string;
  readonly city: string;
  /** Name of the state or region. */
  readonly state: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly phone: string | null;
  readonly email: string | null;
}

export interface CourierParcel {
  readonly count: number;
  /** Kilograms of all of them together, a decimal string. */
  readonly weightKg: string;
  /** What is in them, in a few words. */
  readonly description: string | null;
}

/** A booking as the courier shows it. */
export interface CourierShipment {
  /** The courier's order number, by which it is asked after (OPAL: OCU). */
  readonly id: string;
  /** Null while there is none (OPAL: `UNKNOWN`). */
  readonly trackingNumber: string | null;
  /** The courier's own words; null where it says nothing. */
  readonly status: string | null;
  readonly class: CourierStatusClass;
  /** What is told beside the status (who received it, why it failed); null where nothing is. */
  readonly words: string | null;
  /** What happened, the oldest first; empty where the courier does not tell. */
  readonly events: readonly CourierEvent[];
}

export interface CourierEvent {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly text: string;
  readonly location: string | null;
}

/** A document to stick on the parcel. */
export interface CourierLabel {
  /** `application/pdf`. */
  readonly contentType: string;
  readonly bytes: Uint8Array;
}
