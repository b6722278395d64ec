import { sql } from 'kysely';
import { json } from '../database.ts';
import type { Db } from '../database.ts';

/** A request that brought a key of its own, so that it can be repeated without being done again. */
export interface KeyedRequest {
  readonly connection: string;
  readonly key: string;
  /** Of the body: the same key with another body is another request, and a mistake. */
  readonly bodyHash: string;
}

export type KeyClaim =
  /** It is ours to do; `claim` is who we are to `keepAnswer` and `releaseKey`. */
  | { readonly outcome: 'claimed'; readonly claim: string }
  | { readonly outcome: 'under-way' }
  | { readonly outcome: 'other-body' }
  | { readonly outcome: 'done'; readonly answer: unknown };

/** Who has died leaves its key to the next one after so long. */
const leaseMs = 60_000;

/** Takes the key for a request, or says what became of the one that has it. */
export const claimKey = async (db: Db, { connection, key, bodyHash }: KeyedRequest): Promise<KeyClaim> => {
  const { rows } = await sql<{ claim: string }>`
    insert into idempotency_keys as held (connection, key, body_hash, created_at)
    values (${connection}, ${key}, ${bodyHash}, clock_timestamp())
    on conflict (connection, key) do update set created_at = excluded.created_at
      where held.answer is null and held.body_hash = excluded.body_hash
        and held.created_at < clock_timestamp() - ${leaseMs} * interval '1 millisecond'
    returning created_at::text as claim`.execute(db);
  const [claimed] = rows;
  if (claimed !== undefined) return { outcome: 'claimed', claim: claimed.claim };
  const row = await db
    .selectFrom('idempotency_keys')
    .select(['body_hash', 'answer'])
    .where('connection', '=', connection)
    .where('key', '=', key)
    .executeTakeFirst();
  // Its holder gave it up between the two looks.
  if (row === undefined) return { outcome: 'under-way' };
  if (row.body_hash !== bodyHash) return { outcome: 'other-body' };
  return row.answer === null ? { outcome: 'under-way' } : { outcome: 'done', answer: row.answer };
};

/** Keeps what the request is answered from now on. Call it in the transaction of what it did. @returns whether the claim was still ours */
export const keepAnswer = async (
  db: Db,
  { connection, key }: KeyedRequest,
  claim: string,
  answer: unknown,
): Promise<boolean> => {
  const { rows } = await sql`
    update idempotency_keys set answer = ${json(answer)}
    where connection = ${connection} and key = ${key} and answer is null and created_at = ${claim}::timestamptz
    returning 1`.execute(db);
  return rows.length > 0;
};

/** Gives a key up after a failure: the request may be sent again. */
export const releaseKey = async (db: Db, { connection, key }: KeyedRequest, claim: string): Promise<void> => {
  await sql`
    delete from idempotency_keys
    where connection = ${connection} and key = ${key} and answer is null and created_at = ${claim}::timestamptz`.execute(
    db,
  );
};
