import { sql } from 'kysely';
import { json } from '../database.ts';
import type { Db } from '../database.ts';
import { mark, markProductsDirty } from './notice.ts';
import { dropOtherRules, fillRules, keepRules, markScopesDirty, rulesTurned } from './pricelist-rules.ts';
import type { SeenRule } from './pricelist-rules.ts';
import { noteWatched } from './watched.ts';
import type { WatchedConnection } from './watched.ts';

/** A record that price or stock of a product hangs on, as it was seen. */
export interface SeenProductRecord {
  readonly model: string;
  readonly id: number;
  readonly hash: string;
  readonly productId: number;
}

/** What one look at Odoo showed of products, and which connections it was for. */
export interface ProductLook {
  readonly connections: readonly WatchedConnection[];
  readonly records: readonly SeenProductRecord[];
  readonly rules: readonly SeenRule[];
  /** The time of Odoo at this look. */
  readonly at: Date;
  /** All rules there are, and those of them that were not known; only now and then. */
  readonly allRules?: { readonly ids: readonly number[]; readonly unknown: readonly SeenRule[] };
  /** Listed products that Odoo has no more; only now and then. */
  readonly goneProducts?: readonly number[];
}

/** `watch_seen.model` of a product that was deleted. */
const gone = 'deleted product';

/**
 * Stores what a look showed of products, and makes dirty what is news. Part of the transaction of the watch. To a connection whose offers were
 * enabled since the last look nothing is news.
 *
 * @param lookedUntil where the look before ended
 */
export const recordProductLook = async (db: Db, look: ProductLook, lookedUntil: Date | null): Promise<void> => {
  const watched = look.connections.filter(({ isWatched }) => isWatched);
  const connections = watched.map(({ id }) => id);
  const listed = watched.filter(({ pricelist }) => pricelist !== null).map(({ id }) => id);

  const productIds = await keepSeen(db, look.records);
  await markProductsDirty(db, { connections, productIds, bulk: false, reason: 'changed in Odoo' });

  const changed = await keepRules(db, look.rules);
  const dropped = look.allRules === undefined ? [] : await dropOtherRules(db, look.allRules.ids);
  if (look.allRules !== undefined) await fillRules(db, look.allRules.unknown);
  await markScopesDirty(db, listed, [...changed, ...dropped], 'a rule of its pricelist changed');
  const turned = listed.length === 0 || lookedUntil === null ? [] : await rulesTurned(db, lookedUntil, look.at);
  await markScopesDirty(db, listed, turned, 'a rule of its pricelist began or ended');

  if (look.goneProducts !== undefined) {
    const deleted = await keepGone(db, look.goneProducts);
    await markProductsDirty(db, { connections, productIds: deleted, bulk: false, reason: 'deleted in Odoo' });
  }
  if (look.connections.some(({ isWatched }) => !isWatched))
    await noteWatched(
      db,
      look.connections.map(({ id }) => id),
    );
};

/** @returns products of the records that are new, or differ from how they were seen before */
const keepSeen = async (db: Db, records: readonly SeenProductRecord[]): Promise<readonly number[]> => {
  if (records.length === 0) return [];
  const keyOf = (model: string, id: number): string => `${model} ${id}`;
  const given = new Map(records.map((record) => [keyOf(record.model, record.id), record]));
  const news = await sql<{ model: string; id: number }>`
    insert into watch_seen as seen (model, record_id, hash)
    select model, id, hash
    from jsonb_to_recordset(${json([...given.values()])}::jsonb) as given(model text, id bigint, hash text)
    order by model, id
    on conflict (model, record_id) do update set hash = excluded.hash, seen_at = now() where seen.hash <> excluded.hash
    returning seen.model, seen.record_id as id`.execute(db);
  const productIds = news.rows.flatMap(({ model, id }) => given.get(keyOf(model, id))?.productId ?? []);
  return [...new Set(productIds)];
};

/** @returns those of which it was not known that they are gone */
const keepGone = async (db: Db, productIds: readonly number[]): Promise<readonly number[]> => {
  const ids = [...productIds];
  await sql`delete from watch_seen where model = ${gone} and record_id <> all(${ids}::bigint[])`.execute(db);
  const result = await sql<{ id: number }>`
    insert into watch_seen (model, record_id, hash) select ${gone}, id, '' from unnest(${ids}::bigint[]) as given(id)
    on conflict (model, record_id) do nothing
    returning record_id as id`.execute(db);
  return result.rows.map((row) => row.id);
};

/** Deletes what no look reaches back to any more. */
export const purgeSeen = async (db: Db): Promise<void> => {
  await sql`delete from watch_seen where seen_at < now() - interval '1 hour' and model <> ${gone}`.execute(db);
  await sql`delete from offer_pushes where at < now() - interval '1 day'`.execute(db);
};

/**
 * An older database was restored: what it says was pushed last may not be what was. All of it becomes unknown and is pushed again.
 */
export const forgetAllPushed = async (db: Db): Promise<void> => {
  await sql`update offers set price = null, stock = null`.execute(db);
  await mark(
    db,
    { bulk: true, reason: 'an older database was restored' },
    sql`exists (select from offers where offers.connection = listing.connection and offers.external_id = listing.external_id)`,
  );
};
