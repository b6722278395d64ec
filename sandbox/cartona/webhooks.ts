import { setTimeout as wait } from 'node:timers/promises';
import type { SandboxLogger } from '../logger.ts';
import type { HistoryEntry, OrderRecord } from './order-model.ts';
import type { CartonaSettings } from './settings.ts';
import type { CartonaState } from './state.ts';

/** One attempt to tell the supplier of a status. */
export interface WebhookAttempt {
  readonly at: string;
  readonly hashed_id: string;
  readonly status: string;
  readonly attempt: number;
  /** `null`: no answer. */
  readonly answer: number | null;
  readonly text: string;
}

export interface Webhooks {
  /** The last 1000 attempts, newest last. */
  attempts(): readonly WebhookAttempt[];
  close(): void;
}

type Target = NonNullable<CartonaSettings['webhook']>;

const isWorthTelling = (target: Target, entry: HistoryEntry, record: OrderRecord): boolean => {
  if (entry.by === 'supplier') return false;
  const { status } = record.order;
  return entry.what === 'status' && status !== 'pending' && status !== 'editing' ? true : target.newOrders;
};

/** Sends `{hashed_id, status}` to the supplier (requirement 3, §4.3.2), unsigned, with a token in a header. */
export const createWebhooks = (state: CartonaState, logger: SandboxLogger): Webhooks => {
  const closing = new AbortController();
  let attempts: WebhookAttempt[] = [];

  const post = async (target: Target, body: object): Promise<{ answer: number | null; text: string }> => {
    try {
      const response = await fetch(target.url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', [target.header]: target.token },
        body: JSON.stringify(body),
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(10_000)]),
      });
      return { answer: response.status, text: (await response.text()).slice(0, 500) };
    } catch (error) {
      return { answer: null, text: error instanceof Error ? error.message : String(error) };
    }
  };

  const send = async (target: Target, hashedId: string, status: string): Promise<void> => {
    for (let attempt = 1; attempt <= target.attempts && !closing.signal.aborted; attempt += 1) {
      const at = new Date().toISOString();
      const result = await post(target, { hashed_id: hashedId, status });
      attempts = [...attempts.slice(-999), { at, hashed_id: hashedId, status, attempt, ...result }];
      if (result.answer !== null && result.answer >= 200 && result.answer < 300) return;
      await wait(1000, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  };

  const stop = state.onOrder((record, entry) => {
    const target = state.settings.webhook;
    if (target === null || !isWorthTelling(target, entry, record)) return;
    send(target, record.order.hashed_id, record.order.status).catch((error: unknown) =>
      logger.error({ err: error }, 'a Cartona webhook could not be sent'),
    );
  });

  return {
    attempts: () => attempts,
    close: () => {
      stop();
      closing.abort();
    },
  };
};
