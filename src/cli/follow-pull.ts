import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from './client.ts';
import { apiPath } from './client.ts';
import { counted } from './words.ts';

const orderSync = z.looseObject({
  startedAt: z.string().nullish(),
  finishedAt: z.string().nullish(),
  result: z.record(z.string(), z.unknown()).nullish(),
  error: z.string().nullish(),
});

const connectionStatus = z.looseObject({ state: z.string(), lastOrderSync: orderSync.nullish() });

export type LastPull = z.infer<typeof orderSync>;

export interface PullOutcome {
  readonly ok: boolean;
  readonly result: unknown;
  readonly error: string | null;
  readonly inWords: string;
}

const pollEveryMs = 300;

/** The last pull of a connection, the running one included. */
export const readLastPull = async (client: ApiClient, connection: string): Promise<LastPull> => {
  const status = await client.get(connectionStatus, apiPath('connections', connection, 'status'));
  return status.lastOrderSync ?? {};
};

/**
 * Watches until a pull has finished that had not finished `before`. A marketplace that does not answer is tried again for as long as it
 * takes by the run itself: that is told once per reason, and after `waitMs` it is no longer waited for.
 */
export const followPull = async (
  client: ApiClient,
  connection: string,
  before: LastPull,
  waitMs: number,
  tell: (text: string) => void,
): Promise<PullOutcome> => {
  const until = Date.now() + waitMs;
  let told: string | null = before.error ?? null;
  for (;;) {
    const now = await readLastPull(client, connection);
    if (isNewer(now.finishedAt, before.finishedAt)) return finished(now);
    const error = now.error ?? null;
    if (error !== null && error !== told) tell(`still trying: ${error}`);
    told = error;
    if (Date.now() >= until) return unfinished(error, waitMs);
    await delay(pollEveryMs);
  }
};

const isNewer = (now: string | null | undefined, before: string | null | undefined): boolean =>
  typeof now === 'string' && now !== before;

const finished = (pull: LastPull): PullOutcome => {
  const { result } = pull;
  return { ok: true, result: result ?? null, error: null, inWords: `done: ${resultInWords(result ?? {})}` };
};

const unfinished = (error: string | null, waitMs: number): PullOutcome => {
  const reason =
    error ?? 'no worker has finished it (is one running, and is the connection neither disabled nor paused?)';
  return {
    ok: false,
    result: null,
    error: reason,
    inWords: `not finished after ${waitMs / 1000} s, and still being tried: ${reason}`,
  };
};

const pullResult = z.looseObject({ seen: z.number(), new: z.number(), changed: z.number(), unreadable: z.number() });

const resultInWords = (result: Record<string, unknown>): string => {
  const parsed = pullResult.safeParse(result);
  if (!parsed.success) return JSON.stringify(result);
  const { seen, changed, unreadable } = parsed.data;
  const parts = [
    `${counted(seen, 'order')} waiting at the marketplace`,
    `${parsed.data.new} new`,
    `${changed} changed`,
  ];
  return [...parts, ...(unreadable > 0 ? [`${unreadable} unreadable (see \`attention list\`)`] : [])].join(', ');
};
