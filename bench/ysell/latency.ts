import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Service } from '../../test/support/service.ts';
import { waitFor } from '../../test/support/wait.ts';
import type { Figure } from '../benchmark.ts';
import { quantile } from '../quantiles.ts';
import { openPrepShop } from './prep-shop.ts';
import { untilSent } from './sent.ts';

/** Few enough that nothing queues: this is about latency. */
const salespersons = 3;
const patienceMs = 60_000;
const goalMs = 2_000;

/** From Odoo's confirmation to the call that creates the order, watching alone, at a gentle rate. */
export const measureShippingLatency = async (
  service: Service,
  count: number,
  say: (line: string) => void,
): Promise<readonly Figure[]> => {
  const shop = await openPrepShop(service);
  const quotations = [...(await shop.quotations(count))];
  say(`${count} orders, ${salespersons} salespersons at a time`);
  const took: number[] = [];
  const work = async (): Promise<void> => {
    for (let id = quotations.pop(); id !== undefined; id = quotations.pop()) {
      // Confirmations fall anywhere between two looks of the watch.
      await delay(Math.random() * 1_000);
      const confirmedAt = Date.now();
      await shop.confirm([id]);
      took.push((await createdAt(service, shop.id, id)) - confirmedAt);
    }
  };
  await Promise.all(Array.from({ length: salespersons }, work));
  await untilSent(service, shop.id, count, patienceMs);
  return [0.5, 0.95, 0.99].map((share) => ({
    name: `confirmation to call at Ysell p${share * 100}`,
    value: quantile(took, share),
    unit: 'ms',
    note: `${took.length} times, watching once a second`,
    ...(share === 0.99 ? { goal: { below: goalMs } } : {}),
  }));
};

const orderName = z.looseObject({ name: z.string() });

/** When the call that created it began, by the exchange log; milliseconds. */
const createdAt = async ({ store, odoo }: Service, connection: string, saleOrderId: number): Promise<number> => {
  const { name } = orderName.parse(odoo.door.row('sale.order', saleOrderId));
  const [call] = await waitFor(
    `the call that creates ${name}`,
    () =>
      store.db
        .selectFrom('exchanges')
        .select('at')
        .where('connection', '=', connection)
        .where('method', '=', 'POST')
        .where(sql<boolean>`external_ids @> array[${name}]::text[]`)
        .execute(),
    (calls) => calls.length > 0,
    { withinMs: patienceMs },
  );
  return call?.at.getTime() ?? NaN;
};
