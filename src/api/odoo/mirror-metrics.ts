import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Kysely } from 'kysely';
import { mirrorAges, readMirrorStatus } from '../../store/mirror/mirror-status.ts';
import type { Database } from '../../store/schema.ts';

/** What `/metrics` tells of the mirror: all of it is read from the database. */
export const countMirror = (db: Kysely<Database>, registers: Registry[]): void => {
  new Gauge({
    name: 'conveyor_mirror_records',
    help: 'Records of Odoo that are kept',
    labelNames: ['model', 'archived'] as const,
    registers,
    async collect() {
      const { models } = await readMirrorStatus(db);
      this.reset();
      for (const { model, active_count: active, archived_count: archived } of models.values()) {
        this.set({ model, archived: 'false' }, active);
        this.set({ model, archived: 'true' }, archived);
      }
    },
  });
  new Gauge({
    name: 'conveyor_mirror_age_seconds',
    help: 'Time since the last reading of a model began that came to its end',
    labelNames: ['model'] as const,
    registers,
    async collect() {
      const status = await readMirrorStatus(db);
      this.reset();
      for (const { model, seconds } of mirrorAges(status, new Date())) this.set({ model }, seconds);
    },
  });
};
