import { adminKey, anOdoo } from '../../test/sandbox/odoo/an-odoo.ts';
import type { Service } from '../../test/support/service.ts';
import type { Figure } from '../benchmark.ts';
import { withService } from '../with-service.ts';
import { placeOrders, playLives, playUntilAcknowledged } from './lives.ts';
import { odooLatency } from './odoo-latency.ts';
import { createSalesperson } from './salesperson.ts';
import { measureUse } from './use.ts';

const database = 'db';

/**
 * Calls to Odoo for an order under load. With an Odoo that takes its time: one that answers at once leaves nothing waiting that could travel
 * together.
 */
export const measureOdooCalls = async (size: number, say: (line: string) => void): Promise<readonly Figure[]> => {
  const odoo = await anOdoo(18, { latency: odooLatency });
  const env = { ODOO_URL: odoo.url, ODOO_DB: database, ODOO_USER: 'admin', ODOO_PASSWORD: adminKey };
  try {
    return await withService({ env: { ...env, ODOO_WATCH_INTERVAL_MS: '1000' } }, async (service) => {
      const lives = Math.ceil(size / 3);
      say(`${size} orders, then ${lives} whole lives, with an Odoo that takes its time`);
      const product = {
        salesperson: createSalesperson(odoo.simulator, database, 'cartona'),
        pull: () => service.shop.pull(),
        odooChanged: () => undefined,
      };
      const { sandbox } = service;
      const imported = await callsPerOrder(service, size, (ids) => playUntilAcknowledged(sandbox, product, ids));
      const whole = await callsPerOrder(service, lives, (ids) => playLives(sandbox, product, ids));
      return [
        figure('Odoo calls per order until acknowledged', imported, 1, `${size} orders at once`),
        figure('Odoo calls per order, whole life', whole, 3, `${lives} orders at once`),
      ];
    });
  } finally {
    await odoo.close();
  }
};

const figure = (name: string, value: number, goal: number, note: string): Figure => ({
  name,
  value,
  unit: '',
  goal: { atMost: goal },
  note: `${note}, Odoo with the measured time of a call, without the looks of the watch`,
});

const callsPerOrder = async (
  service: Service,
  count: number,
  play: (externalIds: readonly string[]) => Promise<unknown>,
): Promise<number> => {
  const { use } = await measureUse(service, () => play(placeOrders(service.sandbox, count)));
  return use.odooCalls / count;
};
