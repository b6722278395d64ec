import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Db } from './database.ts';

/**
 * Rows each with a run that does what the row says. Their table has `connection`, `closed_at`, `updated_at` and the counts by which the run is poked: `revision`
 * (raised by each fact), `delivered_revision` (poked for), `seen_revision` (seen to by the run), `odoo_revision` and `looked_revision` (asks for a
 * look into Odoo, looked), `deliveries`, `delivered_at`.
 */
export interface PokedRows<Key> {
  readonly table: 'fulfilments' | 'shipments';
  /** Columns by which a row is named, `connection` among them or not. */
  readonly columns: readonly string[];
  readonly keyOf: (row: Readonly<Record<string, unknown>>) => Key;
  /** Condition that names the one row. */
  readonly where: (key: Key) => RawBuilder<boolean>;
  /** Whether a row is the one of the run with this workflow id. */
  readonly isOfRun: (workflowId: RawBuilder<string>) => RawBuilder<boolean>;
  /** Dispatchers listen here. */
  readonly channel: string;
}

/** A part of a workflow id that is a number, counted from 1; null where it is none: such a run ends by itself. */
export const idPart = (workflowId: RawBuilder<string>, part: number): RawBuilder<number | null> =>
  sql<number | null>`case when split_part(${workflowId}, ':', ${sql.lit(part)}) ~ '^[0-9]{1,18}$'
    then split_part(${workflowId}, ':', ${sql.lit(part)})::bigint end`;

/** A row whose run is to look at it. */
export interface WantedRow<Key> {
  readonly key: Key;
  readonly revision: number;
  /** Whether no run was started for it yet. */
  readonly isFirst: boolean;
  /** Whether Odoo is to be looked into; else the vendor or a person said something. */
  readonly asksOdoo: boolean;
}

/** Dispatchers look when the transaction commits. */
export const notifyOf = async <Key>(db: Db, { channel }: PokedRows<Key>): Promise<void> => {
  await sql`select pg_notify(${channel}, '')`.execute(db);
};

const listed = (of: string, columns: readonly string[]) =>
  sql.join(columns.map((column) => sql.ref(`${of}.${column}`)));

/** Takes rows whose runs are to be poked; other processes take others. Of a deleted connection none. */
export const takeWanted = async <Key>(
  db: Db,
  { table, columns, keyOf }: PokedRows<Key>,
  atMost: number,
): Promise<readonly WantedRow<Key>[]> => {
  const same = columns.map((column) => sql`${sql.ref(`row.${column}`)} = ${sql.ref(`wanted.${column}`)}`);
  const { rows } = await sql<{ revision: number; is_first: boolean; asks_odoo: boolean } & Record<string, unknown>>`
    update ${sql.table(table)} as row
    set delivered_revision = row.revision, delivered_at = now(), deliveries = row.deliveries + 1
    from (
      select ${listed('due', columns)}, due.delivered_revision from ${sql.table(table)} as due
      join connections on connections.id = due.connection and connections.deleted_at is null
      where due.revision > due.delivered_revision limit ${atMost} for update of due skip locked) as wanted
    where ${sql.join(same, sql` and `)}
    returning ${listed('row', columns)}, row.revision, wanted.delivered_revision = 0 as is_first,
      row.looked_revision < row.odoo_revision as asks_odoo`.execute(db);
  return rows.map((row) => ({
    key: keyOf(row),
    revision: row.revision,
    isFirst: row.is_first,
    asksOdoo: row.asks_odoo,
  }));
};

/** Its run was not reached: it is poked again. */
export const putBackWanted = async <Key>(
  db: Db,
  { table, where }: PokedRows<Key>,
  { key, isFirst }: WantedRow<Key>,
): Promise<void> => {
  await sql`
    update ${sql.table(table)}
    set delivered_revision = ${isFirst ? sql`0` : sql`greatest(delivered_revision - 1, 1)`} where ${where(key)}`.execute(
    db,
  );
};

/**
 * Has runs poked again that were poked and have not seen to it: after a minute, then ever more rarely, since what keeps them (Odoo out of
 * reach) is tried again by themselves. @returns how many
 */
export const redeliverUnseen = async <Key>(db: Db, rows: PokedRows<Key>): Promise<number> => {
  const { numAffectedRows } = await sql`
    update ${sql.table(rows.table)} set delivered_revision = greatest(revision - 1, 0)
    where revision > seen_revision and revision = delivered_revision
      and delivered_at < now() - least(power(2, least(deliveries, 10)) * interval '30 seconds', interval '1 hour')`.execute(
    db,
  );
  const count = Number(numAffectedRows ?? 0n);
  if (count > 0) await notifyOf(db, rows);
  return count;
};

/** Open rows of connections that are there, touched at least ten seconds ago. */
export const listOpen = async <Key>(db: Db, { table, columns, keyOf }: PokedRows<Key>): Promise<readonly Key[]> => {
  const { rows } = await sql<Record<string, unknown>>`
    select ${listed('row', columns)} from ${sql.table(table)} as row
    join connections on connections.id = row.connection and connections.deleted_at is null
    where row.closed_at is null and row.updated_at < now() - interval '10 seconds'`.execute(db);
  return rows.map(keyOf);
};

/** Which of these runs have no row: an older database was restored under living runs. */
export const runsWithoutRow = async <Key>(
  db: Db,
  { table, isOfRun }: PokedRows<Key>,
  workflowIds: readonly string[],
): Promise<readonly string[]> => {
  if (workflowIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select run.id from unnest(${[...workflowIds]}::text[]) as run(id)
    where not exists (select from ${sql.table(table)} where ${isOfRun(sql.ref<string>('run.id'))})`.execute(db);
  return rows.map(({ id }) => id);
};

/** The run of each open row looks into Odoo again: an older database was restored. @returns how many */
export const lookAgainAtOpen = async <Key>(db: Db, rows: PokedRows<Key>): Promise<number> => {
  const { numAffectedRows } = await sql`
    update ${sql.table(rows.table)} set revision = revision + 1, odoo_revision = revision + 1 where closed_at is null`.execute(
    db,
  );
  await notifyOf(db, rows);
  return Number(numAffectedRows ?? 0n);
};
