import type { ColumnType, Generated } from 'kysely';
import type { FulfilmentOrder, FulfilmentStage, StatusClass } from '../domain/fulfilment/fulfilment.ts';
import type { Json, NullableTimestamp, Timestamp } from './column-types.ts';

export interface FulfilmentsTable {
  connection: string;
  sale_order_id: number;
  /** Name of the sale order; its id with a `#` while Odoo was not asked yet. */
  number: string;
  stage: ColumnType<FulfilmentStage, FulfilmentStage | undefined, FulfilmentStage>;
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
  /** Whether a person or the rule asked for it; by hand the rule does not count. */
  by_hand: Generated<boolean>;
  ordered_at: NullableTimestamp;
  odoo_state: 'draft' | 'sent' | 'sale' | 'cancel' | null;
  odoo_mark: string | null;
  odoo_user_id: number | null;
  /** State of each of its transfers by id, as last read. */
  odoo_pickings: Json<Record<string, string>>;
  /** What is to be sent, or was; null while it cannot be. */
  content: ColumnType<FulfilmentOrder | null, string | null | undefined, string | null>;
  /** Why it is not sent yet, in words: not confirmed, nothing reserved. Null: nothing keeps it. */
  waits_for: string | null;
  /** A create was begun and its outcome is not known: when, and when it was looked for in vain since. */
  sending_at: NullableTimestamp;
  missed_at: NullableTimestamp;
  /** Which attempt may send. */
  sending_epoch: Generated<number>;
  sent_at: NullableTimestamp;
  centre_id: string | null;
  centre_status: string | null;
  centre_words: string | null;
  status_class: StatusClass | null;
  status_at: NullableTimestamp;
  tracking_number: string | null;
  /** When the prep centre was last asked after it. */
  asked_at: NullableTimestamp;
  transfer_id: number | null;
  transfer_name: string | null;
  /** What was noted on the order once: `return`, `partial`. */
  noted: Generated<string[]>;
  closed_at: NullableTimestamp;
  created_at: Timestamp;
  updated_at: Timestamp;
}

/** What is known of a prep centre as a whole. */
export interface FulfilmentConnectionsTable {
  connection: string;
  /** Orders confirmed before are not touched unless asked for; by Odoo's clock. */
  starts_at: Timestamp;
  /** Since then its rule could not be read: what was confirmed is looked for once it can. */
  missed_since: NullableTimestamp;
  /** When the last round that asked after all open orders had begun. */
  followed_at: NullableTimestamp;
  follow_result: Json<Record<string, unknown>> | null;
}

/** Notes for the chatter of records in Odoo, each posted once. */
export interface OdooNotesTable {
  id: Generated<number>;
  external_id: string;
  model: 'sale.order' | 'stock.picking';
  record_id: number;
  /** Plain text. */
  text: string;
  connection: string;
  created_at: Timestamp;
  posted_at: NullableTimestamp;
  attempts: Generated<number>;
  next_at: Timestamp;
  /** Odoo's words why it will not have it; then it is not tried any more. */
  refused: string | null;
}
