import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild } from './child.ts';
import type { ChildExit, ChildProgram, RunningChild } from './child.ts';
import type { Guard } from './guard.ts';
import type { RoleName } from './roles.ts';
import { stopWithinMs } from './roles.ts';
import { StartError } from './start-error.ts';
import { stopProcesses } from './stop-processes.ts';
import type { StoppableProcess } from './stop-processes.ts';
import { waitUntil } from './wait-until.ts';

/** A process to keep running. */
export interface SupervisedProcess {
  role: RoleName;
  program: ChildProgram;
  /** The port it listens on, if it does. */
  port: number | null;
  /** Asks the thing itself whether it does its work. */
  isReady: () => Promise<boolean>;
  /** How long it must have lived to count as up, where readiness is seen through another process, which may still see a predecessor. */
  steadyAfterMs?: number;
  /** How long the first readiness may take. */
  readyWithinMs: number;
  /** What has to be put right before each start. */
  beforeStart?: () => void;
}

/** A process that runs now. */
export interface SupervisedChild {
  role: RoleName;
  port: number | null;
  pid: number;
  startedAt: string;
}

export interface SupervisorOptions {
  guard: Guard;
  say: (line: string) => void;
  /** After each start of a process: what runs now. */
  onChange: (children: readonly SupervisedChild[]) => void;
}

/** One that lived shorter than this died "at once". */
const shortLifeMs = 5_000;
const longestDelayMs = 15_000;

/** Runs processes, starts one that dies again within two seconds (later if it keeps dying at once), and stops them all in order. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #children = new Map<RoleName, { supervised: SupervisedProcess; child: RunningChild }>();
  readonly #stopping = new AbortController();
  /** How often a process died and was started again. */
  restarts = 0;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Aborted as soon as a stop begins. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /**
   * Starts a process, keeps it running from then on, and waits until it is ready.
   *
   * @throws StartError when it ends, or is not ready in time, at this first start
   */
  async start(supervised: SupervisedProcess): Promise<void> {
    if (this.isStopping()) return;
    const { role, isReady, readyWithinMs, program, steadyAfterMs = 0 } = supervised;
    const startedAt = performance.now();
    const isUp = async (): Promise<boolean> => performance.now() - startedAt >= steadyAfterMs && (await isReady());
    const child = this.#spawn(supervised);
    let exit: ChildExit | undefined;
    void child.exited.then((ended) => (exit = ended));
    const settled = await waitUntil(async () => exit !== undefined || (await isUp()), {
      withinMs: readyWithinMs,
      everyMs: 150,
      signal: this.stopping,
    });
    if (this.isStopping()) return;
    if (exit !== undefined)
      throw new StartError(`${role} ended at its start (${inWords(exit)})${lastWords(program.logFile)}`);
    if (!settled) {
      throw new StartError(
        `${role} was not ready within ${Math.round(readyWithinMs / 1000)} s${lastWords(program.logFile)}`,
      );
    }
    void this.#keepRunning(supervised, child);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await stopProcesses(this.#stoppable(), stopWithinMs);
  }

  /** What runs now, by role. */
  get children(): SupervisedChild[] {
    return [...this.#children.values()].map(({ supervised: { role, port }, child: { identity } }) => ({
      role,
      port,
      ...identity,
    }));
  }

  async #keepRunning(supervised: SupervisedProcess, first: RunningChild): Promise<void> {
    let quickDeaths = 0;
    for (let child = first; ; child = this.#spawn(supervised)) {
      const startedAt = performance.now();
      const exit = await child.exited;
      if (this.isStopping()) return;
      quickDeaths = performance.now() - startedAt < shortLifeMs ? quickDeaths + 1 : 0;
      const delayMs = quickDeaths < 2 ? 0 : Math.min(longestDelayMs, 250 * 2 ** quickDeaths);
      const when = delayMs < 1_000 ? 'starting it again' : `starting it again in ${Math.round(delayMs / 1000)} s`;
      const why = exit.signal === null ? lastWords(supervised.program.logFile) : '';
      this.#options.say(`${supervised.role} ended (${inWords(exit)}), ${when}${why}`);
      await pause(delayMs, undefined, { signal: this.stopping }).catch(() => undefined);
      if (this.isStopping()) return;
      this.restarts += 1;
    }
  }

  #spawn(supervised: SupervisedProcess): RunningChild {
    supervised.beforeStart?.();
    const child = startChild(supervised.program);
    this.#children.set(supervised.role, { supervised, child });
    this.#options.guard.watch(this.#stoppable());
    this.#options.onChange(this.children);
    return child;
  }

  #stoppable(): StoppableProcess[] {
    return [...this.#children.values()].map(({ supervised, child }) => ({
      ...child.identity,
      ...supervised.program.stop,
    }));
  }
}

const inWords = ({ code, signal }: ChildExit): string =>
  signal === null ? `exit code ${code ?? 'unknown'}` : `killed by ${signal}`;

/** The end of a log, for a message that must tell why on its own. */
const lastWords = (logFile: string): string => {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-5);
  return lines.join('') === '' ? `; it wrote nothing to ${logFile}` : `:\n${lines.join('\n')}\n(its log: ${logFile})`;
};
