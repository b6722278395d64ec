import type { Service } from '../test/support/service.ts';
import type { Benchmark, Figure } from './benchmark.ts';
import { processorMs } from './process-use.ts';
import { quantile } from './quantiles.ts';
import { sendAsFastAsPossible, sendAtPace } from './webhooks/send.ts';
import type { Sent } from './webhooks/send.ts';
import { storeOpenOrders } from './store-open-orders.ts';
import { withService } from './with-service.ts';

/** An order of Cartona's own delivery goes through these; each is a fact to store. */
const statuses = ['approved', 'assigned_to_salesman', 'delivered'] as const;
const connections = 32;
/** A little above the goal: what is sent at the goal's own pace can only come below it. */
const pace = 1_050;

/** Webhooks of one connection into the real API process. The worker is down: what is stored waits for it. */
export const webhooks: Benchmark = {
  title: 'Intake of webhooks',
  size: 6_000,
  run: ({ size, say }) =>
    withService({ isDown: true }, async (service) => {
      await service.startApi();
      const each = Math.ceil(size / statuses.length);
      const orders = await storeOpenOrders(service.store.db, { count: each * 2 + 1, deliverer: 'marketplace' });
      const [first = '', ...others] = orders;
      await sendAsFastAsPossible(service.url, noticesOf([first]), 1);
      say(`${size} webhooks as fast as ${connections} connections go`);
      const fast = await stored(service, () =>
        sendAsFastAsPossible(service.url, noticesOf(others.slice(0, each)), connections),
      );
      say(`${size} webhooks, ${pace} a second`);
      const paced = await stored(service, () => sendAtPace(service.url, noticesOf(others.slice(each)), pace));
      return [
        ...figures('as fast as possible', fast, `${connections} connections, the sender on the same machine`),
        ...figures(`at ${pace}/s`, paced, 'measured from when each was due'),
      ];
    }),
};

/** One status of all orders, then the next: no two at once for one order. */
const noticesOf = (externalIds: readonly string[]): readonly string[] =>
  statuses.flatMap((status) => externalIds.map((id) => JSON.stringify({ hashed_id: id, status })));

interface Stored extends Sent {
  readonly stored: number;
  /** Of the API process; `null` where it cannot be known. */
  readonly processorMs: number | null;
}

const stored = async (service: Service, send: () => Promise<Sent>): Promise<Stored> => {
  const pid = service.api?.pid ?? 0;
  const [facts, processor] = [await countFacts(service), processorMs(pid)];
  const sent = await send();
  const used = processorMs(pid);
  return {
    ...sent,
    stored: (await countFacts(service)) - facts,
    processorMs: used === null || processor === null ? null : used - processor,
  };
};

const countFacts = async ({ store }: Service): Promise<number> => {
  const query = store.db.selectFrom('inbox').select(({ fn }) => fn.countAll<number>().as('count'));
  return (await query.executeTakeFirstOrThrow()).count;
};

const figures = (how: string, sent: Stored, note: string): readonly Figure[] => [
  { name: `stored ${how}`, value: sent.stored / sent.seconds, unit: '/s', goal: { atLeast: 1_000 }, note },
  { name: `answer ${how} p50`, value: quantile(sent.took, 0.5), unit: 'ms' },
  { name: `answer ${how} p95`, value: quantile(sent.took, 0.95), unit: 'ms', goal: { below: 50 } },
  { name: `answer ${how} p99`, value: quantile(sent.took, 0.99), unit: 'ms' },
  {
    name: `API CPU per webhook ${how}`,
    value: sent.processorMs === null ? null : sent.processorMs / sent.took.length,
    unit: 'ms',
    ...(sent.processorMs === null ? { note: 'needs /proc' } : {}),
  },
  { name: `not stored ${how}`, value: sent.took.length - sent.stored, unit: '', note: `of ${sent.took.length}` },
];
