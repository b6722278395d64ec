import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { sql } from 'kysely';
import { createSandbox, sandboxOdooLogin } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import type { OdooVersion } from '../../sandbox/odoo-mount.ts';
import { findFreePort } from '../../src/runtime/ports.ts';
import { openStore } from '../../src/store/database.ts';
import type { Store } from '../../src/store/database.ts';
import { sweep } from '../../src/dispatch/sweep.ts';
import { testNamespace } from './namespace.ts';
import { createOdooAccess } from './odoo-access.ts';
import type { OdooAccess } from './odoo-access.ts';
import { startProduct } from './product-process.ts';
import type { ProductProcess } from './product-process.ts';
import { createRest } from './rest.ts';
import type { Rest } from './rest.ts';
import { openShop, shopConnection, startShopSandbox } from './shop.ts';
import type { Shop } from './shop.ts';
import { testDatabase } from './stack.ts';
import { waitFor } from './wait.ts';

export interface ServiceOptions {
  /** Which Odoo the sandbox plays. Default 18. */
  readonly odooVersion?: OdooVersion;
  /** Settings of the first connection, `cartona`, beyond what tests always set. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** More variables for worker and API. */
  readonly env?: Readonly<Record<string, string>>;
  /** How many workers there are from the beginning. Default 1. */
  readonly workers?: number;
  /** Do not start worker and API: for tests that start them themselves. */
  readonly isDown?: boolean;
}

/** The whole product at work: worker and API as processes, a sandbox, a database and a Temporal namespace of its own. */
export interface Service {
  readonly sandbox: Sandbox;
  readonly odoo: OdooAccess;
  /** The connection `cartona`, to the Cartona of the sandbox. */
  readonly shop: Shop;
  readonly rest: Rest;
  readonly url: string;
  readonly token: string;
  /** In the namespace of this service. */
  readonly client: Client;
  readonly store: Store;
  readonly databaseUrl: string;
  /** Environment of worker and API. */
  readonly env: Readonly<Record<string, string>>;
  readonly workers: readonly ProductProcess[];
  readonly api: ProductProcess | undefined;
  /** One more connection, with other settings and a Cartona of its own. `shop.id` is the name, with a number where it was taken before. */
  connect(name: string, settings: Readonly<Record<string, unknown>>): Promise<Shop>;
  /** Closed with the service. */
  attach(part: { close(): Promise<void> }): void;
  /** One more worker; resolves when it polls. */
  startWorker(): Promise<ProductProcess>;
  startApi(): Promise<ProductProcess>;
  /** Does now what the worker does once a minute, as if a minute had passed since the last change. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/** A worker that starts pulls at once: what a test places afterwards is pulled when the test says so. */
const untilFirstPull = async (sandbox: Sandbox): Promise<void> => {
  await waitFor(
    'the first pull',
    () => sandbox.log.counts()['cartona']?.byRoute ?? {},
    (routes) => 'GET order/pull-orders' in routes,
  );
};

/** It mirrors Odoo at once, too: the faults of a test are not for these calls. */
const untilFirstMirror = async ({ db }: Store): Promise<void> => {
  await waitFor(
    'the first mirror of Odoo',
    () => db.selectFrom('mirror_runs').select('finished_at').executeTakeFirst(),
    (run) => run !== undefined && run.finished_at !== null,
  );
};

export const startService = async (options: ServiceOptions = {}): Promise<Service> => {
  const { odooVersion = 18 } = options;
  const folder = mkdtempSync(join(tmpdir(), 'conveyor-service-'));
  const sandbox = createSandbox({ port: 0, stateDir: null, odooVersion });
  const [sandboxUrl, databaseUrl, namespace, port] = await Promise.all([
    sandbox.start(),
    testDatabase(),
    testNamespace(),
    findFreePort(),
  ]);
  const token = randomBytes(24).toString('hex');
  const connectionsFile = join(folder, 'connections.yaml');
  // JSON is YAML.
  await writeFile(
    connectionsFile,
    JSON.stringify({ connections: [shopConnection('cartona', sandbox, options.settings)] }),
  );
  const env = {
    CONVEYOR_HOME: join(folder, 'home'),
    CONVEYOR_PORT: String(port),
    CONVEYOR_KEY: randomBytes(32).toString('base64'),
    CONVEYOR_TOKEN: token,
    CONVEYOR_SANDBOX: 'on',
    CONVEYOR_SANDBOX_PORT: new URL(sandboxUrl).port,
    CONVEYOR_CONNECTIONS: connectionsFile,
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: namespace.address,
    TEMPORAL_NAMESPACE: namespace.name,
    ODOO_URL: `${sandboxUrl}/odoo`,
    ODOO_DB: sandboxOdooLogin.database,
    ODOO_USER: sandboxOdooLogin.login,
    // With a key, 19 is spoken to over JSON-2.
    ODOO_PASSWORD: odooVersion === 19 ? sandboxOdooLogin.apiKey : sandboxOdooLogin.password,
    ODOO_WATCH_INTERVAL_MS: '200',
    // Tests mirror when they want to.
    ODOO_SYNC_INTERVAL: '1440',
    LOG_FORMAT: 'json',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'info',
    ...options.env,
  };
  const url = `http://127.0.0.1:${port}`;
  const rest = createRest(url, token);
  const store = openStore(databaseUrl, { applicationName: 'test', onError: () => undefined });
  const workers: ProductProcess[] = [];
  const parts: { close(): Promise<void> }[] = [];
  let api: ProductProcess | undefined;
  let started = 0;
  const usedIds = new Set<string>();
  /** A test that is tried again cannot have the id of its first attempt: no id is ever used twice. */
  const unusedId = (name: string): string => {
    let id = name;
    for (let attempt = 2; usedIds.has(id); attempt += 1) id = `${name}-${attempt}`;
    usedIds.add(id);
    return id;
  };
  const common = { rest, client: namespace.client, odooVersion };
  const shop = openShop({ ...common, id: 'cartona', sandbox });

  const service: Service = {
    sandbox,
    odoo: createOdooAccess(sandbox, odooVersion),
    shop,
    rest,
    url,
    token,
    client: namespace.client,
    store,
    databaseUrl,
    env,
    workers,
    get api() {
      return api;
    },
    connect: async (name, settings) => {
      const id = unusedId(name);
      const own = await startShopSandbox(odooVersion);
      const made = await rest.post('/api/connections', shopConnection(id, own, settings));
      if (made.status !== 201) {
        await own.close();
        throw new Error(`The connection ${id} is refused: ${made.text}`);
      }
      const opened = openShop({ ...common, id, sandbox: own });
      parts.push(opened);
      return opened;
    },
    attach: (part) => void parts.push(part),
    startWorker: async () => {
      started += 1;
      const worker = startProduct('worker', env, folder, `worker-${started}`);
      workers.push(worker);
      await waitFor(
        'a worker that runs',
        () => worker.log(),
        (log) => log.includes('worker is running') || !worker.isRunning,
        { withinMs: 60_000, describe: (log) => String(log).slice(-3_000) },
      );
      if (!worker.isRunning) throw new Error(`The worker ended: ${worker.log().slice(-3_000)}`);
      return worker;
    },
    startApi: async () => {
      const process = startProduct('api', env, folder);
      api = process;
      await waitFor(
        'an API that answers',
        async () => ({
          isRunning: process.isRunning,
          status: process.isRunning
            ? (await fetch(`${url}/api/connections`, { headers: { authorization: `Bearer ${token}` } })).status
            : 0,
        }),
        ({ isRunning, status }) => status === 200 || !isRunning,
        { withinMs: 60_000, describe: () => process.log().slice(-3_000) },
      );
      if (!process.isRunning) throw new Error(`The API ended: ${process.log().slice(-3_000)}`);
      return process;
    },
    sweep: async () => {
      await sql`update orders set updated_at = updated_at - interval '1 minute'`.execute(store.db);
      await sql`update inbox set delivered_at = delivered_at - interval '1 minute'`.execute(store.db);
      // The lease of the worker's own sweep is not what a test is about.
      await store.db.deleteFrom('leases').where('name', '=', 'sweep').execute();
      await sweep({ db: store.db, client: namespace.client }, 'test');
    },
    close: async () => {
      const processes = [...workers, ...(api === undefined ? [] : [api])];
      const stops = await Promise.allSettled(processes.map((process) => process.stop()));
      await Promise.all([sandbox.close(), ...parts.map((each) => each.close())]);
      await store.close();
      await namespace.close();
      const failed = stops.find((stop) => stop.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
      if (process.env['TEST_KEEP_LOGS'] === undefined) rmSync(folder, { recursive: true, force: true });
      else console.error(`logs of the service: ${folder}`);
    },
  };
  if (options.isDown === true) return service;
  try {
    const starts = Array.from({ length: options.workers ?? 1 }, () => service.startWorker());
    await Promise.all([...starts, service.startApi()]);
    await untilFirstPull(sandbox);
    await untilFirstMirror(store);
    return service;
  } catch (error) {
    await service.close().catch((closing: unknown) => console.error(closing));
    throw error;
  }
};
