import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Kysely } from 'kysely';
import { countOpenFulfilmentsByStage, readFollowAges } from '../../store/fulfilments/totals.ts';
import type { Database } from '../../store/schema.ts';

/** What `/metrics` tells of prep centres: all of it is read from the database. */
export const countFulfilments = (db: Kysely<Database>, registers: Registry[]): void => {
  new Gauge({
    name: 'conveyor_fulfilments_open',
    help: 'Shipments that are not at their end',
    labelNames: ['connection', 'stage'] as const,
    registers,
    async collect() {
      const counts = await countOpenFulfilmentsByStage(db);
      this.reset();
      for (const { connection, stage, count } of counts) this.set({ connection, stage }, count);
    },
  });
  new Gauge({
    name: 'conveyor_fulfilments_follow_age_seconds',
    help: 'Time since the last round began that asked a prep centre or a courier after all open shipments',
    labelNames: ['connection'] as const,
    registers,
    async collect() {
      const ages = await readFollowAges(db);
      this.reset();
      for (const { connection, seconds } of ages) this.set({ connection }, seconds);
    },
  });
};
