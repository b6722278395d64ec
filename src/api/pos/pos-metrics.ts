import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Kysely } from 'kysely';
import type { Database } from '../../store/schema.ts';
import { countOrdersByState, countRecentRuns, readFetchAges } from '../../store/pos/totals.ts';

/** What `/metrics` tells of points of sale: all of it is read from the database. */
export const countPosImports = (db: Kysely<Database>, registers: Registry[]): void => {
  new Gauge({
    name: 'conveyor_pos_orders',
    help: 'Orders of points of sale by how far they are',
    labelNames: ['connection', 'state'] as const,
    registers,
    async collect() {
      const counts = await countOrdersByState(db);
      this.reset();
      for (const { connection, state, count } of counts) this.set({ connection, state }, count);
    },
  });
  new Gauge({
    name: 'conveyor_pos_fetch_age_seconds',
    help: 'Time since the last fetch of orders began that was stored to its end',
    labelNames: ['connection'] as const,
    registers,
    async collect() {
      const ages = await readFetchAges(db);
      this.reset();
      for (const { connection, seconds } of ages) this.set({ connection }, seconds);
    },
  });
  new Gauge({
    name: 'conveyor_pos_runs',
    help: 'Fetches of orders of the last 24 hours by what they came to',
    labelNames: ['connection', 'status'] as const,
    registers,
    async collect() {
      const counts = await countRecentRuns(db);
      this.reset();
      for (const { connection, status, count } of counts) this.set({ connection, status }, count);
    },
  });
};
