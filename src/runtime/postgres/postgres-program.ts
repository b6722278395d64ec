import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildProgram } from '../child.ts';
import { stopPlans } from '../roles.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { createClusterOnce, postgresEnvironment } from './postgres-cluster.ts';
import type { PostgresCluster } from './postgres-cluster.ts';
import { postgresArguments } from './postgres-server.ts';
import type { PostgresAddress } from './postgres-server.ts';
import { canEnter, findPostgresUser } from './postgres-user.ts';

/** Where another user may be when ours is root and the project lies where nobody else can go. */
const sharedFolder = '/var/lib/conveyor';

/** Where the database of a home lies: in it, or where the user PostgreSQL must run as can reach it. */
export const clusterFolder = (home: string, user = findPostgresUser()): string =>
  user === undefined || !existsSync(home) || canEnter(home, user)
    ? home
    : join(sharedFolder, createHash('sha256').update(home).digest('hex').slice(0, 12));

/** Prepares the database folder of a home. */
export const prepareCluster = async (home: string, password: string): Promise<PostgresCluster> => {
  const user = findPostgresUser();
  const binaries = await findPostgresBinaries(user, sharedFolder);
  const folder = clusterFolder(home, user);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const cluster = { data: join(folder, 'postgres'), binaries, user };
  await createClusterOnce(cluster, password);
  return cluster;
};

/** The server on such a folder, as a program to run. `disposable`: for tests, whose data need not outlive a crash of the machine. */
export const postgresProgram = (
  cluster: PostgresCluster,
  { port }: Pick<PostgresAddress, 'port'>,
  options: { logFile: string; disposable?: boolean },
): ChildProgram => ({
  command: cluster.binaries.postgres,
  args: postgresArguments(cluster, port, { disposable: options.disposable ?? false }),
  env: postgresEnvironment(),
  cwd: '/',
  logFile: options.logFile,
  user: cluster.user,
  stop: stopPlans.postgres,
});
