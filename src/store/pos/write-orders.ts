import { sql } from 'kysely';
import type { PosOrder, PosOrderState } from '../../domain/pos/pos-order.ts';
import { json } from '../database.ts';
import type { Db } from '../database.ts';
import type { KnownPosOrder, PosOrderDraft } from './take-reading.ts';

/** How what is written came. */
export interface WrittenBy {
  readonly connection: string;
  readonly source: 'pull' | 'push';
  /** `pos_runs.id`; null where no run fetched it. */
  readonly runId: string | null;
}

export const findUnknownKeys = async (db: Db, connection: string, keys: readonly string[]): Promise<string[]> => {
  const { rows } = await sql<{ key: string }>`
    select given.key from unnest(${[...keys]}::text[]) with ordinality as given(key, place)
    where not exists (select from pos_orders as row where row.connection = ${connection} and row.key = given.key)
    order by given.place`.execute(db);
  return rows.map(({ key }) => key);
};

/**
 * Makes rows, numbered in the order they are given in. They are inserted in the order of their keys, so that whoever does the same at the same
 * time waits and never blocks.
 *
 * @returns keys of those that were made; somebody else has made the others meanwhile
 */
export const insertOrders = async (
  db: Db,
  by: WrittenBy,
  drafts: readonly PosOrderDraft[],
): Promise<ReadonlySet<string>> => {
  const made = new Set<string>();
  if (drafts.length === 0) return made;
  const numbers = await drawNumbers(db, drafts.length);
  const rows = drafts.map((draft, index) => ({ ...columnsOf(draft), seq: numbers[index] }));
  for (const portion of portionsOf(sortedByKey(rows))) {
    const { rows: inserted } = await sql<{ key: string }>`
      insert into pos_orders (connection, key, seq, order_id, kind, state, revision, source, payload, content, content_hash, problem,
        run_wanted, fetched_by)
      overriding system value
      select ${by.connection}, key, seq, order_id, kind, state, 1 + facts, ${by.source}, coalesce(payload, 'null'), content, content_hash, problem,
        run_wanted, ${by.runId}
      from ${recordset(portion)} order by key
      on conflict (connection, key) do nothing returning key`.execute(db);
    for (const { key } of inserted) made.add(key);
  }
  return made;
};

/** The rows of these orders, held until the transaction ends. Contents are left out where the source says what is known. */
export const lockOrders = async (
  db: Db,
  connection: string,
  wanted: readonly { readonly key: string; readonly hash: string | null }[],
): Promise<KnownPosOrder[]> => {
  if (wanted.length === 0) return [];
  const { rows } = await sql<{
    key: string;
    state: PosOrderState;
    content: PosOrder | null;
    contentHash: string;
    newerContent: PosOrder | null;
    newerHash: string | null;
    odooId: number | null;
    odooName: string | null;
  }>`
    select row.key, state, content_hash as "contentHash", newer_hash as "newerHash", odoo_id as "odooId", odoo_name as "odooName",
      case when given.hash is distinct from content_hash then content end as content,
      case when given.hash is distinct from content_hash then newer_content end as "newerContent"
    from pos_orders as row
    join jsonb_to_recordset(${json(wanted)}::jsonb) as given(key text, hash text) on given.key = row.key
    where row.connection = ${connection} order by row.key for update of row`.execute(db);
  return rows;
};

/** Writes what the source says anew of orders whose rows are held. */
export const updateOrders = async (db: Db, by: WrittenBy, drafts: readonly PosOrderDraft[]): Promise<void> => {
  for (const portion of portionsOf(drafts.filter(({ writes }) => writes === 'content').map(columnsOf))) {
    await sql`
      update pos_orders as row set state = given.state, revision = revision + facts, order_id = given.order_id, kind = given.kind,
        source = ${by.source}, payload = coalesce(given.payload, 'null'), content = given.content, content_hash = given.content_hash,
        problem = given.problem, newer_payload = given.newer_payload, newer_content = given.newer_content,
        newer_hash = given.newer_hash, run_wanted = row.run_wanted or given.run_wanted, updated_at = now()
      from ${recordset(portion)} where row.connection = ${by.connection} and row.key = given.key`.execute(db);
  }
  for (const portion of portionsOf(drafts.filter(({ writes }) => writes === 'newer').map(columnsOf))) {
    await sql`
      update pos_orders as row set revision = revision + facts, newer_payload = given.newer_payload, newer_content = given.newer_content,
        newer_hash = given.newer_hash, run_wanted = row.run_wanted or given.run_wanted, updated_at = now()
      from ${recordset(portion)} where row.connection = ${by.connection} and row.key = given.key`.execute(db);
  }
};

/** Notes which run saw these orders last. */
export const noteFetched = async (db: Db, { connection, runId }: WrittenBy, keys: readonly string[]): Promise<void> => {
  if (keys.length === 0 || runId === null) return;
  await sql`
    update pos_orders set fetched_by = ${runId}
    where connection = ${connection} and key = any(${[...keys]}::text[]) and fetched_by is distinct from ${runId}`.execute(
    db,
  );
};

const drawNumbers = async (db: Db, count: number): Promise<number[]> => {
  const { rows } = await sql<{ seq: number }>`
    select nextval(pg_get_serial_sequence('pos_orders', 'seq')) as seq from generate_series(1, ${count})`.execute(db);
  return rows.map(({ seq }) => seq).sort((one, other) => one - other);
};

/** Named as the columns are. */
const columnsOf = (draft: PosOrderDraft) => ({
  key: draft.key,
  order_id: draft.orderId,
  kind: draft.kind,
  state: draft.state,
  facts: draft.facts,
  payload: draft.payload,
  content: draft.content,
  content_hash: draft.contentHash,
  problem: draft.problem,
  newer_payload: draft.newerPayload,
  newer_content: draft.newerContent,
  newer_hash: draft.newerHash,
  run_wanted: draft.wakesRun,
});

const recordset = (portion: string) => sql`
  jsonb_to_recordset(${portion}::jsonb) as given(key text, seq bigint, order_id text, kind text, state text, facts integer, payload jsonb,
    content jsonb, content_hash text, problem jsonb, newer_payload jsonb, newer_content jsonb, newer_hash text, run_wanted boolean)`;

/** Characters of JSON that are sent in one statement. */
const longestPortion = 16 * 1024 * 1024;

/** Rows as JSON arrays, none of them much longer than is good for a statement. */
function* portionsOf(rows: readonly object[]): Generator<string> {
  let portion: string[] = [];
  let length = 0;
  for (const row of rows) {
    const text = json(row);
    if (portion.length > 0 && length + text.length > longestPortion) {
      yield `[${portion.join(',')}]`;
      portion = [];
      length = 0;
    }
    portion.push(text);
    length += text.length;
  }
  if (portion.length > 0) yield `[${portion.join(',')}]`;
}

/** As PostgreSQL's own order differs by its locale, only that it is the same everywhere counts. */
const sortedByKey = <Row extends { readonly key: string }>(rows: readonly Row[]): Row[] =>
  rows.toSorted((one, other) => (one.key < other.key ? -1 : 1));
