import { Failure, isFailure, isRetriedType } from '../../domain/failure.ts';
import { decideOffer } from '../../domain/offer-decision.ts';
import type { OfferDecision } from '../../domain/offer-decision.ts';
import type { Offer, ProductValues } from '../../domain/offers.ts';
import { openAttention, raiseAttention, resolveAttention } from '../../store/attention.ts';
import { connectionTarget } from '../../store/connections.ts';
import type { ClaimedOffer } from '../../store/offers/claim.ts';
import { odooConnection, watchingHealth } from '../connection-health.ts';
import type { OfferContext } from './offer-context.ts';
import { settleClaims } from './settle-claims.ts';
import type { ClaimEnd } from './settle-claims.ts';

/** A claim whose value differs from what the marketplace shows, or may. */
export interface OfferToSend {
  readonly claim: ClaimedOffer;
  readonly offer: Offer;
  readonly product: 'sold' | 'archived' | 'deleted';
}

/**
 * Reads price and stock of all claimed products together and settles what need not be sent. @returns the rest, in the order of the claims.
 * @throws Failure of Odoo; the claims stay claimed
 */
export const prepareOffers = async (
  context: OfferContext,
  claims: readonly ClaimedOffer[],
): Promise<readonly OfferToSend[]> => {
  const values = await readValues(context, claims);
  const toSend: OfferToSend[] = [];
  const ends: ClaimEnd[] = [];
  for (const claim of claims) {
    const decision = decide(context, claim, values);
    if (decision?.do === 'send') toSend.push({ claim, offer: decision.offer, product: decision.product });
    else ends.push(endOf(claim, decision));
  }
  for (const { end } of ends) {
    if (end === 'unchanged') context.counts.unchanged += 1;
    if (end === 'withheld') context.counts.withheld += 1;
  }
  await settleClaims(context, ends);
  return toSend;
};

const readValues = async (
  { deps, connection }: OfferContext,
  claims: readonly ClaimedOffer[],
): Promise<ReadonlyMap<number, ProductValues>> => {
  const productIds = [...new Set(claims.flatMap(({ productId }) => productId ?? []))];
  if (productIds.length === 0) return new Map();
  const { price, stock, warehouses } = connection.settings.offers;
  try {
    return await watchingHealth(deps.db, odooConnection, async () =>
      (await deps.odoo()).readProductValues({ productIds, price, stock, warehouses }),
    );
  } catch (error) {
    if (!isFailure(error) || isRetriedType(error.type)) throw error;
    const reason = `Prices and stock cannot be read in Odoo as the settings of ${connection.name} ask for it: ${error.message}`;
    await raiseAttention(deps.db, connectionTarget(connection.id), {
      kind: 'rejected',
      step,
      reason,
      actions: ['retry'],
    });
    // It may end by a change in Odoo or of the settings, of which nobody tells this run.
    throw new Failure('Unavailable', reason, {}, { cause: error });
  }
};

/** `attention.step` of what keeps all offers of a connection from being read. */
const step = 'offers';

/** Offers of the connection were read: what kept them from it is over. */
export const noteReadable = async ({ deps, connection }: OfferContext): Promise<void> => {
  const target = connectionTarget(connection.id);
  const open = (await openAttention(deps.db, target)).filter((attention) => attention.step === step);
  if (open.length === 0) return;
  await resolveAttention(deps.db, target, 'Prices and stock can be read again', { ids: open.map(({ id }) => id) });
};

/** null: the listing is gone, has no product, or is disabled. */
const decide = (
  { connection }: OfferContext,
  claim: ClaimedOffer,
  values: ReadonlyMap<number, ProductValues>,
): OfferDecision | null => {
  if (claim.productId === null) return null;
  const { buffer, minStock, allowZeroPrice } = connection.settings.offers;
  return decideOffer(values.get(claim.productId), { factor: claim.factor, buffer, minStock, allowZeroPrice }, claim);
};

const endOf = (claim: ClaimedOffer, decision: Exclude<OfferDecision, { do: 'send' }> | null): ClaimEnd => {
  if (decision === null) return { claim, end: 'gone' };
  if (decision.do === 'withhold') return { claim, end: 'withheld', offer: decision.offer };
  const { why, product } = decision;
  return { claim, end: why, product };
};
