import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { currentAbortSignal } from '../connectors/odoo/abort.ts';
import { Failure } from '../domain/failure.ts';
import { releaseLease, takeLease } from '../store/leases.ts';
import type { Database } from '../store/schema.ts';

/** Renewed for as long as its process lives: one that died, or lost the database, holds up the others no longer than this. */
const leaseMs = 15_000;
const renewEveryMs = 4_000;
const lookAgainMs = 250;

export interface LeasedWork<Result> {
  /** One holder at a time, in all processes together. */
  readonly lease: string;
  /** What is done, as a person calls it: `The pull of Cartona Egypt`. */
  readonly what: string;
  /** The result of a run that serves the caller too; undefined while there is none. */
  readonly served: () => Promise<{ readonly result: Result } | undefined>;
  /** @param stillHeld awaited before each write that must not follow those of another holder */
  readonly work: (stillHeld: () => Promise<void>) => Promise<Result>;
}

/** Works, or waits for the one that works and takes its result. @throws Failure `Unavailable` when another took over meanwhile */
export const underLease = async <Result>(
  db: Kysely<Database>,
  { lease, what, served, work }: LeasedWork<Result>,
): Promise<Result> => {
  const holder = randomUUID();
  const signal = currentAbortSignal();
  for (;;) {
    const other = await served();
    if (other !== undefined) return other.result;
    if (await takeLease(db, lease, holder, leaseMs)) {
      const renew = () => takeLease(db, lease, holder, leaseMs);
      // What a renewal says is asked again before each write.
      const renewing = setInterval(() => void renew().catch(() => false), renewEveryMs);
      try {
        return await work(async () => {
          if (await renew()) return;
          throw new Failure('Unavailable', `${what} took too long: another one has taken over`);
        });
      } finally {
        clearInterval(renewing);
        await releaseLease(db, lease, holder);
      }
    }
    await delay(lookAgainMs, undefined, { ...(signal === undefined ? {} : { signal }) });
  }
};
