import { setTimeout as delay } from 'node:timers/promises';
import { getConnection } from '../../store/connections.ts';
import { resolveAttention } from '../../store/attention.ts';
import type { AttentionRow } from '../../store/attention-list.ts';
import { isOfferPending } from '../../store/offer-list.ts';
import { markListingsDirty } from '../../store/offers/notice.ts';
import { assertOffersAreOn, assertRunning } from '../connections/readiness.ts';
import type { ApiDeps } from '../deps.ts';
import { notFound, refused } from '../problem.ts';

const lookEveryMs = 100;

/** Whether it speaks of listings: then no run waits for it, and what is done about it is done over rows. */
export const isAboutListings = ({ target_type: type, kind }: AttentionRow): boolean =>
  type === 'listing' || kind === 'listing-unmatched';

/**
 * Tries again what waits about listings of one connection: their offers are sent whatever was pushed before; for what is not matched, the
 * marketplace's list is read and matched anew.
 *
 * @throws Problem 404, 409 in words, 503
 */
export const retryListings = async (
  deps: ApiDeps,
  connectionId: string,
  attention: readonly AttentionRow[],
): Promise<void> => {
  const connection = await getConnection(deps.db, connectionId);
  if (connection === undefined || connection.deletedAt !== null) {
    throw notFound(`There is no connection ${connectionId}`);
  }
  const unmatched = attention.filter(({ kind }) => kind === 'listing-unmatched');
  const offers = attention.filter(({ kind }) => kind !== 'listing-unmatched').map(({ target_id: id }) => id);
  if (unmatched.length > 0) {
    assertRunning(connection);
    await deps.runs.start({ process: 'listings', connection: connectionId });
  }
  if (offers.length === 0) return;
  assertOffersAreOn(connection);
  const marked = await deps.db.transaction().execute((transaction) =>
    markListingsDirty(transaction, connectionId, offers, {
      bulk: offers.length > 1,
      reason: 'retried by a person',
      forgetPushed: true,
    }),
  );
  if (marked === 0) {
    throw refused(
      `The listing ${offers.join(', ')} of ${connectionId} is not pushed: it is disabled, has no product, or is gone`,
    );
  }
};

/** Watches for up to `waitMs` until the offer of a listing was pushed, or refused again. */
export const untilOfferSettled = async (
  { db }: ApiDeps,
  { connection, target_id: externalId }: AttentionRow,
  waitMs: number,
): Promise<'done' | 'accepted'> => {
  const until = Date.now() + waitMs;
  while (Date.now() < until) {
    if (!(await isOfferPending(db, connection, externalId))) return 'done';
    await delay(lookEveryMs);
  }
  return 'accepted';
};

/** Closes it without doing what it asks for. */
export const skipListing = async ({ db }: ApiDeps, attention: AttentionRow, reason: string): Promise<void> => {
  const { connection, target_type: type, target_id: id } = attention;
  if (type !== 'listing' && type !== 'connection') throw refused(`This is about an ${type}, not about a listing`);
  await db
    .transaction()
    .execute((transaction) =>
      resolveAttention(transaction, { connection, type, id }, `Skipped: ${reason}`, { ids: [attention.id] }),
    );
};
