import { sandboxOdooLogin, sandboxToken } from '../sandbox/server.ts';
import type { Service } from '../test/support/service.ts';
import { shopConnection } from '../test/support/shop.ts';
import type { Benchmark } from './benchmark.ts';
import { startBare } from './orders/bare.ts';
import { measureLatency } from './orders/latency.ts';
import type { Carrier } from './orders/lives.ts';
import { measureOdooCalls } from './orders/odoo-calls.ts';
import { measureOdooCreates } from './orders/odoo-creates.ts';
import { createSalesperson } from './orders/salesperson.ts';
import { measureThroughput } from './orders/throughput.ts';
import { withService } from './with-service.ts';

const connection = 'cartona';
const { database, login: user, password } = sandboxOdooLogin;
/** The product works with the Odoo at /odoo, the bare workflows with one of the same version beside it: neither sees the other's orders. */
const odooVersion = 18;
/** The product's own default. */
const watchIntervalMs = 1_000;
/** More would not make a quantile better that is set by the watch's interval. */
const latenciesAtMost = 100;
const createsAtMost = 200;

/** The order process: speed beside a bare workflow, latency, and what one order costs. */
export const orders: Benchmark = {
  title: 'Orders of one marketplace',
  size: 300,
  run: async ({ size, say }) => {
    say('starting PostgreSQL, Temporal, sandbox, worker and API');
    const figures = await withService(
      { odooVersion, env: { ODOO_WATCH_INTERVAL_MS: String(watchIntervalMs) } },
      async (service) => {
        const product = productOf(service);
        return [
          ...(await withBare(service, (bare) => measureThroughput({ service, product, bare }, size, say))),
          ...(await measureLatency(service, product, Math.min(size, latenciesAtMost), say)),
        ];
      },
    );
    return [
      ...figures,
      ...(await measureOdooCalls(size, say)),
      ...(await measureOdooCreates(Math.min(size, createsAtMost), say)),
    ];
  },
};

const productOf = ({ sandbox, shop }: Service): Carrier => ({
  salesperson: createSalesperson(sandbox.odoo().simulator, database, connection),
  pull: () => shop.pull(),
  odooChanged: () => undefined,
});

const withBare = async <T>(
  service: Service,
  work: (bare: Carrier & Awaited<ReturnType<typeof startBare>>) => Promise<T>,
): Promise<T> => {
  const { sandbox, env } = service;
  const bare = await startBare({
    temporalAddress: env['TEMPORAL_ADDRESS'] ?? '',
    namespace: env['TEMPORAL_NAMESPACE'] ?? '',
    connection,
    settings: shopConnection(connection, sandbox).settings,
    secrets: { token: sandboxToken },
    odoo: { url: `${sandbox.url}/odoo${odooVersion}`, database, user, password },
  });
  try {
    return await work({
      ...bare,
      // When the watch would have seen it, on average: a signal that comes sooner saves the bare workflow a workflow task.
      odooChanged: (externalId) => void setTimeout(() => bare.odooChanged(externalId), watchIntervalMs / 2),
      salesperson: createSalesperson(sandbox.odoo(odooVersion).simulator, database, connection),
    });
  } finally {
    await bare.stop();
  }
};
