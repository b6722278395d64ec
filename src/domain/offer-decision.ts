import { isEqualAmount, isPositive } from './money.ts';
import { offerOf } from './offers.ts';
import type { Offer, OfferRules, ProductValues } from './offers.ts';

/** What is known of a listing when its product is read. */
export interface OfferStanding {
  /** The last value that was surely accepted; null while that is not known. */
  readonly last: Offer | null;
  /** The price of the last push, if there was one. */
  readonly lastPrice: string | null;
  /** The newest value, where the marketplace refused it. */
  readonly refused: Offer | null;
}

/** What is to be done about the offer of one listing, and whether its product can be sold at all. */
export type OfferDecision =
  | { readonly do: 'send'; readonly offer: Offer; readonly product: ProductStanding }
  | {
      readonly do: 'nothing';
      readonly why: 'unchanged' | 'still-refused' | 'never-pushed';
      readonly product: ProductStanding;
    }
  /** The price is 0 or less: nobody means to give goods away. */
  | { readonly do: 'withhold'; readonly offer: Offer };

export type ProductStanding = 'sold' | 'archived' | 'deleted';

/**
 * What is to be told of a listing, given price and stock as Odoo has them (undefined: the product was deleted). A product that is archived or
 * deleted is offered with stock 0, at the price it had.
 */
export const decideOffer = (
  values: ProductValues | undefined,
  rules: OfferRules & { readonly allowZeroPrice: boolean },
  standing: OfferStanding,
): OfferDecision => {
  const product = values === undefined ? 'deleted' : values.active ? 'sold' : 'archived';
  const found = values === undefined ? null : offerOf(values, rules);
  if (product !== 'sold') return withdraw(product, found, standing);
  if (found === null) return { do: 'nothing', why: 'never-pushed', product };
  if (!isPositive(found.price) && !rules.allowZeroPrice) return { do: 'withhold', offer: found };
  return decide(found, product, standing);
};

const withdraw = (product: 'archived' | 'deleted', found: Offer | null, standing: OfferStanding): OfferDecision => {
  if (standing.last?.stock === 0) return { do: 'nothing', why: 'unchanged', product };
  const price = found !== null && isPositive(found.price) ? found.price : standing.lastPrice;
  return price === null
    ? { do: 'nothing', why: 'never-pushed', product }
    : decide({ price, stock: 0 }, product, standing);
};

const decide = (offer: Offer, product: ProductStanding, { last, refused }: OfferStanding): OfferDecision => {
  if (isSameOffer(offer, last)) return { do: 'nothing', why: 'unchanged', product };
  if (isSameOffer(offer, refused)) return { do: 'nothing', why: 'still-refused', product };
  return { do: 'send', offer, product };
};

const isSameOffer = (one: Offer, other: Offer | null): boolean =>
  other !== null && one.stock === other.stock && isEqualAmount(one.price, other.price);
