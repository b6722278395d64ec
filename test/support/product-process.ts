import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';

const root = join(import.meta.dirname, '..', '..');

/** One process of the product, as `bin/conveyor worker` or `bin/conveyor api` runs it. */
export interface ProductProcess {
  readonly role: 'worker' | 'api';
  readonly pid: number;
  readonly isRunning: boolean;
  /** What it wrote so far. */
  log(): string;
  /** Ends it at once, as a crash of the machine does. */
  kill(): Promise<void>;
  /** Asks it to stop and waits; one that does not is killed, and that is an error. */
  stop(): Promise<void>;
}

const stopsWithinMs = 15_000;

/** Starts a role with exactly these variables. It ends when the test run does. */
export const startProduct = (
  role: 'worker' | 'api',
  env: Readonly<Record<string, string>>,
  folder: string,
  name: string = role,
): ProductProcess => {
  const logFile = join(folder, `${name}.log`);
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [join(root, 'src/main.ts'), role], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'production', ...env },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  // The channel breaks when the child is killed.
  child.on('error', () => undefined);
  child.unref();
  child.channel?.unref();
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    role,
    pid: child.pid ?? 0,
    get isRunning() {
      return isRunning();
    },
    log: () => readFileSync(logFile, 'utf8'),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    stop: async () => {
      if (!isRunning()) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopsWithinMs);
      await exited;
      clearTimeout(timer);
      if (child.signalCode === 'SIGKILL')
        throw new Error(`${name} did not stop within ${stopsWithinMs} ms; see ${logFile}`);
    },
  };
};
