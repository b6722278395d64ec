import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Kysely } from 'kysely';
import { countOpenAttentionByKind } from '../store/attention-list.ts';
import type { ExchangeWriter } from '../store/exchanges.ts';
import { countUndeliveredFacts } from '../store/inbox-count.ts';
import { countOpenOrdersByStage } from '../store/order-list.ts';
import type { Database } from '../store/schema.ts';

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
  return { requestDuration, webhookDecisions, render: () => registry.metrics(), contentType: registry.contentType };
};
