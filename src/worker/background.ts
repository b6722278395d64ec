import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { startLoop } from '../dispatch/background-loop.ts';
import { startDispatcher } from '../dispatch/dispatcher.ts';
import { listen } from '../dispatch/listen.ts';
import { startNotices } from '../dispatch/notices/start-notices.ts';
import type { NoticesDependencies } from '../dispatch/notices/start-notices.ts';
import { startOfferPokes } from '../dispatch/offer-pokes.ts';
import { startPosPokes } from '../dispatch/pos-pokes.ts';
import { startRowPokes } from '../dispatch/row-pokes.ts';
import { createScheduleKeeper, mirrorSchedule } from '../dispatch/schedules.ts';
import { deliveryRuns, fulfilmentRuns } from '../dispatch/shipment-runs.ts';
import { sweep } from '../dispatch/sweep.ts';
import { channels } from '../domain/names.ts';
import type { Foundations } from './foundations.ts';
import { createReconciler } from './reconcile.ts';
import type { TemporalAccess } from './temporal.ts';
import type { VendorWorkers } from './vendor-workers.ts';

/** A run that was ended by hand is there again within a minute, what was touched a moment before the sweep included. */
const sweepEveryMs = 30_000;
/** Changes are told; this is for notices that get lost. */
const reconcileEveryMs = 5_000;

/**
 * What a worker process does beside its activities: brings facts to Temporal, keeps queues and schedules as the connections say, tells people
 * of attention, sweeps.
 */
export const startBackground = (deps: {
  databaseUrl: string;
  foundations: Foundations;
  temporal: TemporalAccess;
  vendorWorkers: VendorWorkers;
  hintOdooChanged: () => void;
  alerts: Pick<NoticesDependencies, 'alert' | 'publicUrl'>;
  mirrorEveryMinutes: number;
  logger: Logger;
}) => {
  const { foundations, temporal, logger } = deps;
  const { db, connections } = foundations;
  const { client } = temporal;
  const onError = (words: string) => (error: unknown) => logger.warn({ err: error }, words);

  const dispatcher = startDispatcher({ db, client, logger });
  const offerPokes = startOfferPokes({ db, client, logger });
  const posPokes = startPosPokes({ db, client, logger });
  const fulfilmentPokes = startRowPokes({ db, client, logger }, fulfilmentRuns, 'shipments of prep centres');
  const deliveryPokes = startRowPokes({ db, client, logger }, deliveryRuns, 'shipments of couriers');
  const notices = startNotices({ ...deps.alerts, db, odoo: foundations.odoo, log: foundations.exchanges.log, logger });
  const reconciler = createReconciler({
    db,
    client,
    vendorWorkers: deps.vendorWorkers,
    onProblem: (connection, error) => logger.error({ err: error, connection }, 'a connection cannot be used'),
  });
  let restore = true;
  const reconciling = startLoop(
    async () => {
      await reconciler.reconcile({ restore });
      restore = false;
    },
    { everyMs: reconcileEveryMs, onError: onError('connections could not be reconciled; trying again') },
  );
  const holder = randomUUID();
  const keepMirrorSchedule = createScheduleKeeper(client, mirrorSchedule(deps.mirrorEveryMinutes));
  const sweeping = startLoop(
    async () => {
      // Temporal's store may be gone while workers live: what was made at the start is made again.
      await temporal.ensureSearchAttributes();
      restore = true;
      reconciling.wake();
      await keepMirrorSchedule();
      const result = await sweep({ db, client }, holder);
      if (result !== null && Object.values(result).some((count) => count > 0)) logger.info(result, 'swept');
    },
    { everyMs: sweepEveryMs, onError: onError('the sweep failed; trying again') },
  );
  const listener = listen(
    deps.databaseUrl,
    {
      [channels.inbox]: dispatcher.wake,
      [channels.attention]: notices.wake,
      [channels.offers]: offerPokes.wake,
      [channels.pos]: posPokes.wake,
      [channels.fulfilments]: fulfilmentPokes.wake,
      [channels.shipments]: deliveryPokes.wake,
      [channels.connections]: () => {
        connections.forget();
        reconciling.wake();
        // Offers may have been enabled: what changes in Odoo from now on is news to them.
        deps.hintOdooChanged();
      },
      [channels.watch]: deps.hintOdooChanged,
    },
    onError('notices of the database are not heard; reconnecting'),
  );
  return {
    stop: async () => {
      await listener.close();
      const loops = [dispatcher, offerPokes, posPokes, fulfilmentPokes, deliveryPokes, notices, reconciling, sweeping];
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
};
