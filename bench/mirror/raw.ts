import { fork } from 'node:child_process';
import { join } from 'node:path';
import { rawAnswer } from './raw-messages.ts';
import type { RawAnswer, RawRequest, RawSetup } from './raw-messages.ts';

/** The plain loop in a process of its own, as the worker is. */
export interface Raw {
  read(request: RawRequest): Promise<RawAnswer>;
  stop(): Promise<void>;
}

export const startRaw = async (setup: RawSetup): Promise<Raw> => {
  const child = fork(join(import.meta.dirname, 'raw-main.ts'), [JSON.stringify(setup)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const hear = (): Promise<RawAnswer> =>
    new Promise((resolve, reject) => {
      const gone = (): void => reject(new Error('The process of the plain loop ended'));
      child.once('exit', gone);
      child.once('message', (message) => {
        child.off('exit', gone);
        resolve(rawAnswer.parse(message));
      });
    });
  await hear();
  return {
    read: (request) => {
      const heard = hear();
      child.send(request);
      return heard;
    },
    stop: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
};
