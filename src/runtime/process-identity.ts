import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When a process began, in words of the operating system that hold for one boot only: with the process id it names one process for ever,
 * where the id alone may have gone to a stranger. Undefined when there is no such process (a zombie counts as gone).
 */
export const processStartedAt = (pid: number): string | undefined =>
  process.platform === 'linux' ? startedAtOnLinux(pid) : startedAtByPs(pid);

/** A process as `run.json` remembers it. */
export interface ProcessIdentity {
  pid: number;
  startedAt: string;
}

export const isAlive = ({ pid, startedAt }: ProcessIdentity): boolean => processStartedAt(pid) === startedAt;

/** The identity of a process that lives now; undefined when it is gone already. */
export const identify = (pid: number): ProcessIdentity | undefined => {
  const startedAt = processStartedAt(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
};

/** Sends a signal, but only to the very process meant. */
export const signalProcess = (identity: ProcessIdentity, signal: NodeJS.Signals): void => {
  if (!isAlive(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch (error) {
    // It may have ended between the look and the signal.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
};

const startedAtOnLinux = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses and may hold anything: count from behind it (proc(5): field 3 is the state, 22 the start).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${bootId()}:${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
};

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);

const startedAtByPs = (pid: number): string | undefined => {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
};
