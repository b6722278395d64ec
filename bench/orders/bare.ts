import { fork } from 'node:child_process';
import { join } from 'node:path';
import { bareAnswer } from './bare-messages.ts';
import type { BareAnswer, BareRequest, BareSetup } from './bare-messages.ts';

/** The bare workflows at work in a process of their own. */
export interface Bare {
  readonly pid: number;
  /** Pulls what waits at the marketplace and starts a run for each order. */
  pull(): Promise<void>;
  odooChanged(externalId: string): void;
  stop(): Promise<void>;
}

export const startBare = async (setup: BareSetup): Promise<Bare> => {
  const child = fork(join(import.meta.dirname, 'bare-main.ts'), [JSON.stringify(setup)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ask = (request: BareRequest): void => void child.send(request);
  const until = (wanted: BareAnswer['said']): Promise<void> =>
    new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        child.off('message', hear);
        child.off('exit', gone);
        end();
      };
      const gone = (): void => settle(() => reject(new Error('The process of the bare workflows ended')));
      const hear = (message: unknown): void => {
        const answer = bareAnswer.parse(message);
        if (answer.said === wanted) settle(resolve);
        if (answer.said === 'failed') settle(() => reject(new Error(`The bare workflows failed: ${answer.words}`)));
      };
      child.on('message', hear);
      child.once('exit', gone);
    });
  await until('ready');
  return {
    pid: child.pid ?? 0,
    pull: async () => {
      const pulled = until('pulled');
      ask({ ask: 'pull' });
      await pulled;
    },
    odooChanged: (externalId) => ask({ ask: 'signal', externalId }),
    stop: async () => {
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await exited;
      clearTimeout(timer);
    },
  };
};
