import { sql } from 'kysely';
import { channels } from '../../domain/names.ts';
import { Failure } from '../../domain/failure.ts';
import type { PosReading } from '../../domain/pos/pos-order.ts';
import { repeatedAfterDeadlock } from '../after-deadlock.ts';
import { inTransaction } from '../database.ts';
import type { Db } from '../database.ts';
import { tellAll } from '../timeline.ts';
import { raisePosAttention, resolvePosAttention } from './attention.ts';
import { draftOf, hashOf, takeFirstReading, takeNextReading } from './take-reading.ts';
import type { KnownPosOrder, PosOrderDraft, ReadingSource, RecordedResult, TakenReading } from './take-reading.ts';
import { findUnknownKeys, insertOrders, lockOrders, noteFetched, updateOrders } from './write-orders.ts';
import type { WrittenBy } from './write-orders.ts';
import { wantImport } from './wake.ts';

export interface RecordedPosOrder {
  readonly key: string;
  readonly result: RecordedResult;
  /** Why it is refused, cannot be read, or what has changed; in words. */
  readonly reason?: string;
}

export interface RecordedPosOrders extends WrittenBy {
  readonly readings: readonly PosReading[];
}

/**
 * Stores what the source says of orders, in one transaction: what is new is to be imported, what is known and says nothing else is left as it is,
 * what has changed begins anew or, once it may be in Odoo, waits for a person with the difference. Safe to repeat, and to run side by side.
 *
 * @returns what became of each reading, in their order
 * @throws Failure `NotFound` when the connection was deleted
 */
export const recordPosOrders = async (db: Db, recorded: RecordedPosOrders): Promise<RecordedPosOrder[]> => {
  if (recorded.readings.length === 0) return [];
  // Rows are held in the order of their keys here, but not by everybody who holds them.
  const record = () => inTransaction(db, (trx) => recordIn(trx, recorded));
  return db.isTransaction ? record() : repeatedAfterDeadlock(record);
};

const recordIn = async (trx: Db, { readings, ...by }: RecordedPosOrders): Promise<RecordedPosOrder[]> => {
  const from = { source: by.source, connectionName: await holdConnection(trx, by.connection) };
  const byKey = Map.groupBy(readings.map(asStored), ({ key }) => key);

  const unknown = await findUnknownKeys(trx, by.connection, [...byKey.keys()]);
  const first = unknown.map((key) => takeAll(undefined, byKey.get(key) ?? [], from));
  const made = await insertOrders(
    trx,
    by,
    first.map(({ draft }) => draft),
  );
  const rest = [...byKey].filter(([key]) => !made.has(key));
  const known = await lockOrders(
    trx,
    by.connection,
    rest.map(([key, each]) => ({ key, hash: onlyHashOf(each) })),
  );
  const next = known.map((row) => takeAll(row, byKey.get(row.key) ?? [], from));
  const drafts = next.map(({ draft }) => draft);
  await updateOrders(trx, by, drafts);
  await noteFetched(
    trx,
    by,
    drafts.map(({ key }) => key),
  );

  const taken = [...first.filter(({ draft }) => made.has(draft.key)), ...next];
  await settleAttention(
    trx,
    by.connection,
    taken.map(({ draft }) => draft),
  );
  await tellOf(
    trx,
    by.connection,
    taken.map(({ draft }) => draft),
  );
  await wakeRuns(
    trx,
    by.connection,
    taken.map(({ draft }) => draft),
  );
  return inTheirOrder(readings, taken);
};

/** The connection's name. It is held, so that it is not deleted between. @throws Failure when it was */
const holdConnection = async (trx: Db, id: string): Promise<string> => {
  const row = await trx
    .selectFrom('connections')
    .select(['name', 'deleted_at'])
    .where('id', '=', id)
    .forKeyShare()
    .executeTakeFirst();
  if (row !== undefined && row.deleted_at !== null) throw new Failure('NotFound', `The connection ${id} was deleted`);
  return row?.name ?? id;
};

/** PostgreSQL keeps no NUL and no half of a surrogate pair. */
const asStored = <Reading extends PosReading>(reading: Reading): Reading & { readonly key: string } => ({
  ...reading,
  key: keyOf(reading),
});

const keyOf = (reading: PosReading): string =>
  ('order' in reading ? reading.order.key : reading.key).replaceAll('\0', '').toWellFormed();

const onlyHashOf = (readings: readonly PosReading[]): string | null => {
  const hashes = new Set(readings.map(hashOf));
  const [only = null] = hashes;
  return hashes.size === 1 ? only : null;
};

interface TakenOrder {
  readonly draft: PosOrderDraft;
  /** One a reading of this order. */
  readonly results: readonly Omit<TakenReading, 'draft'>[];
}

/** All that is said of one order, one word after the other. */
const takeAll = (
  known: KnownPosOrder | undefined,
  readings: readonly (PosReading & { readonly key: string })[],
  from: ReadingSource,
): TakenOrder => {
  let draft = known && draftOf(known);
  const results = readings.map((reading) => {
    const taken: TakenReading =
      draft === undefined ? takeFirstReading(reading.key, reading, from) : takeNextReading(draft, reading, from);
    ({ draft } = taken);
    const { draft: _, ...result } = taken;
    return result;
  });
  if (draft === undefined) throw new Error('An order without a reading was recorded');
  return { draft, results };
};

const settleAttention = async (trx: Db, connection: string, drafts: readonly PosOrderDraft[]): Promise<void> => {
  const keysOf = (which: (draft: PosOrderDraft) => boolean) => drafts.filter(which).map(({ key }) => key);
  const changed = 'Changed at the source';
  await resolvePosAttention(
    trx,
    connection,
    keysOf(({ settled, raised }) => settled === 'all' && raised === null),
    changed,
  );
  // It is raised again with other words.
  const stillUnread = keysOf(({ settled, raised }) => settled === 'all' && raised !== null);
  await resolvePosAttention(trx, connection, stillUnread, changed, { except: ['bad-payload'] });
  const asBefore = keysOf(({ settled, raised }) => settled === 'change' && raised === null);
  await resolvePosAttention(trx, connection, asBefore, 'The source says again what was imported', {
    only: ['changed-after-import'],
  });
  await raisePosAttention(
    trx,
    connection,
    drafts.flatMap(({ raised }) => raised ?? []),
  );
};

const tellOf = (trx: Db, connection: string, drafts: readonly PosOrderDraft[]): Promise<void> =>
  tellAll(
    trx,
    drafts.flatMap(({ key, told }) =>
      told.map((text) => ({ connection, externalId: key, type: 'pos-order', text }) as const),
    ),
  );

const wakeRuns = async (trx: Db, connection: string, drafts: readonly PosOrderDraft[]): Promise<void> => {
  const written = drafts.filter(({ writes }) => writes !== 'nothing');
  if (written.some(({ writes, state }) => writes === 'content' && state === 'received'))
    await wantImport(trx, connection);
  else if (written.length > 0) await sql`select pg_notify(${channels.pos}, '')`.execute(trx);
};

const inTheirOrder = (readings: readonly PosReading[], taken: readonly TakenOrder[]): RecordedPosOrder[] => {
  const left = new Map(taken.map(({ draft, results }) => [draft.key, [...results]]));
  return readings.map((reading) => {
    const key = keyOf(reading);
    const result = left.get(key)?.shift();
    if (result === undefined) throw new Error(`The order ${key} was recorded without a result`);
    return { key, ...result };
  });
};
