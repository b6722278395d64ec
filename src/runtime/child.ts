import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { PostgresUser } from './postgres/postgres-user.ts';
import { identify } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { StopPlan } from './stop-processes.ts';

/** A program to run beside us. */
export interface ChildProgram {
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Both of its streams go to the end of this file. */
  logFile: string;
  user?: PostgresUser | undefined;
  /** Gives a Node child a channel to us: when it closes, we are gone. */
  channel?: boolean;
  stop: StopPlan;
}

export interface ChildExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface RunningChild {
  identity: ProcessIdentity;
  process: ChildProcess;
  exited: Promise<ChildExit>;
}

/**
 * Starts a program in a session of its own: a Ctrl-C in our terminal is for us, who then stop the children in order.
 *
 * @throws the system's error when it cannot be started
 */
export const startChild = (program: ChildProgram): RunningChild => {
  const log = openSync(program.logFile, 'a', 0o600);
  try {
    const child = spawn(program.command, program.args, {
      cwd: program.cwd,
      env: program.env,
      detached: true,
      stdio: ['ignore', log, log, ...(program.channel === true ? (['ipc'] as const) : [])],
      ...program.user,
    });
    const exited = new Promise<ChildExit>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
      child.once('error', () => resolve({ code: 1, signal: null }));
    });
    // The channel breaks when the child is killed: its exit says so already.
    child.on('error', () => undefined);
    if (child.pid === undefined) throw new Error(`${program.command} could not be started`);
    // A child that is gone already was this process until now: no other can have its id before we have seen its exit.
    const identity = identify(child.pid) ?? { pid: child.pid, startedAt: 'gone' };
    return { identity, process: child, exited };
  } finally {
    closeSync(log);
  }
};
