import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { identify } from '../process-identity.ts';
import type { ProcessIdentity } from '../process-identity.ts';
import { readPostmasterPid } from './postgres-cluster.ts';

/** The server that runs on a database folder, if one does. */
export const livingPostmaster = (data: string): ProcessIdentity | undefined => {
  const pid = readPostmasterPid(data);
  if (pid === undefined || !commandOf(pid).includes(data)) return undefined;
  return identify(pid);
};

/** Removes the `postmaster.pid` of a server that was killed: PostgreSQL takes whatever process has that id now for itself, and will not start. */
export const removeStalePostmasterPid = (data: string): void => {
  if (readPostmasterPid(data) !== undefined && livingPostmaster(data) === undefined) {
    rmSync(join(data, 'postmaster.pid'), { force: true });
  }
};

const commandOf = (pid: number): string => {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
};
