import { setTimeout as delay } from 'node:timers/promises';
import PQueue from 'p-queue';
import { startOrderRun } from '../src/dispatch/order-runs.ts';
import { maxCachedWorkflows } from '../src/worker/temporal-workers.ts';
import type { Service } from '../test/support/service.ts';
import { waitFor } from '../test/support/wait.ts';
import type { Benchmark, Figure } from './benchmark.ts';
import { residentBytes } from './process-use.ts';
import { storeOpenOrders } from './store-open-orders.ts';
import { withService } from './with-service.ts';

const megabyte = 1024 ** 2;
const step = 500;
const callsAtOnce = 20;
/** What is garbage by then is mostly collected. */
const restMs = 2_000;
/** So much more than at twice the cache is noise of the collector and not growth with the number of orders. */
const boundedUpTo = 1.15;

interface Sample {
  readonly open: number;
  readonly bytes: number;
}

/** Memory of a worker process as open orders grow far beyond what it keeps in its cache. */
export const memory: Benchmark = {
  title: 'Memory of a worker',
  size: 10_000,
  run: ({ size, say }) =>
    withService({}, async (service) => {
      const pid = service.workers[0]?.pid ?? 0;
      if (residentBytes(pid) === null) return [{ name: 'memory', value: null, unit: 'MB', note: 'needs /proc' }];
      const samples = [sampleOf(pid, 0)];
      for (let open = step; open <= size; open += step) {
        await openOrders(service, open);
        samples.push(sampleOf(pid, open));
        say(`${open} open orders: ${Math.round(sampleOf(pid, open).bytes / megabyte)} MB`);
      }
      return figuresOf(samples);
    }),
};

const sampleOf = (pid: number, open: number): Sample => ({ open, bytes: residentBytes(pid) ?? NaN });

/** Starts the runs of one more step of orders and waits until each has looked at its row and rests. */
const openOrders = async ({ store, client }: Service, total: number): Promise<void> => {
  const ids = await storeOpenOrders(store.db, { count: step, deliverer: 'supplier' });
  const calls = new PQueue({ concurrency: callsAtOnce });
  await calls.addAll(ids.map((id) => () => startOrderRun(client, 'cartona', id)));
  const atRest = store.db
    .selectFrom('orders')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('stage', '=', 'acknowledged');
  await waitFor(
    `${total} runs at rest`,
    async () => (await atRest.executeTakeFirstOrThrow()).count,
    (count) => count >= total,
    { withinMs: 300_000 },
  );
  await delay(restMs);
};

const figuresOf = (samples: readonly Sample[]): readonly Figure[] => {
  const at = (open: number): Sample | undefined => samples.find((sample) => sample.open === open);
  const inMb = (sample: Sample | undefined): number | null => (sample === undefined ? null : sample.bytes / megabyte);
  const [first, last] = [at(step), samples.at(-1)];
  const [full, twice] = [at(maxCachedWorkflows), at(maxCachedWorkflows * 2)];
  const perRun =
    full === undefined || first === undefined ? null : (full.bytes - first.bytes) / (full.open - first.open) / 1024;
  return [
    { name: 'worker at rest', value: inMb(at(0)), unit: 'MB' },
    { name: `${maxCachedWorkflows} open orders`, value: inMb(full), unit: 'MB', note: 'as many as the cache holds' },
    { name: `${last?.open ?? 0} open orders`, value: inMb(last), unit: 'MB' },
    { name: 'one cached run', value: perRun, unit: 'kB', note: `from ${step} to ${maxCachedWorkflows} open orders` },
    {
      name: 'growth beyond the cache',
      value: last === undefined || twice === undefined ? null : last.bytes / twice.bytes,
      unit: '×',
      goal: { atMost: boundedUpTo },
      note: `${last?.open ?? 0} open orders beside ${maxCachedWorkflows * 2}`,
    },
    ...samples.map((sample) => ({ name: `with ${sample.open} open`, value: inMb(sample), unit: 'MB' })),
  ];
};
