import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../../src/runtime/child.ts';
import type { ChildProgram } from '../../src/runtime/child.ts';
import { startGuard } from '../../src/runtime/guard.ts';
import type { Guard } from '../../src/runtime/guard.ts';
import { findFreePort } from '../../src/runtime/ports.ts';
import { postgresProgram, prepareCluster } from '../../src/runtime/postgres/postgres-program.ts';
import { answersQueries, createDatabaseOnce, databaseUrl } from '../../src/runtime/postgres/postgres-server.ts';
import type { PostgresAddress } from '../../src/runtime/postgres/postgres-server.ts';
import { stopProcesses } from '../../src/runtime/stop-processes.ts';
import type { StoppableProcess } from '../../src/runtime/stop-processes.ts';
import { findTemporal } from '../../src/runtime/temporal/find-temporal.ts';
import { temporalCache } from '../../src/runtime/temporal/temporal-cache.ts';
import { temporalProgram } from '../../src/runtime/temporal/temporal-program.ts';
import { knowsNamespace } from '../../src/runtime/temporal/temporal-server.ts';
import { waitUntil } from '../../src/runtime/wait-until.ts';

/** One PostgreSQL and one Temporal dev server for the whole run, each started when a test first asks and stopped after the last one. */
interface Stack {
  folder: string;
  guard: Guard;
  processes: StoppableProcess[];
}

let stack: Stack | undefined;
let postgres: Promise<PostgresAddress> | undefined;
let template: Promise<string> | undefined;
let temporal: Promise<{ address: string; httpPort: number }> | undefined;
let databases = 0;

/** The URL of a database of its own, empty (`migrated: false`) or with the newest schema. */
export const testDatabase = async ({ migrated = true }: { migrated?: boolean } = {}): Promise<string> => {
  const address = await (postgres ??= startPostgres());
  const source = migrated ? await (template ??= makeTemplate(address)) : 'template0';
  databases += 1;
  const name = `test_${databases}`;
  await createDatabaseOnce(address, name, source);
  return databaseUrl(address, name);
};

/** `host:port` of the Temporal server of this run; its namespace is `default` and the search attributes are there. */
export const temporalAddress = async (): Promise<string> => (await (temporal ??= startTemporal())).address;

/** Stops what was started; called once after the last test. */
export const stopStack = async (): Promise<void> => {
  if (stack === undefined) return;
  const { processes, guard } = stack;
  stack = postgres = template = temporal = undefined;
  await stopProcesses(processes);
  guard.dismiss();
};

const openStack = (): Stack => {
  const folder = mkdtempSync(join(tmpdir(), 'conveyor-test-'));
  // Under root the database runs as another user, who must get to its folder.
  chmodSync(folder, 0o711);
  return { folder, guard: startGuard({ folder }), processes: [] };
};

const run = (program: ChildProgram): void => {
  const { guard, processes } = (stack ??= openStack());
  const { identity, process: child } = startChild(program);
  child.unref();
  // Nothing of a test run is worth waiting for.
  processes.push({ ...identity, ...program.stop, stage: 1, graceMs: 2_000 });
  guard.watch(processes);
};

const startPostgres = async (): Promise<PostgresAddress> => {
  const { folder } = (stack ??= openStack());
  const address = { port: await findFreePort(), password: randomBytes(24).toString('base64url') };
  const cluster = await prepareCluster(folder, address.password);
  const logFile = join(folder, 'postgres.log');
  run(postgresProgram(cluster, address, { logFile, disposable: true }));
  if (await waitUntil(() => answersQueries(address), { withinMs: 30_000 })) return address;
  throw new Error(`PostgreSQL did not come up for the tests; see ${logFile}`);
};

const makeTemplate = async (address: PostgresAddress): Promise<string> => {
  const name = 'conveyor_template';
  await createDatabaseOnce(address, name);
  // Loaded here: most tests have no use for a database.
  const [{ openStore }, { migrate }] = await Promise.all([
    import('../../src/store/database.ts'),
    import('../../src/store/migrate.ts'),
  ]);
  const store = openStore(databaseUrl(address, name), { applicationName: 'test template' });
  try {
    await migrate(store.db);
  } finally {
    await store.close();
  }
  return name;
};

const startTemporal = async (): Promise<{ address: string; httpPort: number }> => {
  const { folder } = (stack ??= openStack());
  const command = await findTemporal({
    given: process.env['TEMPORAL_CLI'],
    path: process.env['PATH'] ?? '',
    cache: temporalCache(),
    say: (line) => console.error(line),
  });
  const port = await findFreePort();
  const httpPort = await findFreePort();
  const logFile = join(folder, 'temporal.log');
  run(
    temporalProgram(command, {
      port,
      httpPort,
      databaseFile: join(folder, 'temporal.db'),
      namespace: 'default',
      logFile,
    }),
  );
  if (await waitUntil(() => knowsNamespace(httpPort, 'default'), { withinMs: 60_000 })) {
    return { address: `127.0.0.1:${port}`, httpPort };
  }
  throw new Error(`The Temporal server did not come up for the tests; see ${logFile}`);
};
