import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import type { Worker } from '@temporalio/worker';
import { createHousekeepingActivities } from './activities/housekeeping.ts';
import { createMarketplaceOrderActivities } from './activities/marketplace-order.ts';
import { createPullOrdersActivities } from './activities/pull-orders.ts';
import { createWatchOdooActivities } from './activities/watch-odoo.ts';
import type { ActivityDependencies } from './activities/dependencies.ts';
import { readEnvironment } from './config/environment.ts';
import type { ServiceEnvironment } from './config/environment.ts';
import { connectOdoo } from './connectors/odoo/connect.ts';
import { startLoop } from './dispatch/background-loop.ts';
import { startDispatcher } from './dispatch/dispatcher.ts';
import { listen } from './dispatch/listen.ts';
import { ensureSearchAttributes, SearchAttributesMissing } from './dispatch/search-attributes.ts';
import { ensureWatch, sweep } from './dispatch/sweep.ts';
import { channels } from './domain/names.ts';
import { createLogger } from './logger.ts';
import { onParentGone } from './runtime/parent-gone.ts';
import { openStore } from './store/database.ts';
import { createExchangeWriter } from './store/exchanges.ts';
import { claimIdentity, IdentityMismatch } from './store/identity.ts';
import { migrate } from './store/migrate.ts';
import { createSecretBox } from './store/secret-box.ts';
import { createHintedNap } from './worker/hinted-nap.ts';
import { createLiveConnections } from './worker/live-connections.ts';
import { createReconciler } from './worker/reconcile.ts';
import { bundleWorkflows, createOdooWorker, createWorkflowWorker } from './worker/temporal-workers.ts';
import { untilReachable } from './worker/until-reachable.ts';
import { createVendorWorkers } from './worker/vendor-workers.ts';

const sweepEveryMs = 60_000;
const reconcileEveryMs = 5_000;
/** A parked order run takes about 0.3 MB with its share of the native core: some 600 MB at most (bench/memory). */
const maxCachedWorkflows = 2_000;

/** Runs the workers of one process, and its dispatcher, until SIGTERM, SIGINT, or the end of its supervisor. */
export const runWorker = async (environment: ServiceEnvironment = readEnvironment('worker')): Promise<void> => {
  const logger = createLogger('worker', environment.log);
  const stopping = new AbortController();
  const stop = (): void => stopping.abort(new Error('The worker was asked to stop'));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, stop);
  onParentGone(stop);
  // Under a supervisor a stop is short; a deployment gives long calls their time.
  const shutdownGraceMs = process.connected ? 7_000 : 190_000;
  Runtime.install({ logger: temporalLogger(logger), shutdownSignals: [] });

  const store = openStore(environment.databaseUrl, {
    applicationName: 'conveyor-worker',
    onError: (error) => logger.warn({ err: error }, 'a connection to the database was lost'),
  });
  const { db } = store;
  await untilReachable(
    'The database',
    async () => {
      await migrate(db);
      await claimIdentity(db, {
        odooUrl: environment.odoo.url,
        odooDatabase: environment.odoo.database,
        sandbox: environment.sandbox.enabled,
      });
    },
    { logger, signal: stopping.signal, isFinal: (error) => error instanceof IdentityMismatch },
  );

  const box = createSecretBox(environment.key, environment.previousKeys);
  const exchanges = createExchangeWriter(db, {
    onDropped: (count, error) => logger.error({ err: error, count }, 'exchanges were dropped from the log'),
  });
  const odoo = await connectOdoo({
    ...environment.odoo,
    log: exchanges.log,
    logger,
  });
  const connections = createLiveConnections({ db, box, log: exchanges.log, userAgent: 'Conveyor' });
  const hinted = createHintedNap();
  const deps: ActivityDependencies = {
    db,
    odoo: () => Promise.resolve(odoo),
    odooUrl: environment.odoo.url,
    marketplaceConnection: connections.get,
  };
  const { recordCommand, ...orderActivities } = createMarketplaceOrderActivities(deps);
  const activities = {
    workflows: { recordCommand, ...createHousekeepingActivities({ db, exchangeDays: environment.exchangeDays }) },
    odoo: {
      importOrder: orderActivities.importOrder,
      followOrder: orderActivities.followOrder,
      ...createWatchOdooActivities(deps, {
        intervalMs: environment.odoo.watchIntervalMs,
        stopping: stopping.signal,
        nap: hinted.nap,
      }),
    },
    vendor: {
      acknowledgeOrder: orderActivities.acknowledgeOrder,
      pushStatus: orderActivities.pushStatus,
      fetchOrder: orderActivities.fetchOrder,
      ...createPullOrdersActivities(deps),
    },
  };

  const { connectionOptions, namespace } = environment.temporal;
  const temporal = await untilReachable(
    'Temporal',
    async () => {
      const connection = await Connection.connect(connectionOptions);
      await ensureSearchAttributes(connection, namespace);
      return { connection, native: await NativeConnection.connect(connectionOptions) };
    },
    { logger, signal: stopping.signal, isFinal: (error) => error instanceof SearchAttributesMissing },
  );
  const client = new Client({ connection: temporal.connection, namespace });
  const shared = { connection: temporal.native, namespace, shutdownGraceMs };
  const vendorWorkers = createVendorWorkers({ ...shared, activities: activities.vendor, logger });
  const workers = [
    await createWorkflowWorker(shared, {
      workflowBundle: await bundleWorkflows(),
      activities: activities.workflows,
      maxCachedWorkflows,
    }),
    await createOdooWorker(shared, activities.odoo),
  ];

  const onError = (words: string) => (error: unknown) => logger.warn({ err: error }, words);
  const dispatcher = startDispatcher({ db, client, logger });
  const reconciler = createReconciler({
    db,
    client,
    vendorWorkers,
    onProblem: (connection, error) => logger.error({ err: error, connection }, 'a connection cannot be used'),
  });
  let schedulesToo = true;
  const reconciling = startLoop(
    async () => {
      await reconciler.reconcile({ schedulesToo });
      schedulesToo = false;
    },
    { everyMs: reconcileEveryMs, onError: onError('connections could not be reconciled; trying again') },
  );
  const holder = randomUUID();
  const sweeping = startLoop(
    async () => {
      await ensureSearchAttributes(temporal.connection, namespace);
      const result = await sweep({ db, client }, holder);
      if (result !== null && result.redelivered + result.started + result.restored > 0) logger.info(result, 'swept');
      schedulesToo = true;
      reconciling.wake();
    },
    { everyMs: sweepEveryMs, onError: onError('the sweep failed; trying again in a minute') },
  );
  await untilReachable('Temporal', () => ensureWatch(client), { logger, signal: stopping.signal });
  const listener = listen(
    environment.databaseUrl,
    {
      [channels.inbox]: dispatcher.wake,
      [channels.connections]: () => {
        connections.forget();
        reconciling.wake();
      },
      [channels.watch]: hinted.hint,
    },
    onError('notices of the database are not heard; reconnecting'),
  );
  logger.info({ odoo: environment.odoo.url, temporal: connectionOptions.address }, 'worker is running');

  stopping.signal.addEventListener('abort', () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  });
  await runAll(workers, stopping.signal);
  await listener.close();
  await Promise.all([dispatcher.stop(), reconciling.stop(), sweeping.stop(), vendorWorkers.stop()]);
  await odoo.close();
  await exchanges.close();
  await temporal.native.close();
  await temporal.connection.close();
  await store.close();
  logger.info('worker has stopped');
};

/** A worker that ends by itself ends the process: whoever supervises it starts a whole one. */
const runAll = async (workers: readonly Worker[], stopping: AbortSignal): Promise<void> => {
  await Promise.all(
    workers.map(async (worker) => {
      await worker.run();
      if (!stopping.aborted) throw new Error('A worker ended by itself');
    }),
  );
};

const temporalLogger = (logger: ReturnType<typeof createLogger>) => {
  const at = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') => (message: string, meta?: Record<string | symbol, unknown>) =>
    logger[level](meta ?? {}, message);
  return {
    trace: at('trace'),
    debug: at('debug'),
    // Temporal's own progress is of no interest to an operator.
    info: at('debug'),
    warn: at('warn'),
    error: at('error'),
    log: (level: string, message: string, meta?: Record<string | symbol, unknown>) => {
      if (level === 'WARN') logger.warn(meta ?? {}, message);
      else if (level === 'ERROR') logger.error(meta ?? {}, message);
      else logger.debug(meta ?? {}, message);
    },
  };
};
