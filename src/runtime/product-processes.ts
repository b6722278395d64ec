import { dirname, join } from 'node:path';
import type { Environment } from '../config/environment.ts';
import { homePaths } from './home.ts';
import { stopPlans } from './roles.ts';
import type { SupervisedProcess } from './supervisor.ts';

/** The processes of the product itself. */
export type ProductRole = 'sandbox' | 'worker' | 'api';

/** What each is started with, relative to the project's folder; tests have stand-ins. */
export type ProductCommands = Record<ProductRole, readonly string[]>;

export const productCommands: ProductCommands = {
  sandbox: ['sandbox/main.ts'],
  worker: ['src/main.ts', 'worker'],
  api: ['src/main.ts', 'api'],
};

const projectFolder = dirname(dirname(import.meta.dirname));

/** A process of the product under supervision. */
export const productProcess = (
  role: ProductRole,
  environment: Environment,
  commands: ProductCommands,
  env: Record<string, string>,
): SupervisedProcess => ({
  role,
  program: {
    command: process.execPath,
    args: commands[role],
    env,
    cwd: projectFolder,
    logFile: join(homePaths(environment.home).logs, `${role}.log`),
    channel: true,
    stop: stopPlans[role],
  },
  ...readiness(role, environment),
});

const readiness = (
  role: ProductRole,
  { port, localUrl, sandbox }: Environment,
): Pick<SupervisedProcess, 'port' | 'isReady' | 'steadyAfterMs' | 'readyWithinMs'> => {
  switch (role) {
    case 'sandbox':
      return {
        port: sandbox.port,
        isReady: async () => (await statusOf(`http://127.0.0.1:${sandbox.port}/`)) !== undefined,
        readyWithinMs: 30_000,
      };
    case 'worker':
      // It listens nowhere: the API sees whether a worker polls.
      return {
        port: null,
        isReady: async () => (await statusOf(`${localUrl}/ready`)) === 200,
        steadyAfterMs: 1_000,
        readyWithinMs: 120_000,
      };
    case 'api':
      return { port, isReady: async () => (await statusOf(`${localUrl}/health`)) === 200, readyWithinMs: 60_000 };
  }
};

const statusOf = async (url: string): Promise<number | undefined> => {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000), redirect: 'manual' });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return undefined;
  }
};
