import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Service } from '../../test/support/service.ts';
import { processorMs } from '../process-use.ts';

/** What the product used while it did something. */
export interface Use {
  /** Of all workers; `null` where it cannot be known. */
  readonly processorMs: number | null;
  /** Calls to Odoo on behalf of orders, from the exchange log: those of the watch come once a second whatever happens. */
  readonly odooCalls: number;
  /** All calls Odoo received, from the sandbox's log. */
  readonly odooCallsWithWatch: number;
  readonly transactions: number;
}

export const noUse: Use = { processorMs: 0, odooCalls: 0, odooCallsWithWatch: 0, transactions: 0 };

export const addUse = (one: Use, other: Use): Use => ({
  processorMs: one.processorMs === null || other.processorMs === null ? null : one.processorMs + other.processorMs,
  odooCalls: one.odooCalls + other.odooCalls,
  odooCallsWithWatch: one.odooCallsWithWatch + other.odooCallsWithWatch,
  transactions: one.transactions + other.transactions,
});

/** Exchanges are written, and PostgreSQL's own counts published, a moment after what they count. */
const settledAfterMs = 1_500;

export const measureUse = async <T>(service: Service, work: () => Promise<T>): Promise<{ result: T; use: Use }> => {
  const before = await readUse(service);
  const result = await work();
  const processor = workersMs(service);
  await delay(settledAfterMs);
  const after = await readUse(service);
  return {
    result,
    use: {
      processorMs: processor === null || before.processorMs === null ? null : processor - before.processorMs,
      odooCalls: after.odooCalls - before.odooCalls,
      odooCallsWithWatch: after.odooCallsWithWatch - before.odooCallsWithWatch,
      transactions: after.transactions - before.transactions,
    },
  };
};

const readUse = async (service: Service): Promise<Use> => {
  const exchanges = await service.store.db
    .selectFrom('exchanges')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('connection', '=', 'odoo')
    .where('direction', '=', 'out')
    .where('path', 'not like', '%(summary)')
    .executeTakeFirstOrThrow();
  const commits = await sql<{ count: number }>`
    select xact_commit as count from pg_stat_database where datname = current_database()`.execute(service.store.db);
  return {
    processorMs: workersMs(service),
    odooCalls: exchanges.count,
    odooCallsWithWatch: service.sandbox.log.counts()['odoo']?.total ?? 0,
    transactions: commits.rows[0]?.count ?? 0,
  };
};

const workersMs = (service: Service): number | null =>
  service.workers.reduce<number | null>((sum, { pid }) => {
    const used = processorMs(pid);
    return sum === null || used === null ? null : sum + used;
  }, 0);
