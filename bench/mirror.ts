import { z } from 'zod';
import type { Latency } from '../sandbox/odoo/latency.ts';
import { anOdoo } from '../test/sandbox/odoo/an-odoo.ts';
import type { Service } from '../test/support/service.ts';
import type { Benchmark, Figure } from './benchmark.ts';
import { compareReading } from './mirror/compare.ts';
import type { MirrorSides } from './mirror/compare.ts';
import { measureRoutes } from './mirror/routes.ts';
import { withService } from './with-service.ts';

/** A page of 1,000 quants takes a real Odoo 31 to 70 ms on two cores (reference/odoo.md §7.3), whoever asks; it works on one at a time. */
const pageLatency: Latency = { readMs: 35, workers: 1 };
const ratioGoal = { atLeast: 0.7 } as const;
/** Of so many quants one changes between two readings. */
const changedOf = 10;
const hour = 3_600_000;
const ids = z.array(z.int());

/** Records of Odoo's stock, read and kept, and served. */
export const mirror: Benchmark = {
  title: 'The mirror of Odoo',
  size: 200_000,
  run: async ({ size, say }) => {
    say('starting PostgreSQL, Temporal, sandbox, worker and API');
    const real = realOdoo();
    return [
      ...(await withSandbox(size, {}, 'instant Odoo', say)),
      ...(await withSandbox(size, pageLatency, 'Odoo with the measured time of a page', say, { ratioGoal })),
      ...(real === null ? [] : await withReal(real, say)),
      ...(await withService({}, (service) => measureRoutes(service, say))),
    ];
  },
};

/** A sandbox whose clock goes on by an hour between the readings, so that each reads what is new and no more. */
const withSandbox = async (
  size: number,
  latency: Latency,
  where: string,
  say: (line: string) => void,
  goal: Pick<MirrorSides, 'ratioGoal'> = {},
): Promise<readonly Figure[]> => {
  let ahead = 0;
  const odoo = await anOdoo(18, { latency, now: () => new Date(Date.now() + ahead) });
  const login = { url: odoo.url, database: 'db', user: 'admin', password: 'admin' };
  const change = async (): Promise<number> => {
    ahead += 2 * hour;
    const all = ids.parse(odoo.simulator.door.search('stock.quant', []));
    const changed = all.filter((_, index) => index % changedOf === 0);
    await odoo.call('stock.quant', 'write', [changed, { inventory_quantity: 1 }]);
    return changed.length;
  };
  try {
    return await withService({ env: { ...envOf(login), ODOO_WATCH_INTERVAL_MS: '1000' } }, (service: Service) => {
      odoo.simulator.fill({ quants: size });
      ahead += 2 * hour;
      return compareReading({ service, login, where, change, ...goal }, say);
    });
  } finally {
    await odoo.close();
  }
};

/** Nothing of it is changed. */
const withReal = (login: MirrorSides['login'], say: (line: string) => void): Promise<readonly Figure[]> =>
  withService({ env: envOf(login) }, (service) =>
    compareReading({ service, login, where: 'the Odoo of the environment', change: null, ratioGoal }, say),
  );

const envOf = ({ url, database, user, password }: MirrorSides['login']) => ({
  ODOO_URL: url,
  ODOO_DB: database,
  ODOO_USER: user,
  ODOO_PASSWORD: password,
});

const realOdoo = (): MirrorSides['login'] | null => {
  const { ODOO_URL: url, ODOO_DB: database, ODOO_USER: user, ODOO_PASSWORD: password } = process.env;
  return url === undefined || database === undefined || user === undefined || password === undefined
    ? null
    : { url, database, user, password };
};
