import { sql } from 'kysely';
import type { Insertable, Kysely } from 'kysely';
import { channels } from '../domain/names.ts';
import type { MarketplaceStatus } from '../domain/marketplace-order.ts';
import { decideStatusNotice } from '../domain/status-notice.ts';
import { liftAttention } from './attention.ts';
import { json } from './database.ts';
import type { Db } from './database.ts';
import { lockOrder, updateOrder } from './orders.ts';
import type { OrderKey } from './orders.ts';
import { requestPull } from './pulls.ts';
import type { Database } from './schema.ts';
import { tell } from './timeline.ts';

export type NewFact = Pick<
  Insertable<Database['inbox']>,
  'connection' | 'event_key' | 'target_id' | 'revision' | 'source' | 'kind'
> & { payload: Record<string, unknown> };

/** Stores facts about orders; one whose event key is known is left out. Dispatchers are told when the transaction commits. */
export const storeFacts = async (db: Db, facts: readonly NewFact[]): Promise<void> => {
  if (facts.length === 0) return;
  await db
    .insertInto('inbox')
    .values(facts.map((fact) => ({ ...fact, target_type: 'order' as const, payload: json(fact.payload) })))
    .onConflict((conflict) => conflict.columns(['connection', 'event_key']).doNothing())
    .execute();
  await sql`select pg_notify(${channels.inbox}, '')`.execute(db);
};

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

/**
 * Decides about a status told by a webhook over the locked order row and stores what is applied, in one transaction: of ten equal notices
 * at once one is applied. `pending` and `editing` ask for a pull.
 */
export const recordStatusNotice = (db: Kysely<Database>, notice: StatusNoticeRecord): Promise<StatusNoticeOutcome> =>
  db.transaction().execute(async (trx) => {
    const key: OrderKey = { connection: notice.connection, externalId: notice.externalId };
    const order = await lockOrder(trx, key);
    if (order === undefined) return { decision: 'unknown-order' };
    if (notice.eventId !== null && (await isKnownEvent(trx, notice.connection, eventKey(notice.eventId)))) {
      return { decision: 'duplicate' };
    }
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
    if (decision.decision === 'ignored') {
      if (decision.pull) await requestPull(trx, notice.connection);
      return { decision: 'ignored', reason: decision.reason };
    }
    if (decision.decision === 'refused') return decision;
    const revision = order.revision + 1;
    await updateOrder(trx, key, {
      revision,
      marketplace_status: notice.status,
      // Goods that come back after the end: there is something to do again.
      ...(order.closed_at !== null && order.stage !== 'skipped' ? { closed_at: null } : {}),
    });
    await liftAttention(trx, { connection: key.connection, type: 'order', id: key.externalId }, ['apply', 'push']);
    await tell(trx, key, `The marketplace says: ${notice.status}`);
    await storeFacts(trx, [
      {
        connection: key.connection,
        event_key: eventKey(notice.eventId ?? `${key.externalId}:${revision}`),
        target_id: key.externalId,
        revision,
        source: 'webhook',
        kind: 'status',
        payload: { status: notice.status, body: notice.payload },
      },
    ]);
    return { decision: 'applied' };
  });

const eventKey = (id: string): string => `webhook:${id}`;

const isKnownEvent = async (db: Db, connection: string, key: string): Promise<boolean> => {
  const row = await db
    .selectFrom('inbox')
    .select('id')
    .where('connection', '=', connection)
    .where('event_key', '=', key)
    .executeTakeFirst();
  return row !== undefined;
};

/**
 * Marks what a run has seen to: every open fact of the order up to this revision. What Odoo said is seen to only by reading Odoo again; all
 * else stands in the row.
 */
export const settleFacts = async (
  db: Db,
  key: OrderKey,
  { upTo, sawOdoo, outcome }: { upTo: number; sawOdoo: boolean; outcome: string },
): Promise<void> => {
  await db
    .updateTable('inbox')
    .set({ done_at: new Date(), outcome })
    .where('connection', '=', key.connection)
    .where('target_type', '=', 'order')
    .where('target_id', '=', key.externalId)
    .where('done_at', 'is', null)
    .where('revision', '<=', upTo)
    .$if(!sawOdoo, (facts) => facts.where('kind', '!=', 'odoo'))
    .execute();
};
