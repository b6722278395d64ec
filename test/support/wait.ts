import { setTimeout as delay } from 'node:timers/promises';

/** How often a state is looked at: often enough not to be felt, seldom enough to leave the service its processor. */
const lookEveryMs = 40;

export interface WaitOptions {
  /** Default 30 s: twice the time after which a task that was lost with its worker is given to another. */
  readonly withinMs?: number;
  /** What is said of the state when it did not come; default its JSON. */
  readonly describe?: (seen: unknown) => string;
}

/**
 * Looks until the state is right and gives it. An error of a look counts as a state that is not right.
 *
 * @param what what is waited for, as it stands in the failure
 * @throws Error that says what was seen last
 */
export const waitFor = async <T>(
  what: string,
  look: () => Promise<T> | T,
  isRight: (seen: T) => boolean,
  { withinMs = 30_000, describe = shown }: WaitOptions = {},
): Promise<T> => {
  const deadline = Date.now() + withinMs;
  let last = 'nothing';
  for (;;) {
    try {
      const seen = await look();
      if (isRight(seen)) return seen;
      last = describe(seen);
    } catch (error) {
      last = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    if (Date.now() >= deadline) throw new Error(`${what} did not come within ${withinMs} ms; last seen: ${last}`);
    await delay(lookEveryMs);
  }
};

/** Looks until the look gives something. */
export const waitForSome = async <T>(
  what: string,
  look: () => Promise<T | null | undefined> | T | null | undefined,
  options: WaitOptions = {},
): Promise<T> => {
  const seen = await waitFor(what, look, (value) => value !== null && value !== undefined, options);
  if (seen === null || seen === undefined) throw new Error(`${what} came and went`);
  return seen;
};

const shown = (value: unknown): string =>
  value === undefined ? 'undefined' : JSON.stringify(value, null, 2).slice(0, 4_000);
