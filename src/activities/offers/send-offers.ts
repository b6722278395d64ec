import { setTimeout as delay } from 'node:timers/promises';
import { Failure, isFailure, isRetriedType } from '../../domain/failure.ts';
import type { OfferOutcome } from '../../connectors/marketplaces/port.ts';
import { currentAbortSignal, withAbort } from '../../connectors/odoo/abort.ts';
import { isNewestEpoch } from '../../store/offers/epoch.ts';
import { giveBack, giveBackUnclear, markSending } from '../../store/offers/send.ts';
import { watchingHealth } from '../connection-health.ts';
import { Overtaken } from './offer-context.ts';
import type { OfferContext } from './offer-context.ts';
import type { OfferToSend } from './prepare-offers.ts';
import { settleClaims } from './settle-claims.ts';
import type { ClaimEnd } from './settle-claims.ts';

/** A turn in the quota may take two seconds, and what is given up at the end of a call is given up within this. */
const slackMs = 3_000;
/** A marketplace that asks for no longer a pause is waited for here: it costs no other attempt. */
const waitHereAtMostMs = 15_000;

/** What has become of one call's offers so far; grows while it is halved. */
interface Progress {
  readonly ends: ClaimEnd[];
  readonly open: Set<OfferToSend>;
  /** A call with them had no answer: it may still land. */
  readonly unclear: Set<OfferToSend>;
  /** Nobody knows what the marketplace shows of them. */
  readonly unknown: Set<OfferToSend>;
  /** Refused by an answer that may be about the address or the whole server, not about the offer. */
  strange: Failure | null;
}

/**
 * Sends offers in one call, and settles what was answered. What is refused as a whole is halved until the bad offer is alone. What was not
 * answered is given back. @throws Failure of a kind that is tried again
 */
export const sendOffers = async (context: OfferContext, offers: readonly OfferToSend[]): Promise<void> => {
  const progress: Progress = {
    ends: [],
    open: new Set(offers),
    unclear: new Set(),
    unknown: new Set(),
    strange: null,
  };
  try {
    await send(context, offers, progress);
    await watchingHealth(context.deps.db, context.connection, () => notAboutThem(progress, offers.length));
  } catch (error) {
    if (!(error instanceof Overtaken)) {
      await settleAnswered(context, progress);
      await giveBackOpen(context, progress);
    }
    throw error;
  }
  await settleAnswered(context, progress);
};

const settleAnswered = async (context: OfferContext, { ends }: Progress): Promise<void> => {
  await settleClaims(context, ends);
  for (const { end } of ends) {
    if (end === 'pushed') context.counts.pushed += 1;
    if (end === 'refused') context.counts.refused += 1;
  }
};

const giveBackOpen = async ({ deps, right }: OfferContext, { open, unclear, unknown }: Progress): Promise<void> => {
  const clear = [...open].filter((offer) => !unclear.has(offer));
  await giveBack(
    deps.db,
    right,
    clear.map((offer) => ({
      externalId: offer.claim.externalId,
      unclearUntil: offer.claim.unclearUntil,
      last: unknown.has(offer) ? null : offer.claim.last,
    })),
  );
  await giveBackUnclear(
    deps.db,
    right,
    [...unclear].map(({ claim }) => claim.externalId),
  );
};

/** Claims that were read but whose turn did not come. */
export const giveBackUnsent = ({ deps, right }: OfferContext, offers: readonly OfferToSend[]): Promise<void> =>
  giveBack(
    deps.db,
    right,
    offers.map(({ claim }) => ({ externalId: claim.externalId, unclearUntil: claim.unclearUntil, last: claim.last })),
  );

const send = async (context: OfferContext, offers: readonly OfferToSend[], progress: Progress): Promise<void> => {
  const sent = await markAll(context, offers, progress);
  if (sent.length === 0) return;
  let outcomes: readonly OfferOutcome[];
  try {
    outcomes = await call(context, sent);
  } catch (error) {
    if (!isFailure(error)) throw error;
    await handle(context, sent, progress, error);
    return;
  }
  for (const [index, offer] of sent.entries()) {
    const outcome = outcomes[index];
    if (outcome?.done === true) end(progress, offer, null);
    else end(progress, offer, outcome?.reason ?? 'it did not say what became of it');
  }
};

/** @returns those that are still ours to send */
const markAll = async (
  { deps, right, connection }: OfferContext,
  offers: readonly OfferToSend[],
  progress: Progress,
): Promise<readonly OfferToSend[]> => {
  const marked = await markSending(
    deps.db,
    right,
    offers.map(({ claim }) => claim.externalId),
    connection.settings.timeoutMs + slackMs,
  );
  if (marked.size === offers.length) return offers;
  if (!(await isNewestEpoch(deps.db, right))) throw new Overtaken();
  // The others were deleted meanwhile.
  for (const offer of offers) if (!marked.has(offer.claim.externalId)) progress.open.delete(offer);
  return offers.filter(({ claim }) => marked.has(claim.externalId));
};

/** One call, given up before anybody may think that it does not land any more. */
const call = (context: OfferContext, offers: readonly OfferToSend[]): Promise<readonly OfferOutcome[]> => {
  const { deps, connection, counts } = context;
  const deadline = AbortSignal.timeout(connection.settings.timeoutMs + slackMs - 500);
  const cancelled = currentAbortSignal();
  const signal = cancelled === undefined ? deadline : AbortSignal.any([deadline, cancelled]);
  counts.calls += 1;
  return watchingHealth(deps.db, connection, () =>
    withAbort(signal, () =>
      connection.marketplace.pushOffers(offers.map(({ claim, offer }) => ({ externalId: claim.externalId, offer }))),
    ),
  );
};

const end = (progress: Progress, offer: OfferToSend, refusedBecause: string | null): void => {
  progress.open.delete(offer);
  progress.ends.push(
    refusedBecause === null ? { ...offer, end: 'pushed' } : { ...offer, end: 'refused', reason: refusedBecause },
  );
};

const handle = async (
  context: OfferContext,
  offers: readonly OfferToSend[],
  progress: Progress,
  failure: Failure,
): Promise<void> => {
  if (isRetriedType(failure.type)) {
    if (mayWaitHere(context, failure)) {
      await delay(failure.data.retryAfterMs, undefined, { signal: context.stop }).catch(() => undefined);
      if (!context.stop.aborted) return send(context, offers, progress);
    }
    if (failure.type === 'OutcomeUnknown') {
      for (const offer of offers) progress.unknown.add(offer);
      if (mayStillLand(failure)) for (const offer of offers) progress.unclear.add(offer);
    }
    throw failure;
  }
  // An answer that could not be read says nothing of what was done.
  if (failure.type === 'BadResponse') for (const offer of offers) progress.unknown.add(offer);
  const named = new Map(failure.data.refusedItems?.map(({ index, reason }) => [index, reason]));
  if (named.size > 0) {
    for (const [index, reason] of named) {
      const offer = offers[index];
      if (offer !== undefined) end(progress, offer, reason);
    }
    const others = offers.filter((_, index) => !named.has(index));
    if (others.length > 0) await send(context, others, progress);
    return;
  }
  const [only] = offers;
  if (only !== undefined && offers.length === 1) {
    if (failure.type === 'BadResponse' || failure.type === 'NotFound') progress.strange = failure;
    end(progress, only, failure.message);
    return;
  }
  const half = Math.ceil(offers.length / 2);
  await send(context, offers.slice(0, half), progress);
  await send(context, offers.slice(half), progress);
};

const mayWaitHere = (context: OfferContext, { type, data }: Failure): boolean =>
  type === 'RateLimited' && (data.retryAfterMs ?? Infinity) <= waitHereAtMostMs && !context.isOver();

/** An answer, whatever it says, ends a request; but one of a gateway says nothing of the server behind it. */
const mayStillLand = ({ data: { status } }: Failure): boolean =>
  status === undefined || status === 502 || status === 504;

/** Where each of many is answered so, it is not about the offers: nothing is refused, and it is tried again. */
const notAboutThem = (progress: Progress, count: number): Promise<void> => {
  const { strange, ends } = progress;
  if (strange === null || count < 2 || ends.some(({ end: how }) => how === 'pushed')) return Promise.resolve();
  for (const ended of ends.splice(0)) {
    if (ended.end !== 'refused') continue;
    const open = { claim: ended.claim, offer: ended.offer, product: ended.product };
    progress.open.add(open);
    progress.unknown.add(open);
  }
  const words = `Each of ${count} offers is answered so, as if it were not about them: ${strange.message}`;
  return Promise.reject(new Failure('Unavailable', words));
};
