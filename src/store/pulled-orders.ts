import type { Kysely } from 'kysely';
import type { MarketplaceOrder, MarketplaceStatus, PulledOrder } from '../domain/marketplace-order.ts';
import { canBecome } from '../domain/status-order.ts';
import { liftAttention } from './attention.ts';
import { contentHash } from './content-hash.ts';
import { json } from './database.ts';
import type { Db } from './database.ts';
import { storeFacts } from './inbox.ts';
import type { NewFact } from './inbox.ts';
import type { OrderChanges, OrderRow } from './orders.ts';
import { updateOrder } from './orders.ts';
import type { Database } from './schema.ts';
import { tell } from './timeline.ts';

export interface PulledCounts {
  readonly new: number;
  readonly changed: number;
}

/**
 * Stores one pulled page in one transaction: each order is compared with the last accepted content of its row; a new or different one is
 * the next revision and a fact. An equal one that was acknowledged before this pull began is acknowledged again.
 */
export const recordPulledOrders = (
  db: Kysely<Database>,
  pull: { connection: string; connectionName: string; startedAt: Date; orders: readonly PulledOrder[] },
): Promise<PulledCounts> =>
  db.transaction().execute(async (trx) => {
    const pulled = [...new Map(pull.orders.map((order) => [order.externalId, order])).values()].sort((a, b) =>
      a.externalId < b.externalId ? -1 : 1,
    );
    await insertUnknownRows(trx, pull.connection, pulled);
    const rows = await lockRows(trx, pull.connection, pulled);
    const facts: NewFact[] = [];
    let created = 0;
    for (const order of pulled) {
      const row = rows.get(order.externalId);
      if (row === undefined) continue;
      const fact = await takeContent(trx, pull, row, order);
      if (fact !== null) facts.push(fact);
      if (fact !== null && row.pulled_revision === 0) created += 1;
    }
    await storeFacts(trx, facts);
    return { new: created, changed: facts.length - created };
  });

const insertUnknownRows = async (db: Db, connection: string, pulled: readonly PulledOrder[]): Promise<void> => {
  if (pulled.length === 0) return;
  await db
    .insertInto('orders')
    .values(
      pulled.map((order) => ({
        connection,
        external_id: order.externalId,
        number: 'order' in order ? order.order.number : order.externalId,
      })),
    )
    .onConflict((conflict) => conflict.columns(['connection', 'external_id']).doNothing())
    .execute();
};

const lockRows = async (db: Db, connection: string, pulled: readonly PulledOrder[]): Promise<Map<string, OrderRow>> => {
  if (pulled.length === 0) return new Map();
  const rows = await db
    .selectFrom('orders')
    .selectAll()
    .where('connection', '=', connection)
    .where(
      'external_id',
      'in',
      pulled.map((order) => order.externalId),
    )
    .orderBy('external_id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.external_id, row]));
};

const takeContent = async (
  db: Db,
  pull: { connection: string; connectionName: string; startedAt: Date },
  row: OrderRow,
  pulled: PulledOrder,
): Promise<NewFact | null> => {
  const key = { connection: pull.connection, externalId: pulled.externalId };
  const hash = contentHash(pulled.raw);
  const revision = row.revision + 1;
  const fact = { connection: key.connection, target_id: key.externalId, revision, source: 'pull' as const };
  if (hash === row.content_hash) {
    if (!wasAcknowledgedBefore(row, pull.startedAt)) return null;
    await updateOrder(db, key, { revision, acknowledged_revision: 0 });
    return { ...fact, event_key: `pull:${key.externalId}:${revision}`, kind: 'acknowledge', payload: {} };
  }
  await updateOrder(db, key, { revision, ...contentChanges(row, pulled, hash, revision) });
  if (row.revision > 0) {
    await liftAttention(db, { connection: key.connection, type: 'order', id: key.externalId }, [
      'import',
      'acknowledge',
    ]);
  }
  await tell(
    db,
    key,
    row.pulled_revision === 0 ? `Pulled from ${pull.connectionName}` : `Changed at ${pull.connectionName}`,
  );
  return { ...fact, event_key: `pull:${key.externalId}:${revision}`, kind: 'content', payload: { hash } };
};

/** An acknowledgement that got lost on its way: the order is offered again although nothing changed. */
const wasAcknowledgedBefore = (row: OrderRow, pullStartedAt: Date): boolean =>
  row.acknowledged_at !== null &&
  row.acknowledged_at < pullStartedAt &&
  row.pulled_revision > 0 &&
  row.acknowledged_revision >= row.pulled_revision;

const contentChanges = (row: OrderRow, pulled: PulledOrder, hash: string, revision: number): OrderChanges => {
  const common = { content_hash: hash, payload: json(pulled.raw), pulled_revision: revision };
  if ('problem' in pulled)
    return { ...common, problem: json(pulled.problem), ...(row.odoo_id === null ? { content: null } : {}) };
  const { order } = pulled;
  return {
    ...common,
    ...orderColumns(order),
    problem: null,
    marketplace_status: newerStatus(row, order.status),
    ...(row.stage === 'skipped' ? { stage: 'received' as const, closed_at: null } : {}),
    ...(row.closed_at !== null && row.stage !== 'skipped' ? changesAfterTheEnd(row, order.status, revision) : {}),
  };
};

/** The lines of what is closed change no more, the new content only wants to be acknowledged; but goods may still come back. */
const changesAfterTheEnd = (row: OrderRow, status: MarketplaceStatus, revision: number): OrderChanges => ({
  imported_revision: revision,
  ...(row.marketplace_status !== null && canBecome(row.marketplace_status, status) ? { closed_at: null } : {}),
});

const orderColumns = (order: MarketplaceOrder): OrderChanges => ({
  number: order.number,
  content: json(order),
  deliverer: order.deliverer,
  delivered_by: order.deliveredBy,
  customer_ref: order.customer.ref,
  customer_name: order.customer.name,
  currency: order.currency,
  total_marketplace: order.total,
});

/** A page may be older than what a webhook or our own write said meanwhile: a status never moves back, but between pending and editing. */
const newerStatus = (row: OrderRow, pulled: MarketplaceStatus): MarketplaceStatus =>
  row.marketplace_status === null || canBecome(row.marketplace_status, pulled) ? pulled : row.marketplace_status;
