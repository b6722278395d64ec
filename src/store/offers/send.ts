import { sql } from 'kysely';
import { json } from '../database.ts';
import type { Db } from '../database.ts';
import { isOurs } from './epoch.ts';
import type { OfferEpoch } from './epoch.ts';

/**
 * To be called just before a send: from here on nobody knows what the marketplace shows of these listings, until there is an answer or
 * `withinMs` have passed. @returns those that may be sent: not those that were deleted meanwhile, and none when another attempt has taken over.
 */
export const markSending = async (
  db: Db,
  right: OfferEpoch,
  externalIds: readonly string[],
  withinMs: number,
): Promise<ReadonlySet<string>> => {
  const result = await sql<{ external_id: string }>`
    with ours as (
      select external_id from dirty_offers
      where connection = ${right.connection} and external_id = any(${[...externalIds]}::text[])
        and claimed_by = ${right.epoch} and ${isOurs(right)}
      order by external_id for update),
    marked as (
      update dirty_offers as dirty set sending_until = now() + ${withinMs} * interval '1 millisecond'
      from ours where dirty.connection = ${right.connection} and dirty.external_id = any(${[...externalIds]}::text[])
        and dirty.external_id = ours.external_id
      returning dirty.external_id),
    unknown as (
      insert into offers as offer (connection, external_id) select ${right.connection}, external_id from ours
      on conflict (connection, external_id) do update set price = null, stock = null)
    select external_id from marked`.execute(db);
  return new Set(result.rows.map((row) => row.external_id));
};

/** A claim that is given back, to be claimed again at once. */
export interface GivenBack {
  readonly externalId: string;
  /** What an earlier attempt, or this one, left unclear until then. */
  readonly unclearUntil: Date | null;
  /** What the marketplace surely still shows; null when that is not known. */
  readonly last: { readonly price: string; readonly stock: number } | null;
}

/** Gives claims back of which it is certain that nothing of them is on its way any more. */
export const giveBack = async (db: Db, right: OfferEpoch, offers: readonly GivenBack[]): Promise<void> => {
  if (offers.length === 0) return;
  const rows = offers.map(({ externalId, unclearUntil, last }) => ({ externalId, unclearUntil, ...last }));
  await sql`
    with given as (
      select * from jsonb_to_recordset(${json(rows)}::jsonb)
        as given("externalId" text, "unclearUntil" timestamptz, price numeric, stock bigint)),
    ours as (
      select dirty.external_id from dirty_offers as dirty join given on given."externalId" = dirty.external_id
      where dirty.connection = ${right.connection} and dirty.claimed_by = ${right.epoch} and ${isOurs(right)}
      order by dirty.external_id for update of dirty),
    known as (
      update offers as offer set price = given.price, stock = given.stock
      from ours join given on given."externalId" = ours.external_id
      where offer.connection = ${right.connection} and offer.external_id = ours.external_id and given.price is not null)
    update dirty_offers as dirty
    set claimed_by = null, claimed_version = null, not_before = 'epoch', sending_until = given."unclearUntil"
    from ours join given on given."externalId" = ours.external_id
    where dirty.connection = ${right.connection} and dirty.external_id = ours.external_id`.execute(db);
};

/** Gives claims back whose send had no answer: it may still land until then, and their value is unknown. */
export const giveBackUnclear = async (db: Db, right: OfferEpoch, externalIds: readonly string[]): Promise<void> => {
  await sql`
    update dirty_offers as dirty set claimed_by = null, claimed_version = null, not_before = 'epoch'
    from (select external_id from dirty_offers
          where connection = ${right.connection} and external_id = any(${[...externalIds]}::text[])
            and claimed_by = ${right.epoch} and ${isOurs(right)}
          order by external_id for update) as ours
    where dirty.connection = ${right.connection} and dirty.external_id = ours.external_id`.execute(db);
};
