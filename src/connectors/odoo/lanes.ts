import { AsyncResource } from 'node:async_hooks';
import PQueue from 'p-queue';
import { currentAbortSignal, untilAborted } from './abort.ts';

/** Who goes first when all slots are taken: watching, then orders and offers, the mirror last. */
export type Lane = 'watch' | 'orders' | 'mirror';

const priorities: Readonly<Record<Lane, number>> = { watch: 2, orders: 1, mirror: 0 };

/** The one queue of a client: at most `concurrency` calls on the wire at a time. */
export interface Lanes {
  /** Runs the work when a slot is free; given up by the caller's abort signal while it waits. */
  run<T>(lane: Lane, work: () => Promise<T>): Promise<T>;
  /** Runs the work when a slot is free, whoever has been cancelled meanwhile. */
  runShared(lane: Lane, work: () => Promise<void>): Promise<void>;
}

export const createLanes = (concurrency: number): Lanes => {
  const queue = new PQueue({ concurrency });
  return {
    run: async (lane, work) => {
      const signal = currentAbortSignal();
      const task = queue.add(AsyncResource.bind(work), {
        priority: priorities[lane],
        ...(signal === undefined ? {} : { signal }),
      });
      return untilAborted(task, signal);
    },
    runShared: (lane, work) => queue.add(work, { priority: priorities[lane] }),
  };
};

/** One after another. */
export type Turn = (work: () => Promise<void>) => Promise<void>;

/** Work that would only get into each other's way on Odoo's side. */
export const createTurn = (): Turn => {
  const queue = new PQueue({ concurrency: 1 });
  return (work) => queue.add(work);
};
