import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { channels } from '../../domain/names.ts';
import type { PosOrder } from '../../domain/pos/pos-order.ts';
import type { WrittenPosLine } from '../../domain/pos/pos-run.ts';
import type { AttentionKind } from '../../domain/order-stage.ts';
import { json } from '../database.ts';
import type { Db } from '../database.ts';
import type { Database } from '../schema.ts';
import { raisePosAttention, resolvePosAttention } from './attention.ts';

/** An order that the import has before it. */
export interface OpenPosOrder {
  readonly key: string;
  readonly seq: number;
  readonly order_id: string;
  readonly kind: PosOrder['kind'];
  readonly state: 'received' | 'loading' | 'loaded';
  readonly revision: number;
  readonly content: PosOrder;
  readonly odoo_id: number | null;
  readonly created_at: Date;
}

/**
 * The next orders to import, in the order in which they came; a refund comes after its sale.
 *
 * @param after the `seq` from which on they are wanted
 */
export const listOpenPosOrders = async (
  db: Db,
  connection: string,
  atMost: number,
  after = 0,
): Promise<OpenPosOrder[]> => {
  const { rows } = await sql<OpenPosOrder>`
    select key, seq, order_id, kind, state, revision, content, odoo_id, created_at from pos_orders as open
    where connection = ${connection} and state in ('received', 'loading', 'loaded') and seq > ${after}
      and (kind = 'sale' or not exists (
        select from pos_orders as sale
        where sale.connection = ${connection} and sale.key = open.order_id and sale.state in ('received', 'loading', 'loaded')))
    order by seq limit ${atMost}`.execute(db);
  return rows;
};

/** Rows are locked in one order whoever writes them, so that two that write many never wait for each other. */
const locked = <T>(
  db: Kysely<Database>,
  connection: string,
  orders: readonly { readonly key: string }[],
  work: (trx: Db) => Promise<T>,
): Promise<T> =>
  db.transaction().execute(async (trx) => {
    await sql`
      select from pos_orders where connection = ${connection} and key = any(${orders.map(({ key }) => key)}::text[])
      order by key for update`.execute(trx);
    return work(trx);
  });

/**
 * Notes that Odoo is about to be sent these orders: what the source says of them from now on comes after the import.
 *
 * @returns the keys of those that are still as they were read
 */
export const noteLoading = (
  db: Kysely<Database>,
  connection: string,
  orders: readonly Pick<OpenPosOrder, 'key' | 'revision'>[],
): Promise<ReadonlySet<string>> =>
  locked(db, connection, orders, async (trx) => {
    const { rows } = await sql<{ key: string }>`
    update pos_orders as row set state = 'loading', updated_at = now()
    from jsonb_to_recordset(${json(orders.map(({ key, revision }) => ({ key, revision })))}::jsonb) as given(key text, revision bigint)
    where row.connection = ${connection} and row.key = given.key and row.revision = given.revision
      and row.state in ('received', 'loading')
    returning row.key`.execute(trx);
    return new Set(rows.map(({ key }) => key));
  });

export interface LoadedPosOrder {
  readonly key: string;
  readonly odooId: number;
  readonly sessionId: number;
  readonly partnerId: number | null;
  readonly total: string;
  readonly lines: readonly WrittenPosLine[];
}

/** Notes that these orders are drafts in Odoo. */
export const noteLoaded = async (
  db: Kysely<Database>,
  connection: string,
  loaded: readonly LoadedPosOrder[],
): Promise<void> => {
  if (loaded.length === 0) return;
  await locked(db, connection, loaded, (trx) =>
    sql`
    update pos_orders as row set state = 'loaded', odoo_id = given."odooId", session_id = given."sessionId",
      partner_id = given."partnerId", total_odoo = given.total, lines = given.lines, updated_at = now()
    from jsonb_to_recordset(${json(loaded)}::jsonb)
      as given(key text, "odooId" bigint, "sessionId" bigint, "partnerId" bigint, total numeric, lines jsonb)
    where row.connection = ${connection} and row.key = given.key and row.state in ('loading', 'loaded')`.execute(trx),
  );
};

/** Those of these orders that are drafts in Odoo. */
export const listLoaded = async (
  db: Db,
  connection: string,
  keys: readonly string[],
): Promise<readonly { key: string; odooId: number }[]> => {
  const rows = await db
    .selectFrom('pos_orders')
    .select(['key', 'odoo_id'])
    .where('connection', '=', connection)
    .where('key', 'in', [...keys])
    .where('state', '=', 'loaded')
    .orderBy('seq')
    .execute();
  return rows.flatMap(({ key, odoo_id: odooId }) => (odooId === null ? [] : [{ key, odooId }]));
};

export interface PaidPosOrder {
  readonly key: string;
  readonly odooName: string;
  readonly sessionId: number | null;
}

/** Notes that these orders are paid in Odoo. @returns how many were not before */
export const notePaid = (db: Kysely<Database>, connection: string, paid: readonly PaidPosOrder[]): Promise<number> =>
  paid.length === 0
    ? Promise.resolve(0)
    : locked(db, connection, paid, async (trx) => {
        const { rows } = await sql<{ key: string }>`
          with moved as (
            update pos_orders as row set state = 'paid', odoo_name = given."odooName",
              session_id = coalesce(given."sessionId", row.session_id), paid_at = now(), updated_at = now()
            from jsonb_to_recordset(${json(paid)}::jsonb) as given(key text, "odooName" text, "sessionId" bigint)
            where row.connection = ${connection} and row.key = given.key and row.state = 'loaded'
            returning row.key, row.odoo_name),
          told as (
            insert into timeline (connection, target_type, target_id, text)
            select ${connection}, 'pos-order', key, 'Paid in Odoo as ' || odoo_name from moved)
          select key from moved`.execute(trx);
        const resolved = await resolvePosAttention(
          trx,
          connection,
          rows.map(({ key }) => key),
          'Imported',
          { except: ['changed-after-import'] },
        );
        await wantRuns(trx, connection, resolved);
        return rows.length;
      });

export interface PosObstacleFound {
  readonly key: string;
  readonly kind: AttentionKind;
  readonly reason: string;
}

/** Notes that these orders wait for a person; each gets its run. */
export const noteObstacles = (
  db: Kysely<Database>,
  connection: string,
  found: readonly PosObstacleFound[],
): Promise<void> =>
  found.length === 0
    ? Promise.resolve()
    : locked(db, connection, found, async (trx) => {
        await sql`
          update pos_orders set state = 'attention', updated_at = now()
          where connection = ${connection} and key = any(${found.map(({ key }) => key)}::text[])
            and state in ('received', 'loading', 'loaded')`.execute(trx);
        // What stood against it before stands no more.
        await sql`
          update attention set resolved_at = now(), resolution = 'Settled'
          from jsonb_to_recordset(${json(found.map(({ key, kind }) => ({ key, kind })))}::jsonb) as given(key text, kind text)
          where attention.connection = ${connection} and target_type = 'pos-order' and target_id = given.key
            and resolved_at is null and attention.kind not in (given.kind, 'changed-after-import')`.execute(trx);
        await raisePosAttention(
          trx,
          connection,
          found.map((each) => ({ ...each, step: 'import' })),
        );
        await wantRuns(
          trx,
          connection,
          found.map(({ key }) => key),
        );
      });

/** Somebody deleted these drafts in Odoo: they are made again. */
export const noteGone = async (db: Db, connection: string, keys: readonly string[]): Promise<void> => {
  if (keys.length === 0) return;
  await sql`
    update pos_orders set state = 'received', odoo_id = null, odoo_name = null, session_id = null, updated_at = now()
    where connection = ${connection} and key = any(${[...keys]}::text[]) and state = 'loaded'`.execute(db);
};

/** The Odoo ids of sales that are known here, by their key. */
export const findImportedSales = async (
  db: Db,
  connection: string,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  if (orderIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('pos_orders')
    .select(['key', 'odoo_id'])
    .where('connection', '=', connection)
    .where('key', 'in', [...orderIds])
    .where('odoo_id', 'is not', null)
    .execute();
  return new Map(rows.map((row) => [row.key, row.odoo_id ?? 0]));
};

/** Lets the runs of these orders look at their rows again. */
export const wantRuns = async (db: Db, connection: string, keys: readonly string[]): Promise<void> => {
  if (keys.length === 0) return;
  await sql`
    update pos_orders set run_wanted = true where connection = ${connection} and key = any(${[...keys]}::text[])`.execute(
    db,
  );
  await sql`select pg_notify(${channels.pos}, '')`.execute(db);
};
