import { setFlagsFromString } from 'node:v8';
import { Runtime } from '@temporalio/worker';
import type { Worker } from '@temporalio/worker';
import { readEnvironment } from './config/environment.ts';
import type { ServiceEnvironment } from './config/environment.ts';
import { mirrorLines } from './domain/mirror/log-lines.ts';
import { createLogger } from './logger.ts';
import { onParentGone } from './runtime/parent-gone.ts';
import { createActivities } from './worker/activities.ts';
import { startBackground } from './worker/background.ts';
import { openFoundations } from './worker/foundations.ts';
import { createHintedNap } from './worker/hinted-nap.ts';
import { connectTemporal } from './worker/temporal.ts';
import { temporalLogger } from './worker/temporal-logger.ts';
import { createOdooWorker, createWorkflowWorker } from './worker/temporal-workers.ts';
import { createVendorWorkers } from './worker/vendor-workers.ts';
import { workflowBundle } from './worker/workflow-bundle.ts';

/** Under a supervisor a stop is short; a deployment gives long calls their time. */
const graceMs = { supervised: 7_000, alone: 190_000 };

/** The heap grows to so much more than what is in use before that is collected; V8 by itself lets it grow to several times of it. */
const heapGrowth = '--heap-growing-percent=30';

/** Runs the workers of one process, and its dispatcher, until SIGTERM, SIGINT, or the end of its supervisor. */
export const runWorker = async (environment: ServiceEnvironment = readEnvironment('worker')): Promise<void> => {
  setFlagsFromString(heapGrowth);
  const logger = createLogger('worker', environment.log);
  const stopping = stopSignal();
  Runtime.install({ logger: temporalLogger(logger), shutdownSignals: [] });
  try {
    await work(environment, logger, stopping);
    logger.info('worker has stopped');
  } catch (error) {
    // Asked to stop while it still waited for something to come up.
    if (!stopping.aborted) throw error;
    logger.info('worker has stopped before it began');
  }
};

const work = async (
  environment: ServiceEnvironment,
  logger: ReturnType<typeof createLogger>,
  stopping: AbortSignal,
): Promise<void> => {
  const foundations = await openFoundations(environment, logger, stopping);
  const hinted = createHintedNap();
  const activities = createActivities(foundations.dependencies, {
    exchangeDays: environment.exchangeDays,
    watch: { intervalMs: environment.odoo.watchIntervalMs, stopping, nap: hinted.nap },
    mirrorLog: { info: (line) => logger.info(line), warn: (line) => logger.warn(line) },
  });
  const temporal = await connectTemporal(environment.temporal, logger, stopping);
  const shared = {
    connection: temporal.native,
    namespace: temporal.namespace,
    shutdownGraceMs: process.connected ? graceMs.supervised : graceMs.alone,
  };
  const vendorWorkers = createVendorWorkers({ ...shared, activities: activities.vendor, logger });
  const bundle = await workflowBundle(logger);
  const workers = [
    await createWorkflowWorker(shared, { workflowBundle: bundle, activities: activities.workflows }),
    await createOdooWorker(shared, activities.odoo),
  ];
  const background = startBackground({
    databaseUrl: environment.databaseUrl,
    foundations,
    temporal,
    vendorWorkers,
    hintOdooChanged: hinted.hint,
    alerts: { alert: environment.alert, publicUrl: environment.publicUrl },
    mirrorEveryMinutes: environment.odoo.syncIntervalMinutes,
    logger,
  });
  logger.info({ odoo: environment.odoo.url }, 'worker is running');
  logger.info(mirrorLines.ready);
  await runUntilStopped(workers, stopping);
  await background.stop();
  await vendorWorkers.stop();
  await temporal.close();
  await foundations.close();
};

const stopSignal = (): AbortSignal => {
  const controller = new AbortController();
  const stop = (): void => controller.abort(new Error('The worker was asked to stop'));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, stop);
  onParentGone(stop);
  return controller.signal;
};

/** A worker that ends by itself ends the process: whoever supervises it starts a whole one. */
const runUntilStopped = async (workers: readonly Worker[], stopping: AbortSignal): Promise<void> => {
  const shutDown = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const running = workers.map((worker) => worker.run());
  if (stopping.aborted) shutDown();
  stopping.addEventListener('abort', shutDown);
  await Promise.all(
    running.map(async (run) => {
      await run;
      if (!stopping.aborted) throw new Error('A worker ended by itself');
    }),
  );
};
