import type { ColumnType, Generated } from 'kysely';
import type { Json, NullableTimestamp, Timestamp } from './column-types.ts';
import type { MirrorModelsTable, MirrorRunsTable, MirrorTables } from './mirror-tables.ts';
import type { ShipmentLabelsTable, ShipmentsTable } from './shipment-tables.ts';
import type { FulfilmentConnectionsTable, FulfilmentsTable, OdooNotesTable } from './fulfilment-tables.ts';
import type { PosOrder, PosOrderState, PosProblem } from '../domain/pos/pos-order.ts';
import type { PosCounts, PosStatus, WrittenPosLine } from '../domain/pos/pos-run.ts';
import type { ProblemOfContent, WrittenLine } from '../domain/order-row.ts';
import type { AttentionKind, OrderStage } from '../domain/order-stage.ts';
import type { Deliverer, MarketplaceOrder, MarketplaceStatus } from '../domain/marketplace-order.ts';

export type { FulfilmentsTable, ShipmentsTable };

export interface Database extends MirrorTables {
  identity: IdentityTable;
  connections: ConnectionsTable;
  connection_activity: ConnectionActivityTable;
  quotas: { connection: string; next_free_at: Timestamp; blocked_until: Timestamp };
  leases: { name: string; holder: string; expires_at: Timestamp };
  orders: OrdersTable;
  inbox: InboxTable;
  timeline: TimelineTable;
  attention: AttentionTable;
  listings: ListingsTable;
  customers: { connection: string; ref: string; partner_id: number; created_at: Timestamp };
  exchanges: ExchangesTable;
  tokens: TokensTable;
  pull_requests: { connection: string; asked_at: Timestamp };
  offers: OffersTable;
  dirty_offers: DirtyOffersTable;
  offer_runs: {
    connection: string;
    epoch: ColumnType<number, number | undefined, number>;
    wanted: ColumnType<number, number | undefined, number>;
    woken: ColumnType<number, number | undefined, number>;
    /** The `wanted` that the last claim has seen to: while a wake-up is not taken, there is no other. */
    taken: ColumnType<number, number | undefined, number>;
    /** Whether the watch has looked since offers were enabled: what changed before is no news. */
    watched: ColumnType<boolean, boolean | undefined, boolean>;
  };
  offer_pushes: { connection: string; at: Timestamp; age_ms: number };
  /** Counted by the database when rows come into `offer_pushes` and `offers`: written by nobody else. */
  offer_ages: { connection: string; up_to_ms: number; pushes: number; sum_ms: number };
  offer_refusals: { connection: string; refused: number };
  watch_seen: { model: string; record_id: number; hash: string; seen_at: Timestamp };
  pricelist_rules: PricelistRulesTable;
  reconciliations: ReconciliationsTable;
  reconciliation_rows: ReconciliationRowsTable;
  finished_runs: {
    connection: string;
    process: string;
    started_at: Timestamp;
    finished_at: Timestamp;
    result: Json<Record<string, unknown>>;
  };
  pos_orders: PosOrdersTable;
  pos_imports: {
    connection: string;
    /** When the last fetch that was stored to its end had begun. */
    fetched_until: NullableTimestamp;
    wanted: ColumnType<number, number | undefined, number>;
    woken: ColumnType<number, number | undefined, number>;
    /** The `wanted` that the last import has seen to. */
    taken: ColumnType<number, number | undefined, number>;
  };
  pos_runs: {
    /** `<workflow id>/<run id>`. */
    id: string;
    connection: string;
    started_at: Timestamp;
    finished_at: NullableTimestamp;
    status: PosStatus | null;
    message: string | null;
    counts: Json<Partial<PosCounts>>;
  };
  idempotency_keys: {
    connection: string;
    key: string;
    body_hash: string;
    answer: ColumnType<unknown, string | null | undefined, string | null>;
    created_at: Timestamp;
  };
  fulfilments: FulfilmentsTable;
  fulfilment_connections: FulfilmentConnectionsTable;
  odoo_notes: OdooNotesTable;
  shipments: ShipmentsTable;
  shipment_labels: ShipmentLabelsTable;
  mirror_models: MirrorModelsTable;
  mirror_runs: MirrorRunsTable;
  watch: { only_row: Generated<boolean>; epoch: number; looked_until: NullableTimestamp };
}

export interface PosOrdersTable {
  connection: string;
  key: string;
  order_id: string | null;
  /** Null while it cannot be read. */
  kind: PosOrder['kind'] | null;
  seq: Generated<number>;
  state: ColumnType<PosOrderState, PosOrderState | undefined, PosOrderState>;
  /** Raised by each fact: content of the source, a person's word. */
  revision: Generated<number>;
  source: 'pull' | 'push';
  payload: ColumnType<unknown, string, string>;
  content: ColumnType<PosOrder | null, string | null | undefined, string | null>;
  /** Of `content` (or of `payload`, where that cannot be read), the order of keys left aside. */
  content_hash: string;
  problem: ColumnType<PosProblem | null, string | null | undefined, string | null>;
  newer_payload: ColumnType<unknown, string | null | undefined, string | null>;
  newer_content: ColumnType<PosOrder | null, string | null | undefined, string | null>;
  newer_hash: string | null;
  partner_id: number | null;
  lines: Json<readonly WrittenPosLine[]>;
  odoo_id: number | null;
  odoo_name: string | null;
  session_id: number | null;
  total_odoo: string | null;
  /** It needs attention, and its run was not started since. */
  run_wanted: Generated<boolean>;
  /** The run (`pos_runs.id`) whose fetch brought it last. */
  fetched_by: string | null;
  created_at: Timestamp;
  updated_at: Timestamp;
  paid_at: NullableTimestamp;
}

interface IdentityTable {
  only_row: Generated<boolean>;
  odoo_url: string;
  odoo_database: string;
  sandbox: boolean;
  created_at: Timestamp;
}

interface ConnectionsTable {
  id: string;
  kind: string;
  name: string;
  enabled: Generated<boolean>;
  settings: Json<Record<string, unknown>>;
  /** The secrets as one sealed JSON text (secret-box.ts). */
  secrets: string;
  secret_names: Generated<string[]>;
  paused_by: 'operator' | 'unauthorized' | null;
  paused_reason: string | null;
  paused_at: NullableTimestamp;
  /** Raised by each change; workers and schedules are reconciled when it moves. */
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  deleted_at: NullableTimestamp;
}

interface ConnectionActivityTable {
  connection: string;
  pull_started_at: NullableTimestamp;
  pull_finished_at: NullableTimestamp;
  /** When the pull that finished last had begun. */
  pull_finished_started_at: NullableTimestamp;
  pull_result: Json<Record<string, unknown>> | null;
  pull_error: string | null;
  unavailable_since: NullableTimestamp;
}

export interface OrdersTable {
  connection: string;
  external_id: string;
  number: string;
  stage: ColumnType<OrderStage, OrderStage | undefined, OrderStage>;
  /** Raised in the transaction of each fact of either side. */
  revision: Generated<number>;
  content_hash: string | null;
  /** The newest payload as it was pulled. */
  payload: ColumnType<unknown, string | null | undefined, string | null>;
  /** The newest payload as an order; null while it cannot be read. */
  content: ColumnType<MarketplaceOrder | null, string | null | undefined, string | null>;
  problem: ColumnType<ProblemOfContent | null, string | null | undefined, string | null>;
  pulled_revision: Generated<number>;
  imported_revision: Generated<number>;
  acknowledged_revision: Generated<number>;
  acknowledged_at: NullableTimestamp;
  marketplace_status: MarketplaceStatus | null;
  deliverer: ColumnType<Deliverer, Deliverer | undefined, Deliverer>;
  delivered_by: string | null;
  sent_statuses: Generated<string[]>;
  odoo_id: number | null;
  odoo_name: string | null;
  odoo_state: 'draft' | 'sent' | 'sale' | 'cancel' | null;
  odoo_user_id: number | null;
  /** State of each outgoing transfer by its id, as last read. */
  odoo_pickings: Json<Record<string, string>>;
  was_confirmed: Generated<boolean>;
  /** The lines as Conveyor wrote them last into Odoo. */
  written_lines: Json<WrittenLine[]>;
  /** The lines of a write that was begun and is not settled: they may stand in Odoo instead. */
  attempted_lines: ColumnType<WrittenLine[] | null, string | null | undefined, string | null>;
  partner_id: number | null;
  customer_ref: string | null;
  customer_name: string | null;
  currency: string | null;
  total_marketplace: string | null;
  total_odoo: string | null;
  /** As its run remembered, while the content is not here. */
  needs_otp: Generated<boolean>;
  otp: string | null;
  otp_accepted: Generated<boolean>;
  cancel_reason: string | null;
  closed_at: NullableTimestamp;
  created_at: Timestamp;
  updated_at: Timestamp;
}

interface InboxTable {
  id: Generated<number>;
  connection: string;
  event_key: string;
  target_type: 'order';
  target_id: string;
  revision: number;
  source: 'pull' | 'webhook' | 'odoo' | 'hand';
  kind: 'content' | 'status' | 'acknowledge' | 'odoo';
  payload: Json<Record<string, unknown>>;
  received_at: Timestamp;
  claimed_until: Timestamp;
  /** How often it was brought to Temporal: a fact that is not done is brought again, ever more rarely. */
  deliveries: Generated<number>;
  delivered_at: NullableTimestamp;
  done_at: NullableTimestamp;
  outcome: string | null;
}

interface TimelineTable {
  id: Generated<number>;
  connection: string;
  target_type: string;
  target_id: string;
  at: Timestamp;
  text: string;
}

interface AttentionTable {
  id: Generated<string>;
  connection: string;
  kind: AttentionKind;
  /** `order`, `listing` (target_id: its external id), `connection` (its id). */
  target_type: string;
  target_id: string;
  number: string | null;
  /** The step of the process that waits for a person; the others go on. Empty where there is no process. */
  step: Generated<string>;
  /** A person or a fact asked to try the step again: it no longer waits, but is open until it succeeds. */
  lifted: Generated<boolean>;
  reason: string;
  actions: string[];
  workflow_id: string | null;
  since: Timestamp;
  resolved_at: NullableTimestamp;
  resolution: string | null;
  odoo_activity_id: number | null;
  /** When Odoo was first asked for the activity: from then on it may be there, whether its id is known or not. */
  activity_asked_at: NullableTimestamp;
  activity_closed_at: NullableTimestamp;
  /** Tries at the present task (open or close the activity) that failed, and when the next is due. */
  activity_attempts: Generated<number>;
  activity_next_at: Timestamp;
  alerted_at: NullableTimestamp;
  recovery_alerted_at: NullableTimestamp;
  /** An alert was sent and its answer lost: the receiver may have it. */
  alert_unclear: Generated<boolean>;
  alert_attempts: Generated<number>;
  alert_next_at: Timestamp;
}

interface ListingsTable {
  connection: string;
  external_id: string;
  /** `product.product`; null while nobody said which. */
  product_id: number | null;
  enabled: Generated<boolean>;
  /** Units of the product in one unit of the listing; decimal string. */
  factor: ColumnType<string, string | number | undefined, string | number>;
  name: string | null;
  internal_id: string | null;
  /** `product.template` of the product, as last read. */
  template_id: number | null;
  /** Why it has no product, or what is wrong with the one it has; in words. */
  problem: string | null;
  /** When a list of the marketplace that showed it was asked for, and what it showed. */
  seen_at: NullableTimestamp;
  shown_price: string | null;
  shown_stock: number | null;
  source: string;
  created_at: Timestamp;
  updated_at: Timestamp;
}

interface OffersTable {
  connection: string;
  external_id: string;
  /** Last pushed; null while it is not known what the marketplace shows. */
  price: string | null;
  stock: number | null;
  /** The price of the last push that was not refused: what a product that is gone is withdrawn with. */
  last_price: string | null;
  pushed_at: NullableTimestamp;
  /** The marketplace's words, and what it refused. */
  refused: string | null;
  refused_price: string | null;
  refused_stock: number | null;
  refused_at: NullableTimestamp;
}

interface DirtyOffersTable {
  connection: string;
  external_id: string;
  /** Raised by each notice: a row whose version moved while it was in flight is pushed again. */
  version: Generated<number>;
  /** The oldest change that is not pushed. */
  changed_at: Timestamp;
  /** One of many that changed together: single changes go before. */
  bulk: Generated<boolean>;
  reason: Generated<string>;
  not_before: Timestamp;
  /** Epoch of the attempt that has it in flight. */
  claimed_by: number | null;
  claimed_version: number | null;
  /** Set before it is sent: an answer that is not here by then does not come any more. */
  sending_until: NullableTimestamp;
}

interface PricelistRulesTable {
  id: number;
  hash: string;
  pricelist_id: number;
  product_id: number | null;
  template_id: number | null;
  starts_at: NullableTimestamp;
  ends_at: NullableTimestamp;
}

interface ReconciliationsTable {
  id: Generated<string>;
  connection: string;
  started_at: Timestamp;
  finished_at: NullableTimestamp;
  dry_run: boolean;
  repaired: Generated<boolean>;
  /** `marketplace`: its own list; `pushed`: what it was told last. */
  compared_with: 'marketplace' | 'pushed' | null;
  compared: Generated<number>;
  differing: Generated<number>;
  error: string | null;
}

interface ReconciliationRowsTable {
  reconciliation: string;
  external_id: string;
  product_id: number | null;
  our_price: string | null;
  our_stock: number | null;
  their_price: string | null;
  their_stock: number | null;
  /** Why it was missed, in words. */
  why: string;
  /** Whether pushing it again may help. */
  is_repairable: boolean;
}

interface ExchangesTable {
  id: Generated<number>;
  at: Timestamp;
  connection: string;
  direction: 'in' | 'out';
  method: string;
  path: string;
  status: number | null;
  duration_ms: number;
  error: string | null;
  external_ids: Generated<string[]>;
  workflow_id: string | null;
  request: string | null;
  response: string | null;
}

interface TokensTable {
  id: Generated<string>;
  name: string;
  scope: 'read' | 'operate' | 'admin';
  hash: string;
  created_at: Timestamp;
  revoked_at: NullableTimestamp;
  last_used_at: NullableTimestamp;
}
