import type { Client } from '@temporalio/client';
import PQueue from 'p-queue';

/** Rows taken at once. */
export const pokedAtOnce = 200;
/** A notice may get lost with its connection: look anyway. */
export const lookEveryMs = 2_000;
const callsAtOnce = 20;
/** A call to Temporal that takes longer is given up, and nobody waits for it at a stop. */
const callWithinMs = 10_000;

/**
 * Calls Temporal for each of these, some at a time.
 *
 * @param putBack notes that one was not reached: it is taken again
 * @throws what the first one failed with, once all were tried
 */
export const pokeEach = async <T>(
  client: Client,
  items: readonly T[],
  { poke, putBack }: { readonly poke: (item: T) => Promise<void>; readonly putBack: (item: T) => Promise<void> },
): Promise<void> => {
  const calls = new PQueue({ concurrency: callsAtOnce });
  const errors: unknown[] = [];
  await calls.addAll(
    items.map((item) => async () => {
      try {
        await client.withDeadline(Date.now() + callWithinMs, () => poke(item));
      } catch (error) {
        errors.push(error);
        await putBack(item);
      }
    }),
  );
  if (errors.length > 0) throw errors[0];
};
