import { fork } from 'node:child_process';
import { join } from 'node:path';
import { bareAnswer } from './bare-messages.ts';
import type { BareAnswer, BareRequest, BareSetup } from './bare-messages.ts';

export type BareImport = Extract<BareAnswer, { said: 'imported' }>;

/** The bare loop in a process of its own, as the worker is. */
export interface Bare {
  /** Imports what the source changed at or after then. */
  import(since: Date): Promise<BareImport>;
  stop(): Promise<void>;
}

export const startBare = async (setup: BareSetup): Promise<Bare> => {
  const child = fork(join(import.meta.dirname, 'bare-main.ts'), [JSON.stringify(setup)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const hear = (): Promise<BareAnswer> =>
    new Promise((resolve, reject) => {
      const gone = (): void => reject(new Error('The process of the bare loop ended'));
      child.once('exit', gone);
      child.once('message', (message) => {
        child.off('exit', gone);
        resolve(bareAnswer.parse(message));
      });
    });
  await hear();
  return {
    import: async (since) => {
      const heard = hear();
      child.send({ since: since.toISOString() } satisfies BareRequest);
      const answer = await heard;
      if (answer.said === 'imported') return answer;
      throw new Error(`The bare loop failed: ${answer.said === 'failed' ? answer.words : answer.said}`);
    },
    stop: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
};
