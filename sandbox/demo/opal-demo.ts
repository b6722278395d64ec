import { setTimeout as wait } from 'node:timers/promises';
import type { SandboxLogger } from '../logger.ts';
import type { OpalControl } from '../opal/control.ts';
import type { OpalOrder } from '../opal/model.ts';
import { collected, planned, taken } from '../opal/statuses.ts';
import type { Demo } from './demo.ts';

export interface OpalDemoOptions {
  readonly opal: OpalControl;
  readonly logger: SandboxLogger;
  /** How often the demo looks around. Default 1000. */
  readonly tickMs?: number;
  /** Stretches or, below 1, shortens every pause. Default 1. */
  readonly pace?: number;
}

/** How long an order stays at a status before the courier goes on with it. There is time to cancel before it is collected. */
const staysMs: ReadonlyMap<string, number> = new Map([
  [taken, 5_000],
  [planned, 30_000],
  [collected, 45_000],
]);

const isDue = ({ status, history, createdAt }: OpalOrder, pace: number): boolean => {
  const since = Date.parse(history.at(-1)?.at ?? createdAt);
  return Date.now() - since >= (staysMs.get(status) ?? Infinity) * pace;
};

/**
 * The courier's people bring whatever is booked to its end within a minute and a half. What comes next is always read from the order, so that a restart
 * repeats nothing; an order that somebody took off its way is left alone.
 */
export const startOpalDemo = ({ opal, logger, tickMs = 1000, pace = 1 }: OpalDemoOptions): Demo => {
  const stopping = new AbortController();

  const play = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      for (const order of opal.orders()) if (isDue(order, pace)) opal.advance(order.orderNumber);
      await wait(tickMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  const played = play().catch((error: unknown) => logger.error({ err: error }, 'the demo of OPAL cannot be played'));

  return {
    stop: async () => {
      stopping.abort();
      await played;
    },
  };
};
