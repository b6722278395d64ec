import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from '../command.ts';
import { StartError } from '../start-error.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import type { PostgresUser } from './postgres-user.ts';

/** A database folder, the programs for it and whom they run as. */
export interface PostgresCluster {
  data: string;
  binaries: PostgresBinaries;
  user: PostgresUser | undefined;
}

/** The one user of an embedded database; it may do everything there. */
export const superuser = 'conveyor';

/** Makes the database folder when there is none yet. One that was cut short by a crash is made anew. */
export const createClusterOnce = async (cluster: PostgresCluster, password: string): Promise<void> => {
  const { data, binaries, user } = cluster;
  // initdb writes this file early and the mark below is ours: the folder is whole.
  const finished = join(data, 'conveyor-initialized');
  if (existsSync(finished)) return;
  rmSync(data, { recursive: true, force: true });
  mkdirSync(dirname(data), { recursive: true });
  mkdirSync(data, { mode: 0o700 });
  const passwordFile = `${data}.password`;
  try {
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    giveTo(user, data, passwordFile);
    const { code, output } = await runCommand(
      binaries.initdb,
      [`--pgdata=${data}`, `--username=${superuser}`, `--pwfile=${passwordFile}`, ...initOptions],
      { ...user, cwd: '/', env: postgresEnvironment() },
    );
    if (code !== 0)
      throw new StartError(`The embedded PostgreSQL could not make its folder ${data}: ${lastLine(output)}`);
    writeFileSync(finished, '');
  } finally {
    rmSync(passwordFile, { force: true });
  }
};

/** PostgreSQL's own collation: the same on every system, whatever locales are installed, and it knows upper and lower case of every script. */
const initOptions = [
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--auth=scram-sha-256',
  '--no-instructions',
];

/** Neither a user's PG… settings nor a locale that is not installed may reach the server. */
export const postgresEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  TZ: 'UTC',
  LC_ALL: 'C',
});

const giveTo = (user: PostgresUser | undefined, ...paths: string[]): void => {
  if (user !== undefined) for (const path of paths) chownSync(path, user.uid, user.gid);
};

/** The process id in `postmaster.pid`: a server that runs on this folder, or one that was killed. */
export const readPostmasterPid = (data: string): number | undefined => {
  const path = join(data, 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  const pid = Number(readFileSync(path, 'utf8').split('\n')[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
};

const lastLine = (output: string): string => output.split('\n').at(-1) ?? '';
