import type { Offer } from '../../domain/offers.ts';
import type { AttentionKind } from '../../domain/order-stage.ts';
import { raiseListingAttention, resolveListingAttention } from '../../store/offers/attention.ts';
import type { ListingAttention } from '../../store/offers/attention.ts';
import type { ClaimedOffer } from '../../store/offers/claim.ts';
import { settleOffers } from '../../store/offers/settle.ts';
import type { SettledOffer } from '../../store/offers/settle.ts';
import type { MarketplaceConnection } from '../dependencies.ts';
import type { OfferContext } from './offer-context.ts';

type Product = 'sold' | 'archived' | 'deleted';

/** How a claim came to its end. */
export type ClaimEnd = { readonly claim: ClaimedOffer } & (
  | { readonly end: 'pushed'; readonly offer: Offer; readonly product: Product }
  | { readonly end: 'refused'; readonly offer: Offer; readonly product: Product; readonly reason: string }
  | { readonly end: 'unchanged' | 'still-refused' | 'never-pushed'; readonly product: Product }
  /** The price is not positive. */
  | { readonly end: 'withheld'; readonly offer: Offer }
  /** There is no such listing any more, or it is not ours to push. */
  | { readonly end: 'gone' }
);

/** Attention that this process raises and resolves. */
const ownKinds: readonly AttentionKind[] = ['offer-refused', 'price-not-positive', 'listing-archived'];

/** Settles claims and keeps the attention of their listings. Attention first: a crash in between repeats both. */
export const settleClaims = async (context: OfferContext, ends: readonly ClaimEnd[]): Promise<void> => {
  const { deps, connection, right } = context;
  const raised = ends.flatMap((end) => attentionOf(connection, end));
  const wanted = new Set(raised.map(({ externalId, kind }) => `${kind} ${externalId}`));
  const resolved = ends.flatMap((end) =>
    end.claim.attention
      .filter((kind) => ownKinds.includes(kind) && !isKept(end, kind))
      .map((kind) => ({ externalId: end.claim.externalId, kind }))
      .filter(({ externalId, kind }) => !wanted.has(`${kind} ${externalId}`)),
  );
  await raiseListingAttention(deps.db, connection.id, raised);
  await resolveListingAttention(deps.db, connection.id, resolved);
  await settleOffers(deps.db, right, ends.map(settledOf));
};

/** What was refused before is refused still: its words stay as they are. */
const isKept = ({ end }: ClaimEnd, kind: AttentionKind): boolean => end === 'still-refused' && kind === 'offer-refused';

const settledOf = (end: ClaimEnd): SettledOffer => {
  const { externalId, claimedAt, unclearUntil } = end.claim;
  const row = { externalId, claimedAt, unclearUntil };
  switch (end.end) {
    case 'pushed':
      return { ...row, ...end.offer, end: 'pushed' };
    case 'refused':
      return { ...row, ...end.offer, end: 'refused', reason: end.reason };
    case 'unchanged':
    case 'still-refused':
      return { ...row, end: end.end };
    case 'never-pushed':
    case 'withheld':
    case 'gone':
      return { ...row, end: 'dropped' };
  }
};

const attentionOf = (connection: MarketplaceConnection, end: ClaimEnd): readonly ListingAttention[] => {
  const { externalId, name, productId } = end.claim;
  const listing = `listing ${externalId}${name === null ? '' : ` (${name})`}`;
  const raise = (kind: AttentionKind, reason: string): ListingAttention => ({ externalId, kind, reason });
  switch (end.end) {
    case 'gone':
      return [];
    case 'withheld':
      return [
        raise(
          'price-not-positive',
          `The price of ${listing} in Odoo is ${end.offer.price}, so nothing was sent to ${connection.name}. Set a price in Odoo; or allow such prices with offers.allowZeroPrice, then retry.`,
        ),
      ];
    case 'refused':
    case 'pushed':
    case 'unchanged':
    case 'still-refused':
    case 'never-pushed': {
      const refused =
        end.end === 'refused'
          ? [
              raise(
                'offer-refused',
                `${connection.name} refused price ${end.offer.price} and stock ${end.offer.stock} of ${listing}: ${end.reason} It is sent again when its value changes, or on retry.`,
              ),
            ]
          : [];
      if (end.product === 'sold') return refused;
      const offered = end.end === 'never-pushed' ? 'nothing was ever sent for it' : 'it is offered with stock 0';
      return [
        ...refused,
        raise(
          'listing-archived',
          `Product ${productId ?? ''} of ${listing} was ${end.product} in Odoo; ${offered}. Bring it back, or say which product the listing is.`,
        ),
      ];
    }
  }
};
