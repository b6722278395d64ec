import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { ExchangeLog } from '../../connectors/http.ts';
import { withAbort } from '../../connectors/odoo/abort.ts';
import type { Odoo } from '../../connectors/odoo/client.ts';
import { releaseLease, takeLease } from '../../store/leases.ts';
import type { Database } from '../../store/schema.ts';
import { startLoop } from '../background-loop.ts';
import type { BackgroundLoop } from '../background-loop.ts';
import { createAlertReceiver } from './alert-receiver.ts';
import { keepActivities } from './keep-activities.ts';
import { onceAMinute } from './once-a-minute.ts';
import { sendAlerts } from './send-alerts.ts';

/** A notice of the database may get lost, and what failed comes again after five seconds at the earliest. */
const lookEveryMs = 5_000;
/** Renewed before each record; whoever ends without letting go is replaced after it. */
const leaseMs = 30_000;

export interface NoticesDependencies {
  readonly db: Kysely<Database>;
  readonly odoo: Odoo;
  readonly log: ExchangeLog;
  readonly logger: Logger;
  /** Where alerts go; undefined: nowhere. */
  readonly alert: { readonly url: string; readonly secret: string } | undefined;
  /** How others reach the API, without a slash at the end: for links in alerts. */
  readonly publicUrl: string;
}

/**
 * Tells people of attention outside Conveyor: as to-dos on the sale orders in Odoo and as signed alerts. Both follow the rows, so nothing is
 * lost by a restart; each is done by one process at a time, and a slow receiver of alerts holds up no to-do.
 */
export const startNotices = (deps: NoticesDependencies): BackgroundLoop => {
  const { db, logger } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  const holder = randomUUID();
  const leases: string[] = [];

  const start = (
    lease: string,
    words: string,
    work: (round: { mayGoOn: () => Promise<boolean>; onProblem: (error: unknown) => void }) => Promise<void>,
  ): BackgroundLoop => {
    leases.push(lease);
    const mayGoOn = (): Promise<boolean> => takeLease(db, lease, holder, leaseMs);
    const onProblem = onceAMinute((error, times) => logger.warn({ err: error, times }, words));
    return startLoop(
      async () => {
        if (await mayGoOn()) await work({ mayGoOn, onProblem });
      },
      { everyMs: lookEveryMs, onError: onProblem },
    );
  };

  const loops = [
    start('notices:activities', 'activities in Odoo could not be kept; trying again', (round) =>
      withAbort(signal, () => keepActivities({ db, odoo: deps.odoo, signal, ...round })),
    ),
  ];
  if (deps.alert !== undefined) {
    const receiver = createAlertReceiver({ alert: deps.alert, publicUrl: deps.publicUrl, log: deps.log, signal });
    loops.push(
      start('notices:alerts', 'alerts were not taken; trying again', (round) =>
        sendAlerts({ db, receiver, signal, ...round }),
      ),
    );
  }

  return {
    wake: () => {
      for (const loop of loops) loop.wake();
    },
    stop: async () => {
      stopping.abort(new Error('The notices were asked to stop'));
      await Promise.all(loops.map((loop) => loop.stop()));
      await Promise.all(leases.map((lease) => releaseLease(db, lease, holder))).catch((error: unknown) =>
        logger.debug({ err: error }, 'the leases of the notices end by themselves'),
      );
    },
  };
};
