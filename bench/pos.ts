import { sandboxOdooLogin } from '../sandbox/server.ts';
import { anOdoo } from '../test/sandbox/odoo/an-odoo.ts';
import type { Benchmark } from './benchmark.ts';
import { measureBigAnswer } from './pos/big-answer.ts';
import { posLatency } from './pos/pos-latency.ts';
import { measurePosThroughput } from './pos/throughput.ts';
import { withService } from './with-service.ts';

const { database, login: user, password } = sandboxOdooLogin;
/** The product's own default. */
const watchIntervalMs = '1000';
/** So many in one answer for each order of the comparison. */
const bigFactor = 20;
/** An Odoo that takes its time needs no more for the same figure: four batches a round. */
const slowSize = 480;

/** Orders of points of sale, from the source until they are paid in Odoo. */
export const pos: Benchmark = {
  title: 'Orders of a point of sale',
  size: 2_500,
  run: async ({ size, say }) => {
    say('starting PostgreSQL, Temporal, sandbox, worker and API');
    const env = { ODOO_WATCH_INTERVAL_MS: watchIntervalMs };
    const instant = await withService({ env }, (service) => {
      const login = { url: `${service.sandbox.url}/odoo`, database, user, password };
      const odoo = { simulator: service.sandbox.odoo().simulator, login };
      return measurePosThroughput({ service, odoo, where: 'instant Odoo' }, size, say);
    });
    const big = await withService({ env }, (service) => measureBigAnswer(service, size * bigFactor, say));
    return [...instant, ...(await withSlowOdoo(Math.min(size, slowSize), say)), ...big];
  },
};

/** The same beside an Odoo that takes the time of a real one. */
const withSlowOdoo = async (size: number, say: (line: string) => void) => {
  const slow = await anOdoo(18, { latency: posLatency });
  const login = { url: slow.url, database: 'db', user: 'admin', password: 'admin' };
  const env = {
    ODOO_URL: login.url,
    ODOO_DB: login.database,
    ODOO_USER: login.user,
    ODOO_PASSWORD: login.password,
    ODOO_WATCH_INTERVAL_MS: watchIntervalMs,
  };
  try {
    return await withService({ env }, (service) =>
      measurePosThroughput(
        {
          service,
          odoo: { simulator: slow.simulator, login },
          where: 'Odoo with the measured time of a call',
          ratioGoal: { atLeast: 0.9 },
        },
        size,
        say,
      ),
    );
  } finally {
    await slow.close();
  }
};
