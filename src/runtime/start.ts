import { dirname } from 'node:path';
import { readEnvironment } from '../config/environment.ts';
import type { Environment, EnvironmentSource } from '../config/environment.ts';
import { EnvironmentError } from '../config/environment-error.ts';
import { withEnvFile } from '../config/env-file.ts';
import { claimHome, emptyHome, makeHome } from './home-identity.ts';
import { homePaths } from './home.ts';
import { clearLeftovers } from './leftovers.ts';
import { releaseLock, takeLock } from './lock-file.ts';
import { makeLogFolder, trimLogs } from './log-files.ts';
import type { ApiAccess } from './minute-lines.ts';
import { productCommands } from './product-processes.ts';
import type { ProductCommands } from './product-processes.ts';
import { StartError } from './start-error.ts';
import { superviseUntilStopped } from './supervise-until-stopped.ts';
import { refuseTakenPorts } from './taken-ports.ts';

export interface StartOptions {
  /** Empties `CONVEYOR_HOME` first. */
  fresh?: boolean;
  /** What happened lately, in one line: printed once a minute. */
  summarise?: (api: ApiAccess) => Promise<string>;
  /** Where the environment comes from, if not from the process and the project's `.env`. */
  source?: EnvironmentSource;
  /** What the sandbox, the worker and the API are started with. */
  commands?: ProductCommands;
}

const projectFolder = dirname(dirname(import.meta.dirname));

/**
 * `conveyor start`: runs everything in the foreground until a signal ends it. Returns the exit code: 0 stopped as asked, 1 refused or failed
 * (said on stderr, a line for each thing to put right).
 */
export const runStart = async (options: StartOptions = {}): Promise<number> => {
  // The terminal may be gone before we are: that nobody reads any more is no reason to fall.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const source = options.source ?? { variables: process.env, folder: projectFolder };
  try {
    const environment = readEnvironment('start', source);
    await startOnHome(environment, withEnvFile(source.folder, source.variables), options);
    return 0;
  } catch (error) {
    if (!(error instanceof EnvironmentError || error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
};

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** One start at a time on one home. */
const startOnHome = async (
  environment: Environment,
  variables: Record<string, string>,
  { fresh = false, commands = productCommands, summarise }: StartOptions,
): Promise<void> => {
  const { home, localUrl } = environment;
  const { lock, logs } = homePaths(home);
  makeHome(home);
  const holder = takeLock(lock);
  if (holder !== undefined) {
    throw new StartError(
      `Conveyor runs already on ${home} (process ${holder.pid}): use that one at ${localUrl}, stop it with Ctrl-C or "kill ${holder.pid}", or set CONVEYOR_HOME and other ports to start one more`,
    );
  }
  try {
    await clearLeftovers(home, say);
    if (fresh) emptyHome(home);
    claimHome(environment);
    await refuseTakenPorts(environment);
    makeLogFolder(logs);
    trimLogs(logs);
    await superviseUntilStopped({ environment, variables, commands, summarise, say });
  } finally {
    releaseLock(lock);
  }
};
