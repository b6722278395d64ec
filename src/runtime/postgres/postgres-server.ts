import { Client } from 'pg';
import type { PostgresCluster } from './postgres-cluster.ts';
import { superuser } from './postgres-cluster.ts';

/** How to reach a database of an embedded server. */
export interface PostgresAddress {
  port: number;
  password: string;
}

export const databaseUrl = ({ port, password }: PostgresAddress, database: string): string =>
  `postgresql://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;

/** Settings of a server that shares a machine with everything else. */
const sharedSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  work_mem: '4MB',
  max_wal_size: '512MB',
  // Parallel queries take their memory from /dev/shm, of which a container has little.
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  jit: 'off',
  log_timezone: 'UTC',
  timezone: 'UTC',
  // Connections of a killed worker free their locks soon.
  tcp_keepalives_idle: '30',
};

/** What a test run can do without: its database is thrown away. */
const disposableSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Arguments of the `postgres` program. `disposable`: a crash of the machine may lose the database. */
export const postgresArguments = (
  cluster: PostgresCluster,
  port: number,
  { disposable = false }: { disposable?: boolean } = {},
): string[] => {
  const settings = { ...sharedSettings, port: String(port), ...(disposable ? disposableSettings : {}) };
  return ['-D', cluster.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
};

/** Whether the server answers a query. */
export const answersQueries = async (address: PostgresAddress): Promise<boolean> => {
  const client = new Client({ connectionString: databaseUrl(address, 'postgres'), connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** Makes a database if there is none of that name; `template` is copied (nobody may be connected to it). */
export const createDatabaseOnce = async (
  address: PostgresAddress,
  name: string,
  template = 'template0',
): Promise<void> => {
  const client = new Client({ connectionString: databaseUrl(address, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) {
      await client.query(
        `create database ${client.escapeIdentifier(name)} template ${client.escapeIdentifier(template)}`,
      );
    }
  } finally {
    await client.end();
  }
};
