import { isEqualAmount } from './money.ts';
import type { OfferDecision } from './offer-decision.ts';
import type { Offer } from './offers.ts';

/** What a marketplace shows of a listing; null where its list does not tell. */
export interface ShownOffer {
  readonly price: string | null;
  readonly stock: number | null;
}

/** All that is known of a listing when it is compared. */
export interface ComparedListing {
  /** What it is to show, by the rules that offers are pushed by, whatever was pushed before. */
  readonly ours: OfferDecision;
  /** What the marketplace's own list shows; null when it was not asked, or was told something since. `not-listed`: the list does not have it. */
  readonly shown: ShownOffer | 'not-listed' | null;
  /** The last value that was surely accepted; null while that is not known. */
  readonly pushed: Offer | null;
  readonly pushedAt: Date | null;
  readonly refused: { readonly words: string; readonly offer: Offer | null } | null;
}

export interface OfferDifference {
  readonly ours: Offer | null;
  readonly theirs: ShownOffer;
  /** A sentence. */
  readonly why: string;
  /** Whether pushing it again may help. */
  readonly isRepairable: boolean;
}

/** How a listing differs from what it is to show, and why that was missed; null when it does not. */
export const offerDifference = (listing: ComparedListing): OfferDifference | null => {
  const { ours, shown, pushed } = listing;
  const theirs = shown === null || shown === 'not-listed' || isSilent(shown) ? (pushed ?? nothing) : shown;
  if (ours.do === 'withhold') {
    const why = `Its price in Odoo is ${ours.offer.price}: it is not sent while it is not positive`;
    return { ours: ours.offer, theirs, why, isRepairable: false };
  }
  // A product that is gone and was never pushed: nothing can be said of it.
  if (ours.do === 'nothing') return null;
  const { offer, product } = ours;
  if (shown === 'not-listed') {
    return { ours: offer, theirs, why: "It is not in the marketplace's list", isRepairable: false };
  }
  if (!isSilent(theirs) && isShown(offer, theirs)) return null;
  const gone = product === 'sold' ? '' : ` (the product is ${product} in Odoo)`;
  const { why, isRepairable } = reasonOf(listing, offer);
  return { ours: offer, theirs, why: `${why}${gone}`, isRepairable };
};

const nothing: ShownOffer = { price: null, stock: null };

const isSilent = ({ price, stock }: ShownOffer): boolean => price === null && stock === null;

/** What the list does not tell is taken to be right. */
const isShown = (offer: Offer, theirs: ShownOffer): boolean =>
  (theirs.price === null || isEqualAmount(theirs.price, offer.price)) &&
  (theirs.stock === null || theirs.stock === offer.stock);

const isSame = (one: Offer, other: Offer): boolean =>
  one.stock === other.stock && isEqualAmount(one.price, other.price);

const reasonOf = (
  { pushed, pushedAt, refused }: ComparedListing,
  offer: Offer,
): { readonly why: string; readonly isRepairable: boolean } => {
  if (refused !== null) {
    // The same value again is retried when somebody asks for it.
    const isSameValue = refused.offer !== null && isSame(refused.offer, offer);
    return { why: `The marketplace refused it: ${refused.words}`, isRepairable: !isSameValue };
  }
  if (pushedAt === null) return { why: 'It was never pushed', isRepairable: true };
  if (pushed === null) return { why: 'The last push had no clear answer', isRepairable: true };
  const told = `on ${pushedAt.toISOString().replace(/\.\d+Z$/, 'Z')}`;
  return isSame(pushed, offer)
    ? { why: `It was changed at the marketplace after it was told so ${told}`, isRepairable: true }
    : {
        why: `Missed: it changed in Odoo after price ${pushed.price} and stock ${pushed.stock} were pushed ${told}, and nothing waits to be pushed`,
        isRepairable: true,
      };
};
