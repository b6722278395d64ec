import { setTimeout as delay } from 'node:timers/promises';
import { openPosShop } from '../../test/support/pos-shop.ts';
import type { Service } from '../../test/support/service.ts';
import type { Figure } from '../benchmark.ts';
import { residentBytes } from '../process-use.ts';
import { longestHistory } from './history.ts';

const megabyte = 1024 ** 2;
/** The worker has started everything by then, and rests. */
const restMs = 5_000;
const lookEveryMs = 100;
/** Makes an order a kilobyte on the wire, as 50 MB of 50,000 want it. */
const remark = 'x'.repeat(400);

/** Very many orders in one answer: how long it takes, what the worker holds meanwhile, and how long histories grow. */
export const measureBigAnswer = async (
  service: Service,
  count: number,
  say: (line: string) => void,
): Promise<readonly Figure[]> => {
  const shop = await openPosShop(service, 'big');
  const pid = service.workers[0]?.pid ?? 0;
  await delay(restMs);
  const idle = residentBytes(pid);
  shop.source.createOrders({ count, template: { lines: 2, raw: { Remark: remark } } });
  say(`${count} orders in one answer`);
  const since = new Date();
  const memory = watchMemory(pid);
  const startedAt = performance.now();
  const { message, counts } = await shop.sync().finally(memory.stop);
  const seconds = (performance.now() - startedAt) / 1_000;
  if (counts.created !== count) throw new Error(`${count} orders: ${message}`);
  const { runs, events } = await longestHistory(service, since);
  const bytes = sampleBytes(shop.source.orders({ limit: 100 }).map(({ wire }) => wire)) * count;
  const above = idle === null || memory.most === null ? null : (memory.most - idle) / megabyte;
  return [
    {
      name: `${count} orders in one answer, until paid`,
      value: seconds,
      unit: 's',
      note: `${Math.round(bytes / megabyte)} MB`,
    },
    { name: 'orders/s of them', value: count / seconds, unit: '/s' },
    {
      name: 'worker above idle, at most',
      value: above,
      unit: 'MB',
      goal: { below: 300 },
      note: idle === null ? 'needs /proc' : `idle ${Math.round(idle / megabyte)} MB`,
    },
    {
      name: 'events of the longest history',
      value: events,
      unit: '',
      goal: { atMost: 5_000 },
      note: `of ${runs} runs`,
    },
  ];
};

const sampleBytes = (orders: readonly unknown[]): number =>
  orders.reduce<number>((sum, order) => sum + JSON.stringify(order).length, 0) / Math.max(1, orders.length);

const watchMemory = (pid: number) => {
  const seen = { most: residentBytes(pid), stop: () => clearInterval(timer) };
  const timer = setInterval(() => {
    const now = residentBytes(pid);
    if (now !== null && (seen.most === null || now > seen.most)) seen.most = now;
  }, lookEveryMs);
  return seen;
};
