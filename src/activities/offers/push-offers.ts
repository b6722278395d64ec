import { setTimeout as delay } from 'node:timers/promises';
import PQueue from 'p-queue';
import { isFailure, isRetriedType } from '../../domain/failure.ts';
import { beginClaim, claimOffers, dropDirtyOffers, isAnswerLost, nextOfferDueMs } from '../../store/offers/claim.ts';
import type { ClaimedOffer } from '../../store/offers/claim.ts';
import { drawOfferEpoch } from '../../store/offers/epoch.ts';
import { watchingHealth } from '../connection-health.ts';
import type { ActivityDependencies, MarketplaceConnection } from '../dependencies.ts';
import { Overtaken } from './offer-context.ts';
import type { OfferContext, OfferCountsOfRun } from './offer-context.ts';
import { noteReadable, prepareOffers } from './prepare-offers.ts';
import type { OfferToSend } from './prepare-offers.ts';
import { giveBackUnsent, sendOffers } from './send-offers.ts';

/** Read from Odoo together. */
const claimAtMost = 500;
const sentWithinSeconds = 5;
/** Calls to the marketplace at once; fewer where its quota would only have them wait. */
const callsAtOnce = 4;
/** One attempt goes on for no longer: many short attempts and one endless one cost a history the same, but this can be watched. */
const lastsMs = 45_000;
/** While calls are on their way, new changes are looked for so often. */
const lookEveryMs = 100;
/** Opened connections are kept for seconds, in case the notice of a change gets lost. */
const settingsWithinMs = 10_000;
const settingsEveryMs = 20;

export interface PushOptions {
  /** Whether the time to collect changes (`windowMs`) has passed. */
  readonly hasWaited: boolean;
  /** An attempt before this one failed: if an answer was lost, the marketplace is asked whether it is there before anything is risked. */
  readonly isRetry: boolean;
  readonly stop: AbortSignal;
}

export interface PushOffersResult extends OfferCountsOfRun {
  /** How long changes are collected before a push, as the connection says now. */
  readonly windowMs: number;
  /** Nothing was done yet: it is to be asked again after `windowMs`. */
  readonly isToWait: boolean;
  /** What was asked for up to this counter is seen to. */
  readonly taken: number;
  /** More waits, due now. */
  readonly isMore: boolean;
  /** When the next row is due; null when none waits. */
  readonly nextDueMs: number | null;
}

/**
 * Pushes what is dirty until nothing is due: claims a batch, reads all its products together, sends what differs, and claims the next one
 * while the calls are on their way. Safe to repeat, and beside another attempt: only the newest may send and settle.
 *
 * @throws Failure of a kind that is tried again; what is answered is settled, the rest waits for the next attempt
 */
export const pushOffers = async (
  deps: ActivityDependencies,
  connectionId: string,
  options: PushOptions,
): Promise<PushOffersResult> => {
  const connection = await deps.marketplaceConnection(connectionId);
  const counts: OfferCountsOfRun = { pushed: 0, unchanged: 0, refused: 0, withheld: 0, calls: 0 };
  const { windowMs } = connection.settings.offers;
  if (windowMs > 0 && !options.hasWaited) {
    return { ...counts, windowMs, isToWait: true, taken: 0, isMore: true, nextDueMs: null };
  }
  if (options.isRetry) await seeThatItAnswers(deps, connection);
  const right = await drawOfferEpoch(deps.db, connectionId);
  const until = Date.now() + lastsMs;
  const isOver = (): boolean => options.stop.aborted || Date.now() >= until;
  const { taken, ended } = await pushAll({ deps, connection, right, counts, isOver, stop: options.stop });
  const nextDueMs = ended === 'nothing is due' ? await nextOfferDueMs(deps.db, connectionId) : null;
  return { ...counts, windowMs, isToWait: false, taken, isMore: ended === 'over', nextDueMs };
};

/**
 * A lost answer to a read costs nothing; one to a push has its offers told twice. Not where a call is dear.
 * @throws Failure of a kind that is tried again
 */
const seeThatItAnswers = async (deps: ActivityDependencies, connection: MarketplaceConnection): Promise<void> => {
  if (connection.settings.requestsPerSecond < 1 || !(await isAnswerLost(deps.db, connection.id))) return;
  try {
    await watchingHealth(deps.db, connection, () => connection.marketplace.test());
  } catch (error) {
    if (!isFailure(error) || isRetriedType(error.type)) throw error;
  }
};

/** How an attempt ended: `rests` while the connection is paused, disabled, or its offers are off. */
type Ended = 'nothing is due' | 'rests' | 'over';

const pushAll = async (first: OfferContext): Promise<{ taken: number; ended: Ended }> => {
  let context = first;
  const calls = createCalls(Math.min(callsAtOnce, Math.ceil(context.connection.settings.requestsPerSecond)));
  let isRead = false;
  try {
    for (;;) {
      if (context.isOver()) return { taken: 0, ended: 'over' };
      const isQuiet = calls.isQuiet();
      const begun = await beginClaim(context.deps.db, context.right);
      if (begun === null) throw new Overtaken();
      if (begun.state === 'off') await dropDirtyOffers(context.deps.db, context.right);
      // What is paused waits for its row; whoever resumes it asks for a run.
      if (begun.state !== 'open') return { taken: begun.taken, ended: 'rests' };
      const claims = await claimOffers(context.deps.db, context.right, claimSize(context.connection));
      if (claims.length > 0) {
        context = await withSettingsOf(context, claims);
        calls.add(context, await prepareOffers(context, claims));
        if (!isRead) await noteReadable(context);
        isRead = true;
      }
      // Rows in flight may have been bumped: only what is empty after the last answer is empty.
      else if (isQuiet) return { taken: begun.taken, ended: 'nothing is due' };
      await calls.untilRoom(claims.length === 0);
    }
  } finally {
    await calls.end();
  }
};

/** What is sent within seconds: what is claimed holds up a single change until it is sent. */
const claimSize = ({ settings: { offers, requestsPerSecond } }: MarketplaceConnection): number =>
  Math.min(claimAtMost, Math.ceil(offers.batchSize * Math.max(1, requestsPerSecond * sentWithinSeconds)));

/** Settings that changed made these rows dirty, perhaps: they are read with the new ones. */
const withSettingsOf = async (context: OfferContext, claims: readonly ClaimedOffer[]): Promise<OfferContext> => {
  const version = Math.max(...claims.map(({ connectionVersion }) => connectionVersion));
  const giveUpAt = Date.now() + settingsWithinMs;
  for (;;) {
    const connection = await context.deps.marketplaceConnection(context.connection.id);
    if (connection.version >= version) return { ...context, connection };
    if (Date.now() > giveUpAt) throw new Error(`The settings of ${connection.name} changed and cannot be read`);
    await delay(settingsEveryMs);
  }
};

/** Sends batches side by side, single changes first; the first failure stops those that have not begun. */
const createCalls = (concurrency: number) => {
  const queue = new PQueue({ concurrency });
  const failures: Error[] = [];
  let isEnding = false;

  const run = async (context: OfferContext, offers: readonly OfferToSend[]): Promise<void> => {
    try {
      if (isEnding || failures.length > 0 || context.isOver()) await giveBackUnsent(context, offers);
      else await sendOffers(context, offers);
    } catch (error) {
      failures.push(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const throwFailure = (): void => {
    const [failure] = failures;
    if (failure !== undefined) throw failure;
  };

  return {
    isQuiet: (): boolean => queue.size === 0 && queue.pending === 0,
    add: (context: OfferContext, offers: readonly OfferToSend[]): void => {
      const { batchSize } = context.connection.settings.offers;
      for (let from = 0; from < offers.length; from += batchSize) {
        const batch = offers.slice(from, from + batchSize);
        const priority = batch.some(({ claim }) => !claim.bulk) ? 1 : 0;
        void queue.add(() => run(context, batch), { priority });
      }
    },
    /** Until another batch may be claimed; or, when there was nothing to claim, until it is worth another look. */
    untilRoom: async (foundNothing: boolean): Promise<void> => {
      throwFailure();
      if (foundNothing) await Promise.race([queue.onIdle(), delay(lookEveryMs)]);
      else await queue.onSizeLessThan(callsAtOnce);
      throwFailure();
    },
    /** Waits for what is on its way; what has not begun is given back. */
    end: async (): Promise<void> => {
      isEnding = true;
      await queue.onIdle();
      throwFailure();
    },
  };
};
