import { setTimeout as delay } from 'node:timers/promises';
import type { Service } from '../../test/support/service.ts';
import type { Figure, Goal } from '../benchmark.ts';
import { quantile } from '../quantiles.ts';
import { newPrice, setPrices, untilShown } from './catalogue.ts';
import type { Good } from './catalogue.ts';

/** Few enough that nothing queues: this is about latency. */
const peopleAtOnce = 3;
const patienceMs = 60_000;

/**
 * A few people change one price after the other, anywhere between two looks of the watch, each waiting for one before the next.
 *
 * @returns milliseconds from the change until Cartona had it, one for each of `goods`
 */
export const changeOneByOne = async (
  service: Service,
  goods: readonly Good[],
  goesOn: () => boolean = () => true,
): Promise<readonly number[]> => {
  const took: number[] = [];
  const remaining = [...goods];
  const work = async (): Promise<void> => {
    for (let good = remaining.pop(); good !== undefined && goesOn(); good = remaining.pop()) {
      await delay(Math.random() * 1_000);
      const price = newPrice();
      const startedAt = performance.now();
      await setPrices(service, [good], price);
      await untilShown([good], price, patienceMs);
      took.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: peopleAtOnce }, work));
  return took;
};

export const latencyFigures = (
  what: string,
  took: readonly number[],
  note: string,
  goals: { readonly p50?: Goal; readonly p99?: Goal },
): readonly Figure[] => [
  {
    name: `${what} p50`,
    value: valueOf(took, 0.5),
    unit: 'ms',
    note: `${took.length} times, ${note}`,
    ...goalOf(goals.p50),
  },
  {
    name: `${what} p99`,
    value: valueOf(took, 0.99),
    unit: 'ms',
    note: `${took.length} times, ${note}`,
    ...goalOf(goals.p99),
  },
];

const valueOf = (took: readonly number[], share: number): number | null =>
  took.length === 0 ? null : quantile(took, share);

const goalOf = (goal: Goal | undefined): { goal?: Goal } => (goal === undefined ? {} : { goal });
