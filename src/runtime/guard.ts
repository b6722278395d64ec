import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { identify } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { StoppableProcess } from './stop-processes.ts';

/**
 * A small process that outlives ours: when we are gone without a word (kill -9, out of memory), the pipe between us closes and it stops what we
 * had running. It has its own session, so that neither Ctrl-C nor the loss of the terminal reaches it.
 */
export interface Guard {
  identity: ProcessIdentity;
  /** Tells it the processes it is to stop should we vanish; replaces what it was told before. */
  watch(processes: readonly StoppableProcess[]): void;
  /** It has nothing left to do and ends. */
  dismiss(): void;
}

/** `folder`: removed at the very end, for a run that leaves nothing behind. */
export const startGuard = ({ folder }: { folder?: string } = {}): Guard => {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'guard-main.ts'), ...(folder === undefined ? [] : [folder])],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: {},
      cwd: '/',
    },
  );
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity === undefined) throw new Error('The guard process could not be started');
  const { stdin } = child;
  // If it is killed, the next start still clears what we leave.
  stdin.on('error', () => undefined);
  child.on('error', () => undefined);
  child.unref();
  return {
    identity,
    watch: (processes) => stdin.write(`${JSON.stringify(processes)}\n`),
    dismiss: () => stdin.end('[]\n'),
  };
};
