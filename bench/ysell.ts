import type { Benchmark } from './benchmark.ts';
import { withService } from './with-service.ts';
import { measureShippingLatency } from './ysell/latency.ts';
import { measureLife } from './ysell/life.ts';
import { measureRound } from './ysell/poll.ts';
import { measureShipping } from './ysell/throughput.ts';

/** The product's own default. */
const watchIntervalMs = '1000';
const latencyOrders = 60;
const openOrders = 2_000;
/** Fast enough for a benchmark; by default it is five. */
const requestsPerSecond = 100;

/** Sale orders on their way through the prep centre. */
export const ysell: Benchmark = {
  title: 'Orders shipped by Ysell',
  size: 500,
  run: ({ size, say }) => {
    say('starting PostgreSQL, Temporal, sandbox, worker and API');
    return withService({ env: { ODOO_WATCH_INTERVAL_MS: watchIntervalMs } }, async (service) => [
      ...(await measureShipping(service, size, say)),
      ...(await measureShippingLatency(service, Math.min(size, latencyOrders), say)),
      ...(await measureLife(service, say)),
      ...(await measureRound(service, { count: openOrders, dialect: 'requirement', requestsPerSecond }, say)),
      ...(await measureRound(service, { count: openOrders, dialect: 'v1', requestsPerSecond }, say)),
    ]);
  },
};
