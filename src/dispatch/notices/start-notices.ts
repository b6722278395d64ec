import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
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
import { postNotes } from './post-notes.ts';
import { sendAlerts } from './send-alerts.ts';

/** A notice of the database may get lost, and what failed comes again after five seconds at the earliest. */
const lookEveryMs = 5_000;
/** Renewed before each record; whoever ends without letting go is replaced after it. */
const leaseMs = 30_000;
/** After some notes the next ones gather for so long, so that they travel together; the first after a quiet time goes at once. */
const gatherMs = 1_000;

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
 * Tells people outside Conveyor: of attention as to-dos on the sale orders in Odoo and as signed alerts, of what was done as notes in the
 * chatter. All follow the rows, so nothing is lost by a restart; each is done by one process at a time, and a slow receiver of alerts holds up
 * nothing in Odoo.
 */
export const startNotices = (deps: NoticesDependencies): BackgroundLoop => {
  const { db, logger } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  const holder = randomUUID();
  const leases = new Set<string>();

  const start = (
    lease: string,
    words: string,
    work: (round: { mayGoOn: () => Promise<boolean>; onProblem: (error: unknown) => void }) => Promise<void>,
  ): BackgroundLoop => {
    leases.add(lease);
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
    // Whoever keeps the to-dos posts the notes, and neither waits for the other.
    start('notices:activities', 'notes were not posted in Odoo', async (round) => {
      await withAbort(signal, () => postNotes({ db, odoo: deps.odoo, signal, ...round }));
      await rest(signal);
    }),
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
      await Promise.all([...leases].map((lease) => releaseLease(db, lease, holder))).catch((error: unknown) =>
        logger.debug({ err: error }, 'the leases of the notices end by themselves'),
      );
    },
  };
};

const rest = (signal: AbortSignal): Promise<void> =>
  delay(gatherMs, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
