import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Deliverer, MarketplaceStatus } from '../domain/marketplace-order.ts';
import { channels } from '../domain/names.ts';
import type { OrderStage } from '../domain/order-stage.ts';
import { decideStatusNotice } from '../domain/status-notice.ts';
import { json } from './database.ts';
import type { Db } from './database.ts';
import { requestPull } from './pulls.ts';
import type { Database } from './schema.ts';

export interface StatusNoticeRecord {
  readonly connection: string;
  readonly externalId: string;
  readonly status: MarketplaceStatus;
  /** The vendor's own id of the event, null where it has none. */
  readonly eventId: string | null;
  readonly payload: unknown;
  readonly receivedAt: Date;
}

export type StatusNoticeOutcome =
  | { readonly decision: 'applied' }
  | { readonly decision: 'duplicate' }
  | { readonly decision: 'ignored'; readonly reason: string }
  | { readonly decision: 'refused'; readonly reason: string }
  | { readonly decision: 'unknown-order' };

/** What the decision needs of an order; moves as the notices of one batch are decided one after the other. */
interface NoticedOrder {
  connection: string;
  external_id: string;
  number: string;
  stage: OrderStage;
  revision: number;
  marketplace_status: MarketplaceStatus | null;
  deliverer: Deliverer;
  delivered_by: string | null;
  sent_statuses: string[];
  closed_at: Date | null;
}

interface Decided {
  readonly notice: StatusNoticeRecord;
  readonly outcome: StatusNoticeOutcome;
  /** Revision of the order that an applied notice made. */
  readonly revision: number | null;
  readonly asksForPull: boolean;
}

/**
 * Decides about statuses told by webhooks over the locked order rows, one after the other, and stores what is applied: many at the price of
 * one. Of ten equal notices at once one is applied. `pending` and `editing` ask for a pull.
 *
 * @returns what was decided, in the order of the notices
 */
export const recordStatusNotices = (
  db: Kysely<Database>,
  notices: readonly StatusNoticeRecord[],
): Promise<StatusNoticeOutcome[]> =>
  db.transaction().execute(async (transaction) => {
    const orders = await lockOrders(transaction, notices);
    const knownEvents = await findKnownEvents(transaction, notices);
    const decided = notices.map((notice) => decide(notice, orders, knownEvents));
    await storeApplied(transaction, decided, orders);
    const pulls = new Set(decided.filter(({ asksForPull }) => asksForPull).map(({ notice }) => notice.connection));
    for (const connection of pulls) await requestPull(transaction, connection);
    return decided.map(({ outcome }) => outcome);
  });

const decide = (notice: StatusNoticeRecord, orders: Map<string, NoticedOrder>, knownEvents: Set<string>): Decided => {
  const order = orders.get(keyOf(notice.connection, notice.externalId));
  if (order === undefined) return without(notice, { decision: 'unknown-order' });
  const event = notice.eventId === null ? null : keyOf(notice.connection, eventKey(notice.eventId));
  if (event !== null && knownEvents.has(event)) return without(notice, { decision: 'duplicate' });
  const decision = decideStatusNotice(
    {
      number: order.number,
      status: order.marketplace_status,
      deliverer: order.deliverer,
      deliveredBy: order.delivered_by,
      sentStatuses: order.sent_statuses,
    },
    notice.status,
  );
  switch (decision.decision) {
    case 'refused':
      return without(notice, decision);
    case 'ignored':
      return { ...without(notice, { decision: 'ignored', reason: decision.reason }), asksForPull: decision.pull };
    case 'applied':
      order.revision += 1;
      order.marketplace_status = notice.status;
      // Goods that come back after the end: there is something to do again.
      if (order.stage !== 'skipped') order.closed_at = null;
      if (event !== null) knownEvents.add(event);
      return { notice, outcome: decision, revision: order.revision, asksForPull: false };
  }
};

const without = (notice: StatusNoticeRecord, outcome: StatusNoticeOutcome): Decided => ({
  notice,
  outcome,
  revision: null,
  asksForPull: false,
});

/** In one order whoever asks, so that two batches never wait for each other. */
const lockOrders = async (db: Db, notices: readonly StatusNoticeRecord[]): Promise<Map<string, NoticedOrder>> => {
  const { rows } = await sql<NoticedOrder>`
    select connection, external_id, number, stage, revision, marketplace_status, deliverer, delivered_by, sent_statuses, closed_at
    from orders where (connection, external_id) in (select * from unnest(
      ${notices.map(({ connection }) => connection)}::text[], ${notices.map(({ externalId }) => externalId)}::text[]))
    order by connection, external_id for update`.execute(db);
  return new Map(rows.map((row) => [keyOf(row.connection, row.external_id), row]));
};

const findKnownEvents = async (db: Db, notices: readonly StatusNoticeRecord[]): Promise<Set<string>> => {
  const events = notices.flatMap(({ connection, eventId }) =>
    eventId === null ? [] : [{ connection, key: eventKey(eventId) }],
  );
  if (events.length === 0) return new Set();
  const { rows } = await sql<{ connection: string; event_key: string }>`
    select connection, event_key from inbox where (connection, event_key) in (select * from unnest(
      ${events.map(({ connection }) => connection)}::text[], ${events.map(({ key }) => key)}::text[]))`.execute(db);
  return new Set(rows.map((row) => keyOf(row.connection, row.event_key)));
};

/** Orders, lifted attention, timeline and inbox in one statement. */
const storeApplied = async (
  db: Db,
  decided: readonly Decided[],
  orders: ReadonlyMap<string, NoticedOrder>,
): Promise<void> => {
  const applied = decided.flatMap(({ notice, revision }) => (revision === null ? [] : [{ ...notice, revision }]));
  if (applied.length === 0) return;
  const facts = applied.map(({ connection, externalId, status, eventId, payload, revision }) => ({
    connection,
    external_id: externalId,
    event_key: eventKey(eventId ?? `${externalId}:${revision}`),
    revision,
    payload: { status, body: payload },
    text: `The marketplace says: ${status}`,
  }));
  const changed = [...new Set(applied.map(({ connection, externalId }) => keyOf(connection, externalId)))].map((key) =>
    orders.get(key),
  );
  await sql`
    with fact as (
      select * from jsonb_to_recordset(${json(facts)}::jsonb)
        as f(connection text, external_id text, event_key text, revision bigint, payload jsonb, text text)),
    updated as (
      update orders set revision = c.revision, marketplace_status = c.marketplace_status, closed_at = c.closed_at, updated_at = now()
      from jsonb_to_recordset(${json(changed)}::jsonb)
        as c(connection text, external_id text, revision bigint, marketplace_status text, closed_at timestamptz)
      where orders.connection = c.connection and orders.external_id = c.external_id),
    lifted as (
      update attention set lifted = true from fact
      where attention.connection = fact.connection and target_type = 'order' and target_id = fact.external_id
        and resolved_at is null and step in ('apply', 'push')),
    told as (
      insert into timeline (connection, target_type, target_id, text)
      select connection, 'order', external_id, text from fact order by revision),
    stored as (
      insert into inbox (connection, event_key, target_type, target_id, revision, source, kind, payload)
      select connection, event_key, 'order', external_id, revision, 'webhook', 'status', payload from fact order by revision
      on conflict (connection, event_key) do nothing)
    select pg_notify(${channels.inbox}, '')`.execute(db);
};

const eventKey = (id: string): string => `webhook:${id}`;

/** Ids of connections have no blank. */
const keyOf = (connection: string, id: string): string => `${connection} ${id}`;
