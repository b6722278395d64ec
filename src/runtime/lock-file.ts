import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { identify, isAlive } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { waitUntil } from './wait-until.ts';

const holder = z.object({ pid: z.number(), startedAt: z.string() });
const longestWaitMs = 30 * 60_000;

/** Takes a lock for this process, also from a holder that died. Returns the living holder when there is one: then nothing was taken. */
export const takeLock = (path: string): ProcessIdentity | undefined => {
  const draft = `${path}.${process.pid}.draft`;
  // Linked into place whole: a lock without its holder's name cannot be seen, and only one of two can link.
  writeFileSync(draft, JSON.stringify(identify(process.pid)), { mode: 0o600 });
  try {
    for (;;) {
      if (linkOnce(draft, path)) return undefined;
      const other = readHolder(path);
      if (other !== undefined && isAlive(other)) return other;
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
};

export const releaseLock = (path: string): void => rmSync(path, { force: true });

/** Does something that two processes must not do at once. */
export const withLock = async <Result>(
  path: string,
  action: () => Promise<Result>,
  onWait: () => void,
): Promise<Result> => {
  if (takeLock(path) !== undefined) {
    onWait();
    const taken = await waitUntil(() => takeLock(path) === undefined, { withinMs: longestWaitMs, everyMs: 500 });
    if (!taken) throw new Error(`${path} was held by another process for half an hour`);
  }
  try {
    return await action();
  } finally {
    releaseLock(path);
  }
};

const linkOnce = (draft: string, path: string): boolean => {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
};

const readHolder = (path: string): ProcessIdentity | undefined => {
  try {
    return holder.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Released between the two looks, or not ours: to be taken either way.
    return undefined;
  }
};
