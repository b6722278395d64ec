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

export interface FollowOptions {
  /** How far it is, in words; null when there is nothing to say. */
  readonly progress?: () => Promise<string | null>;
}

const pollEveryMs = 300;
const tellEveryMs = 2_000;

/**
 * Watches a run to its end. What does not answer is tried again for as long as it takes by the run itself: that is told once per reason, and
 * after `waitMs` it is no longer waited for.
 */
export const followRun = async (
  client: ApiClient,
  started: { readonly workflowId: string; readonly runId: string },
  waitMs: number,
  tell: (text: string) => void,
  { progress }: FollowOptions = {},
): Promise<RunOutcome> => {
  const until = Date.now() + waitMs;
  let told: string | null = null;
  let toldProgress: string | null = null;
  let lookAt = Date.now() + tellEveryMs;
  for (;;) {
    const now = await client.get(run, apiPath('runs', started.workflowId, started.runId));
    const error = now.error ?? null;
    if (now.state === 'done') return { ok: true, result: now.result, error: null };
    if (now.state !== 'running') return { ok: false, result: null, error: error ?? `the run was ${now.state}` };
    if (error !== null && error !== told) tell(`still trying: ${error}`);
    told = error;
    if (progress !== undefined && Date.now() >= lookAt) {
      const words = await progress();
      if (words !== null && words !== toldProgress) tell(words);
      toldProgress = words;
      lookAt = Date.now() + tellEveryMs;
    }
    if (Date.now() >= until) return { ok: false, result: null, error: error ?? notFinished(waitMs) };
    await delay(pollEveryMs);
  }
};

const notFinished = (waitMs: number): string =>
  `not finished after ${waitMs / 1000} s, and still under way (is a worker running?)`;
