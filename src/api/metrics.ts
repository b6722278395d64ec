import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Kysely } from 'kysely';
import { countOpenAttentionByKind } from '../store/attention-list.ts';
import type { ExchangeWriter } from '../store/exchanges.ts';
import { countUndeliveredFacts } from '../store/inbox-count.ts';
import { countOfferRefusals, countPendingOffers, readOfferAges } from '../store/offer-totals.ts';
import { countOpenOrdersByStage } from '../store/order-list.ts';
import type { Database } from '../store/schema.ts';
import { ageHistogram } from './offers/age-histogram.ts';
import { countShipmentsOf } from './delivery/shipment-metrics.ts';
import { countFulfilments } from './fulfilments/fulfilment-metrics.ts';
import { countMirror } from './odoo/mirror-metrics.ts';
import { countPosImports } from './pos/pos-metrics.ts';

export interface ApiMetrics {
  readonly requestDuration: Histogram<'method' | 'route' | 'status'>;
  readonly webhookDecisions: Counter<'connection' | 'decision'>;
  /** All of it as Prometheus text. Gauges of the database are read now. */
  render(): Promise<string>;
  readonly contentType: string;
}

/** What `/metrics` tells. Each process of the API counts its own requests; rows are counted in the database, so any process tells them. */
export const createApiMetrics = (db: Kysely<Database>, exchanges: Pick<ExchangeWriter, 'dropped'>): ApiMetrics => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requestDuration = new Histogram({
    name: 'conveyor_http_request_duration_seconds',
    help: 'Time from a request to its answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers,
  });
  const webhookDecisions = new Counter({
    name: 'conveyor_webhooks_total',
    help: 'Webhooks by what was decided about them',
    labelNames: ['connection', 'decision'] as const,
    registers,
  });
  new Counter({
    name: 'conveyor_exchanges_dropped_total',
    help: 'Lines of the exchange log lost because the database did not take them',
    registers,
    collect() {
      this.reset();
      this.inc(exchanges.dropped());
    },
  });
  new Gauge({
    name: 'conveyor_attention_open',
    help: 'Things that wait for a person',
    labelNames: ['connection', 'kind'] as const,
    registers,
    async collect() {
      const counts = await countOpenAttentionByKind(db);
      this.reset();
      for (const { connection, kind, count } of counts) this.set({ connection, kind }, count);
    },
  });
  new Gauge({
    name: 'conveyor_orders_open',
    help: 'Orders that are not at their end',
    labelNames: ['connection', 'stage'] as const,
    registers,
    async collect() {
      const counts = await countOpenOrdersByStage(db);
      this.reset();
      for (const { connection, stage, count } of counts) this.set({ connection, stage }, count);
    },
  });
  new Gauge({
    name: 'conveyor_inbox_undelivered',
    help: 'Facts that no run was told of yet',
    registers,
    async collect() {
      this.set(await countUndeliveredFacts(db));
    },
  });
  countOffers(db, registers);
  countPosImports(db, registers);
  countFulfilments(db, registers);
  countShipmentsOf(db, registers);
  countMirror(db, registers);
  return {
    requestDuration,
    webhookDecisions,
    render: async () => `${(await registry.metrics()).trimEnd()}\n\n${ageHistogram(await readOfferAges(db))}\n`,
    contentType: registry.contentType,
  };
};

/** The workers push, the API tells: all of it is read from the database. */
const countOffers = (db: Kysely<Database>, registers: Registry[]): void => {
  const labelNames = ['connection'] as const;
  new Counter({
    name: 'conveyor_offers_pushed_total',
    help: 'Changed offers that a marketplace took',
    labelNames,
    registers,
    async collect() {
      const ages = await readOfferAges(db);
      this.reset();
      for (const { connection, pushes } of ages) this.inc({ connection }, pushes);
    },
  });
  new Counter({
    name: 'conveyor_offers_refused_total',
    help: 'Offers that a marketplace refused',
    labelNames,
    registers,
    async collect() {
      const refusals = await countOfferRefusals(db);
      this.reset();
      for (const { connection, refused } of refusals) this.inc({ connection }, refused);
    },
  });
  new Gauge({
    name: 'conveyor_offers_pending',
    help: 'Changed offers that wait to be pushed',
    labelNames,
    registers,
    async collect() {
      const counts = await countPendingOffers(db);
      this.reset();
      for (const { connection, pending } of counts) this.set({ connection }, pending);
    },
  });
};
