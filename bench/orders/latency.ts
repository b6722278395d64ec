import { setTimeout as delay } from 'node:timers/promises';
import type { Service } from '../../test/support/service.ts';
import type { Figure, Goal } from '../benchmark.ts';
import { quantile } from '../quantiles.ts';
import { placeOrders, playUntilAcknowledged } from './lives.ts';
import type { Carrier } from './lives.ts';
import { onTold } from './told.ts';

/** Between two events, so that each finds the service at rest; not a divisor of the watch's interval. */
const apartMs = 173;
/** How finely the simulated Odoo is looked at. */
const lookEveryMs = 2;
const patienceMs = 60_000;

/** How long one order's news take, one order after the other: from the webhook to Odoo, and from Odoo to Cartona by watching alone. */
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
    ...figures('change in Odoo to call at Cartona', fromOdoo, 'watching once a second', { below: 2_000 }),
  ];
};

const webhookToConfirmed = async (
  { shop }: Service,
  { salesperson }: Carrier,
  externalIds: readonly string[],
): Promise<readonly number[]> => {
  const clock = startClock();
  const waiting = new Map<string, number>();
  const timer = setInterval(() => {
    for (const [externalId, saleOrderId] of waiting) {
      if (salesperson.stateOf(saleOrderId) !== 'sale') continue;
      clock.end(externalId);
      waiting.delete(externalId);
    }
  }, lookEveryMs);
  try {
    for (const externalId of externalIds) {
      waiting.set(externalId, salesperson.saleOrderOf(externalId));
      clock.begin(externalId);
      const { status, text } = await shop.says(externalId, 'approved');
      if (status !== 200) throw new Error(`A webhook was answered ${status}: ${text}`);
      await delay(apartMs);
    }
    return await clock.all(externalIds.length);
  } finally {
    clearInterval(timer);
  }
};

const changeToTold = async (
  { sandbox }: Service,
  { salesperson }: Carrier,
  externalIds: readonly string[],
): Promise<readonly number[]> => {
  const clock = startClock();
  const stop = onTold(sandbox, (externalId, status) => {
    if (status === 'approved') clock.end(externalId);
  });
  try {
    for (const externalId of externalIds) {
      clock.begin(externalId);
      await salesperson.confirm(externalId);
      await delay(apartMs);
    }
    return await clock.all(externalIds.length);
  } finally {
    stop();
  }
};

const startClock = () => {
  const begun = new Map<string, number>();
  const took: number[] = [];
  return {
    begin: (externalId: string): void => void begun.set(externalId, performance.now()),
    end: (externalId: string): void => {
      const from = begun.get(externalId);
      if (from !== undefined) took.push(performance.now() - from);
      begun.delete(externalId);
    },
    all: async (count: number): Promise<readonly number[]> => {
      const deadline = performance.now() + patienceMs;
      while (took.length < count) {
        if (performance.now() > deadline) throw new Error(`${count - took.length} of ${count} never came`);
        await delay(50);
      }
      return took;
    },
  };
};

const figures = (what: string, took: readonly number[], note: string, goalOfLast?: Goal): readonly Figure[] =>
  [0.5, 0.95, 0.99].map((share) => ({
    name: `${what} p${share * 100}`,
    value: quantile(took, share),
    unit: 'ms',
    note: `${took.length} times, ${note}`,
    ...(share === 0.99 && goalOfLast !== undefined ? { goal: goalOfLast } : {}),
  }));
