import { setTimeout as delay } from 'node:timers/promises';
import { currentAbortSignal } from '../../connectors/odoo/abort.ts';
import type { Db } from '../../store/database.ts';
import { watchedUntil } from '../../store/watch-progress.ts';

const lookEveryMs = 200;
/** A watch that does not move is not waited for any longer. */
const withinMs = 15_000;
/** The first look that ends may have begun before; the second has not. */
const looks = 2;

/** Waits until the watch of Odoo has looked once more: what changed before is then noticed. */
export const untilWatched = async (db: Db): Promise<void> => {
  const signal = currentAbortSignal();
  const deadline = Date.now() + withinMs;
  let seen = await watchedUntil(db);
  for (let ended = 0; ended < looks && Date.now() < deadline;) {
    await delay(lookEveryMs, undefined, { ...(signal === undefined ? {} : { signal }) });
    const now = await watchedUntil(db);
    if (now !== seen) ended += 1;
    seen = now;
  }
};
