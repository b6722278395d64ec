import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * Totals since ever of what was pushed and refused, for counters that never go back: the pushes themselves are kept for a while only. Counted
 * where the rows are written, in the same transaction, whoever writes them.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};

/** Upper bounds of the ages that are counted together, in milliseconds; the last one holds the rest. */
const boundsMs = [
  100, 200, 300, 500, 800, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000,
  2_147_483_647,
];

const statements = [
  `create table offer_ages (
    connection text not null, up_to_ms bigint not null, pushes bigint not null, sum_ms bigint not null,
    primary key (connection, up_to_ms))`,
  `create table offer_refusals (connection text primary key, refused bigint not null)`,

  `create function count_offer_pushes() returns trigger language plpgsql as $$
  begin
    insert into offer_ages (connection, up_to_ms, pushes, sum_ms)
      select pushed.connection, bound.up_to_ms, count(*), sum(pushed.age_ms)
      from pushed cross join lateral (
        select min(up_to_ms) as up_to_ms from unnest(array[${boundsMs.join(',')}]) as bounds(up_to_ms)
        where up_to_ms >= pushed.age_ms) as bound
      group by 1, 2 order by 1, 2
      on conflict (connection, up_to_ms) do update
        set pushes = offer_ages.pushes + excluded.pushes, sum_ms = offer_ages.sum_ms + excluded.sum_ms;
    return null;
  end $$`,
  `create trigger offer_pushes_counted after insert on offer_pushes
    referencing new table as pushed for each statement execute function count_offer_pushes()`,

  `create function count_offer_refusal() returns trigger language plpgsql as $$
  begin
    insert into offer_refusals (connection, refused) values (new.connection, 1)
      on conflict (connection) do update set refused = offer_refusals.refused + 1;
    return null;
  end $$`,
  `create trigger offers_refused_new after insert on offers
    for each row when (new.refused is not null) execute function count_offer_refusal()`,
  `create trigger offers_refused_again after update of refused_at on offers
    for each row when (new.refused is not null and new.refused_at is distinct from old.refused_at)
    execute function count_offer_refusal()`,
];
