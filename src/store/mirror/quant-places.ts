import { sql } from 'kysely';
import { json } from '../database.ts';
import type { Db } from '../database.ts';

/*
 * Where stock is (product, location, lot, package, owner) Odoo keeps one quant, and for a while several: housekeeping merges them, by SQL, into the oldest one,
 * whose quantities change without a new `write_date` (17, 18, 19). So what is left is read again where a quant is gone, and where goods have moved.
 */

/** The other quants at the places of these: what they may have been merged into. */
export const listTwins = async (db: Db, ids: readonly number[]): Promise<readonly number[]> => {
  if (ids.length === 0) return [];
  const result = await sql<{ id: number }>`
    with gone as materialized (
      select id, product_id, location_id, lot_id, package_id, owner_id from mirror_quants where id = any(${[...ids]}::bigint[]))
    select distinct twin.id from gone join mirror_quants as twin
      on twin.product_id = gone.product_id and twin.location_id = gone.location_id and twin.lot_id is not distinct from gone.lot_id
      and twin.package_id is not distinct from gone.package_id and twin.owner_id is not distinct from gone.owner_id
    where twin.id <> all(${[...ids]}::bigint[])
    order by id`.execute(db);
  return result.rows.map(({ id }) => id);
};

/** Where goods went from and to. */
export interface MovedGoods {
  readonly product_id: number;
  readonly location_id: number;
  readonly location_dest_id: number;
  readonly lot_id: number | null;
}

/** Quants at either end of these moves, whatever their package and owner. */
export const listQuantsAtMoves = async (db: Db, moves: readonly MovedGoods[]): Promise<readonly number[]> => {
  const result = await sql<{ id: number }>`
    with moved as (
      select distinct product_id, unnest(array[location_id, location_dest_id]) as location_id, lot_id
      from jsonb_to_recordset(${json(moves)}::jsonb)
        as moved(product_id bigint, location_id bigint, location_dest_id bigint, lot_id bigint))
    select distinct quant.id from moved join mirror_quants as quant
      on quant.product_id = moved.product_id and quant.location_id = moved.location_id
      and quant.lot_id is not distinct from moved.lot_id
    order by id`.execute(db);
  return result.rows.map(({ id }) => id);
};
