import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Environment } from '../config/environment.ts';
import { writePrivateFile } from './atomic-file.ts';
import { homePaths } from './home.ts';
import { findFreePort, isPortFree } from './ports.ts';
import { answersQueries, createDatabaseOnce, databaseUrl } from './postgres/postgres-server.ts';
import type { PostgresAddress } from './postgres/postgres-server.ts';
import { clusterFolder, postgresProgram, prepareCluster } from './postgres/postgres-program.ts';
import { removeStalePostmasterPid } from './postgres/stale-postmaster.ts';
import type { Supervisor } from './supervisor.ts';
import { findTemporal } from './temporal/find-temporal.ts';
import { temporalCache } from './temporal/temporal-cache.ts';
import { temporalProgram } from './temporal/temporal-program.ts';
import { knowsNamespace } from './temporal/temporal-server.ts';

const keptAddress = z.object({ port: z.number().int(), password: z.string().min(1) });

/** Runs the embedded PostgreSQL of this home and returns the URL of its database. */
export const startOwnPostgres = async (environment: Environment, supervisor: Supervisor): Promise<string> => {
  const { home } = environment;
  const address = await keepAddress(clusterFolder(home));
  const cluster = await prepareCluster(home, address.password);
  await supervisor.start({
    role: 'postgres',
    program: postgresProgram(cluster, address, { logFile: join(homePaths(home).logs, 'postgres.log') }),
    port: address.port,
    isReady: () => answersQueries(address),
    // A database that was killed replays its log first.
    readyWithinMs: 60_000,
    beforeStart: () => removeStalePostmasterPid(cluster.data),
  });
  if (supervisor.isStopping()) return '';
  await createDatabaseOnce(address, 'conveyor');
  return databaseUrl(address, 'conveyor');
};

/** Kept beside the database it opens. Nobody configures this port: the one of the last time, or another if that is taken now. */
const keepAddress = async (folder: string): Promise<PostgresAddress> => {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const path = join(folder, 'postgres.json');
  const kept = existsSync(path) ? keptAddress.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
  if (kept !== undefined && (await isPortFree(kept.port))) return kept;
  const address = { port: await findFreePort(), password: kept?.password ?? randomBytes(24).toString('base64url') };
  writePrivateFile(path, `${JSON.stringify(address)}\n`);
  return address;
};

/** Runs the own Temporal dev server with its Web UI and returns its address. */
export const startOwnTemporal = async (
  environment: Environment,
  supervisor: Supervisor,
  say: (line: string) => void,
): Promise<string> => {
  const { cli, port, uiPort, namespace } = environment.temporalServer;
  const paths = homePaths(environment.home);
  const command = await findTemporal({
    given: cli,
    path: process.env['PATH'] ?? '',
    cache: temporalCache(),
    say,
    signal: supervisor.stopping,
  });
  await supervisor.start({
    role: 'temporal',
    program: temporalProgram(command, {
      port,
      uiPort,
      namespace,
      databaseFile: paths.temporalDatabase,
      logFile: join(paths.logs, 'temporal.log'),
    }),
    port,
    isReady: () => knowsNamespace(uiPort, namespace),
    readyWithinMs: 60_000,
  });
  return `127.0.0.1:${port}`;
};
