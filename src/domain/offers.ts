import { divideRounded, floor, multiply, roundHalfUp, subtract } from './money.ts';

/** What a marketplace shows of one listing. */
export interface Offer {
  /** For one unit of the listing; decimal string with the decimals of its currency. */
  readonly price: string;
  /** Whole units of the listing, not negative. */
  readonly stock: number;
}

/** Price and stock of a product as Odoo has them now. */
export interface ProductValues {
  readonly productId: number;
  /** Archived products are read too. */
  readonly active: boolean;
  /** For one unit of the product, unrounded; decimal string. */
  readonly price: string;
  /** Decimals of the currency of the price. */
  readonly priceDecimals: number;
  /** In units of the product; decimal string, may be negative. */
  readonly stock: string;
}

export interface OfferRules {
  /** Units of the product in one unit of the listing; decimal string, more than 0. */
  readonly factor: string;
  /** Units of the product that are held back. */
  readonly buffer: number;
  /** Less than so many units of the listing are offered as nothing. */
  readonly minStock: number;
}

/** Enough to tell the last unit of a factor with decimals from the one before it. */
const quotientPlaces = 30;

/** What the marketplace is to show: the price of a whole unit of the listing, and as many of them as can be had. Nothing can be had of an archived product. */
export const offerOf = (values: ProductValues, rules: OfferRules): Offer => ({
  price: roundHalfUp(multiply(values.price, rules.factor), values.priceDecimals),
  stock: values.active ? stockOf(values.stock, rules) : 0,
});

const stockOf = (stock: string, { factor, buffer, minStock }: OfferRules): number => {
  const units = Number(floor(divideRounded(subtract(stock, String(buffer)), factor, quotientPlaces)));
  return units < 0 || units < minStock ? 0 : units;
};
