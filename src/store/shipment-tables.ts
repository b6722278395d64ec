import type { ColumnType, Generated } from 'kysely';
import type { CourierEvent, CourierRequest, ShipmentState } from '../domain/delivery/delivery.ts';
import type { PickingState } from '../domain/odoo-states.ts';
import type { NullableTimestamp, Timestamp } from './column-types.ts';

/** Why a shipment was refused before it was booked: how the one who asked is answered. */
export interface ShipmentProblem {
  /** `not-found`: no such picking; `refused`: not in its state; `invalid`: fields are missing; `rejected`: the courier's own no. */
  readonly kind: 'not-found' | 'refused' | 'invalid' | 'rejected';
  readonly detail: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

export interface ShipmentsTable {
  shipment_id: Generated<string>;
  picking_id: number;
  /** 1, and one more for each that is asked for after a cancelled or failed one. */
  n: number;
  connection: string;
  /** Name of the picking; its id with a `#` while Odoo was not asked yet. */
  number: string;
  state: ColumnType<ShipmentState, ShipmentState | undefined, ShipmentState>;
  /** Raised by each fact of either side and by what a person asks. */
  revision: Generated<number>;
  /** The newest revision that asks for a look into Odoo, and the one the last look has seen to. */
  odoo_revision: Generated<number>;
  looked_revision: Generated<number>;
  /** The newest revision its run has seen to, and the one its run was poked for, how often, when. */
  seen_revision: Generated<number>;
  delivered_revision: Generated<number>;
  deliveries: Generated<number>;
  delivered_at: NullableTimestamp;
  /** So long somebody waits for the check: what it finds wrong until then is their answer; later it is attention. */
  answer_by: NullableTimestamp;
  odoo_state: PickingState | null;
  odoo_user_id: number | null;
  sale_order_id: number | null;
  /** What is to be sent, or was; null before the check. */
  content: ColumnType<CourierRequest | null, string | null | undefined, string | null>;
  problem: ColumnType<ShipmentProblem | null, string | null | undefined, string | null>;
  /** A booking was begun and its outcome is not known: when, and when it was looked for in vain since. */
  sending_at: NullableTimestamp;
  missed_at: NullableTimestamp;
  /** Which attempt may send. */
  sending_epoch: Generated<number>;
  booked_at: NullableTimestamp;
  /** The courier's order number. */
  courier_id: string | null;
  courier_status: string | null;
  courier_words: string | null;
  status_at: NullableTimestamp;
  /** When the courier was last asked after it. */
  asked_at: NullableTimestamp;
  events: ColumnType<readonly CourierEvent[], string | undefined, string>;
  tracking_number: string | null;
  /** The tracking number that Odoo was told. */
  told_number: string | null;
  labelled_at: NullableTimestamp;
  /** The label was not asked for since something was last heard of the shipment. */
  label_due: Generated<boolean>;
  /** Why somebody wants it cancelled at the courier; null: nobody does. */
  cancel_wanted: string | null;
  /** What the courier said to the last wish to cancel, where it refused. */
  cancel_answer: string | null;
  error: string | null;
  closed_at: NullableTimestamp;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ShipmentLabelsTable {
  shipment_id: string;
  content_type: string;
  bytes: Buffer;
  created_at: Timestamp;
}
