import type { Environment } from '../config/environment.ts';
import { announcement, runUrls } from './announcement.ts';
import { startGuard } from './guard.ts';
import type { Guard } from './guard.ts';
import { tellEachMinute } from './minute-lines.ts';
import type { ApiAccess } from './minute-lines.ts';
import { identify } from './process-identity.ts';
import type { ProductCommands } from './product-processes.ts';
import { removeRunFile, writeRunFile } from './run-file.ts';
import { startEverything } from './start-everything.ts';
import { StartError } from './start-error.ts';
import { Supervisor } from './supervisor.ts';
import type { SupervisedChild } from './supervisor.ts';

/** One run of `start`. */
export interface Run {
  environment: Environment;
  /** All variables of the process and of `.env`: the children get them too. */
  variables: Record<string, string>;
  commands: ProductCommands;
  summarise: ((api: ApiAccess) => Promise<string>) | undefined;
  say: (line: string) => void;
}

/** Starts everything, says so, and returns when a signal asked for the stop and all of it is gone. */
export const superviseUntilStopped = async (run: Run): Promise<void> => {
  const { environment, say } = run;
  const stopAsked = stopSignal();
  const guard = startGuard();
  const supervisor = new Supervisor({
    guard,
    say,
    onChange: (children) => writeRunFile(environment.home, runFileOf(environment, guard, children)),
  });
  const up = startEverything(run, supervisor);
  try {
    const started = await Promise.race([up, stopAsked]);
    if (started !== undefined) {
      say(announcement(environment, started.newToken));
      void tellEachMinute(run, supervisor, started.api);
      await stopAsked;
    }
    say('Stopping');
  } finally {
    await supervisor.stop();
    // What was still starting has seen the stop and ended; why it did is of no interest any more.
    await up.catch(() => undefined);
    guard.dismiss();
    removeRunFile(environment.home);
  }
};

/** Ctrl-C, a service manager's stop, and the loss of the terminal. A second signal changes nothing: the stop is under way. */
const stopSignal = (): Promise<undefined> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(undefined));
  });

const runFileOf = (environment: Environment, guard: Guard, children: readonly SupervisedChild[]) => {
  const self = identify(process.pid);
  if (self === undefined) throw new StartError('The system does not say when this process began: is /proc mounted?');
  const byRole = children.map(({ role, pid, port, startedAt }) => [role, { pid, port, startedAt }] as const);
  return {
    supervisor: { ...self, port: null },
    guard: { ...guard.identity, port: null },
    ...Object.fromEntries(byRole),
    urls: runUrls(environment),
  };
};
