import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from './client.ts';
import { apiPath } from './client.ts';

const run = z.looseObject({ state: z.string(), result: z.unknown(), error: z.string().nullish() });

export interface RunOutcome {
  readonly ok: boolean;
  /** What the run answered; null before its end. */
  readonly result: unknown;
  readonly error: string | null;
}

const pollEveryMs = 300;

/**
 * Watches a run to its end. What does not answer is tried again for as long as it takes by the run itself: that is told once per reason, and
 * after `waitMs` it is no longer waited for.
 */
export const followRun = async (
  client: ApiClient,
  started: { readonly workflowId: string; readonly runId: string },
  waitMs: number,
  tell: (text: string) => void,
): Promise<RunOutcome> => {
  const until = Date.now() + waitMs;
  let told: string | null = null;
  for (;;) {
    const now = await client.get(run, apiPath('runs', started.workflowId, started.runId));
    const error = now.error ?? null;
    if (now.state === 'done') return { ok: true, result: now.result, error: null };
    if (now.state !== 'running') return { ok: false, result: null, error: error ?? `the run was ${now.state}` };
    if (error !== null && error !== told) tell(`still trying: ${error}`);
    told = error;
    if (Date.now() >= until) return { ok: false, result: null, error: error ?? notFinished(waitMs) };
    await delay(pollEveryMs);
  }
};

const notFinished = (waitMs: number): string =>
  `not finished after ${waitMs / 1000} s, and still under way (is a worker running?)`;
