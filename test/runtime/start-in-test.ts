import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findFreePort } from '../../src/runtime/ports.ts';
import { isAlive } from '../../src/runtime/process-identity.ts';
import { readRunFile } from '../../src/runtime/run-file.ts';
import type { RunFile } from '../../src/runtime/run-file.ts';
import { waitUntil } from '../../src/runtime/wait-until.ts';

const projectFolder = dirname(dirname(import.meta.dirname));

/** A home and ports of its own for starts in a test. */
export interface StartPlace {
  home: string;
  variables: Record<string, string>;
}

export const newStartPlace = async (): Promise<StartPlace> => {
  const folder = mkdtempSync(join(tmpdir(), 'conveyor-start-'));
  // Under root the database runs as another user, who must get to its folder.
  chmodSync(folder, 0o711);
  const home = join(folder, 'home');
  const ports = await Promise.all([1, 2, 3, 4].map(() => findFreePort()));
  const [api, sandbox, temporal, ui] = ports.map(String);
  return {
    home,
    variables: {
      ...inherited(),
      CONVEYOR_HOME: home,
      CONVEYOR_PORT: api ?? '',
      CONVEYOR_SANDBOX_PORT: sandbox ?? '',
      TEMPORAL_PORT: temporal ?? '',
      TEMPORAL_UI_PORT: ui ?? '',
    },
  };
};

/** What finding and building a `temporal` needs, and nothing else of the developer's own settings. */
const inherited = (): Record<string, string> => {
  const names = ['PATH', 'HOME', 'TMPDIR', 'XDG_CACHE_HOME', 'GOPATH', 'GOCACHE', 'GOPROXY', 'TEMPORAL_CLI'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
};

/** A `start` under test. */
export interface StartUnderTest {
  process: ChildProcess;
  /** All it has printed so far. */
  output: () => string;
  /** Until everything runs; false when it ended before. */
  running: () => Promise<boolean>;
  /** Its exit code, when it has ended. */
  ended: Promise<number | null>;
}

export const start = ({ home, variables }: StartPlace, ...args: string[]): StartUnderTest => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'stand-ins', 'start.ts'), ...args], {
    cwd: projectFolder,
    env: variables,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const running = async (): Promise<boolean> => {
    await waitUntil(() => printed.includes('Conveyor is running') || child.exitCode !== null, { withinMs: 100_000 });
    return printed.includes('Conveyor is running') && existsSync(home);
  };
  return { process: child, output: () => printed, running, ended };
};

/** `run.json` of a place whose start is running. */
export const runOf = ({ home }: StartPlace): RunFile => {
  const run = readRunFile(home);
  if (run === undefined) throw new Error(`${home} has no run.json`);
  return run;
};

export const supervisedRoles = ['postgres', 'temporal', 'sandbox', 'worker', 'api'] as const;

/** The processes of a run that are still alive, by role. */
export const aliveIn = (run: RunFile): string[] =>
  (['supervisor', 'guard', ...supervisedRoles] as const).filter((role) => {
    const process = run[role];
    return process !== undefined && isAlive(process);
  });

/** Ends whatever still runs there, and removes the folder. */
export const clearStartPlace = ({ home }: StartPlace): void => {
  const run = readRunFile(home);
  for (const role of run === undefined ? [] : (['supervisor', 'guard', ...supervisedRoles] as const)) {
    const left = run?.[role];
    if (left !== undefined && isAlive(left)) process.kill(left.pid, 'SIGKILL');
  }
  rmSync(dirname(home), { recursive: true, force: true, maxRetries: 5 });
};
