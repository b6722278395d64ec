import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Kysely } from 'kysely';
import { countOpenShipments } from '../../store/shipments/totals.ts';
import type { Database } from '../../store/schema.ts';

/** What `/metrics` tells of couriers: read from the database. How long ago they were asked is told with the prep centres. */
export const countShipmentsOf = (db: Kysely<Database>, registers: Registry[]): void => {
  new Gauge({
    name: 'conveyor_shipments_open',
    help: 'Shipments of couriers that are not at their end',
    labelNames: ['connection', 'state'] as const,
    registers,
    async collect() {
      const counts = await countOpenShipments(db);
      this.reset();
      for (const { connection, state, count } of counts) this.set({ connection, state }, count);
    },
  });
};
