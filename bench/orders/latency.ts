import { setTimeout as delay } from 'node:timers/promises';
import type { Service } from '../../test/support/service.ts';
import type { Figure, Goal } from '../benchmark.ts';
import { quantile } from '../quantiles.ts';
import { placeOrders, playUntilAcknowledged } from './lives.ts';
import type { Carrier } from './lives.ts';
import { untilAllTold } from './told.ts';

/** Few enough that nothing queues: this is about latency. */
const salespersons = 3;
/** How finely the simulated Odoo is looked at. */
const lookEveryMs = 2;
const patienceMs = 60_000;

/** How long the news of one order take: from the webhook to Odoo, and from Odoo to Cartona by watching alone. */
export const measureLatency = async (
  service: Service,
  product: Carrier,
  size: number,
  say: (line: string) => void,
): Promise<readonly Figure[]> => {
  const { sandbox } = service;
  say(`${size} webhooks until the sale order is confirmed`);
  const byCartona = placeOrders(sandbox, size, 'delivered_by_cartona');
  await playUntilAcknowledged(sandbox, product, byCartona);
  const fromWebhook = await webhookToConfirmed(service, product, byCartona);
  say(`${size} changes in Odoo until Cartona is told`);
  const bySupplier = placeOrders(sandbox, size);
  await playUntilAcknowledged(sandbox, product, bySupplier);
  const fromOdoo = await changeToTold(service, product, bySupplier);
  return [
    ...figures('webhook to confirmed sale order', fromWebhook, 'approved by Cartona, one after the other'),
    ...figures('change in Odoo to call at Cartona', fromOdoo, `watching once a second, ${salespersons} at a time`, {
      below: 2_000,
    }),
  ];
};

const webhookToConfirmed = async (
  { shop }: Service,
  { salesperson }: Carrier,
  externalIds: readonly string[],
): Promise<readonly number[]> => {
  const took: number[] = [];
  for (const externalId of externalIds) {
    const saleOrderId = salesperson.saleOrderOf(externalId);
    const startedAt = performance.now();
    const { status, text } = await shop.says(externalId, 'approved');
    if (status !== 200) throw new Error(`A webhook was answered ${status}: ${text}`);
    while (salesperson.stateOf(saleOrderId) !== 'sale') {
      if (performance.now() - startedAt > patienceMs) throw new Error(`Order ${externalId} was never confirmed`);
      await delay(lookEveryMs);
    }
    took.push(performance.now() - startedAt);
  }
  return took;
};

/** A few salespersons at a time, each waiting for one order before the next; their changes fall anywhere between two looks of the watch. */
const changeToTold = async (
  { sandbox }: Service,
  { salesperson }: Carrier,
  externalIds: readonly string[],
): Promise<readonly number[]> => {
  const took: number[] = [];
  const remaining = [...externalIds];
  const work = async (): Promise<void> => {
    for (let externalId = remaining.pop(); externalId !== undefined; externalId = remaining.pop()) {
      await delay(Math.random() * 1_000);
      const told = untilAllTold(sandbox, [externalId], 'approved', patienceMs);
      const startedAt = performance.now();
      await Promise.all([salesperson.confirm(externalId), told]);
      took.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: salespersons }, work));
  return took;
};

const figures = (what: string, took: readonly number[], note: string, goalOfLast?: Goal): readonly Figure[] =>
  [0.5, 0.95, 0.99].map((share) => ({
    name: `${what} p${share * 100}`,
    value: quantile(took, share),
    unit: 'ms',
    note: `${took.length} times, ${note}`,
    ...(share === 0.99 && goalOfLast !== undefined ? { goal: goalOfLast } : {}),
  }));
