import { add, compare, larger, multiply, roundToMultiple, smaller, subtract } from './money.ts';

/** A rule of a pricelist (`product.pricelist.item`). Amounts are decimal strings in the currency of its pricelist. */
export interface PricelistRule {
  readonly id: number;
  readonly pricelistId: number;
  /** `0_product_variant`, `1_product`, `2_product_category` or `3_global`; what is unknown concerns every product, as in Odoo. */
  readonly appliedOn: string;
  readonly minQuantity: string;
  readonly productId: number | null;
  readonly templateId: number | null;
  readonly categoryId: number | null;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  /** `fixed`, `percentage` or `formula`; what is unknown gives the base price, as in Odoo. */
  readonly computePrice: string;
  /** `list_price`, `standard_price` or `pricelist`; what is unknown is the sales price, as in Odoo. */
  readonly base: string;
  readonly basePricelistId: number | null;
  readonly fixedPrice: string;
  /** Percent off the base. */
  readonly percentPrice: string;
  /** Percent off the base of a formula; a mark-up is negative. */
  readonly discount: string;
  /** The price is made a multiple of this; 0: it is not. */
  readonly roundTo: string;
  readonly surcharge: string;
  /** At least and at most so much above the base; 0: no such limit. */
  readonly minMargin: string;
  readonly maxMargin: string;
}

/** An amount in a currency, by the id of `res.currency`. */
export interface CurrencyAmount {
  readonly amount: string;
  readonly currencyId: number;
}

export interface PricedProduct {
  readonly productId: number;
  readonly templateId: number;
  /** Its category and those above it. */
  readonly categoryIds: ReadonlySet<number>;
  /** With the extras of the variant. */
  readonly salesPrice: CurrencyAmount;
  /** Only rules on the cost look at it. */
  readonly cost: CurrencyAmount;
}

/** What prices are worked out from. */
export interface PriceBook {
  /** By pricelist, in the order of Odoo: `applied_on, min_quantity desc, categ_id desc, id desc`. */
  readonly rules: ReadonlyMap<number, readonly PricelistRule[]>;
  /** Currency of each pricelist. */
  readonly currencies: ReadonlyMap<number, number>;
  readonly at: Date;
  /** Unrounded; null when there is no rate. */
  convert(amount: string, from: number, to: number): string | null;
}

export interface ListedPrice {
  /** In the currency of the pricelist, unrounded. */
  readonly price: string;
  /** The rule that made it, and those its base came from. */
  readonly rules: readonly PricelistRule[];
}

/**
 * The price of one unit on a pricelist, as `_compute_price_rule` of 17, 18 and 19 works it out: the first rule that concerns the product, else the
 * sales price. Null when it cannot be told: a pricelist or a rate is missing, or pricelists are based on each other.
 * Source: `product_pricelist.py` and `product_pricelist_item.py` of addon `product`.
 */
export const priceOnPricelist = (
  product: PricedProduct,
  pricelistId: number,
  book: PriceBook,
  from: readonly number[] = [],
): ListedPrice | null => {
  const currencyId = book.currencies.get(pricelistId);
  if (currencyId === undefined || from.includes(pricelistId)) return null;
  const rule = (book.rules.get(pricelistId) ?? []).find((one) => concerns(one, product, book.at));
  if (rule?.computePrice === 'fixed') return { price: rule.fixedPrice, rules: [rule] };
  const base = basePrice(rule, product, currencyId, book, [...from, pricelistId]);
  if (rule === undefined || base === null) return base;
  return { price: computed(rule, base.price), rules: [rule, ...base.rules] };
};

const oneUnit = '1';

const concerns = (rule: PricelistRule, product: PricedProduct, at: Date): boolean => {
  if (rule.startsAt !== null && rule.startsAt > at) return false;
  if (rule.endsAt !== null && rule.endsAt < at) return false;
  if (compare(rule.minQuantity, oneUnit) > 0) return false;
  const { productId, templateId, categoryId } = rule;
  // What a rule holds beside its `applied_on` restricts it too.
  if (productId !== null && productId !== product.productId) return false;
  if (templateId !== null && templateId !== product.templateId) return false;
  if (categoryId !== null && !product.categoryIds.has(categoryId)) return false;
  switch (rule.appliedOn) {
    case '0_product_variant':
      return productId !== null;
    case '1_product':
      return templateId !== null;
    case '2_product_category':
      return categoryId !== null;
    default:
      return true;
  }
};

const basePrice = (
  rule: PricelistRule | undefined,
  product: PricedProduct,
  currencyId: number,
  book: PriceBook,
  from: readonly number[],
): ListedPrice | null => {
  if (rule?.base === 'pricelist' && rule.basePricelistId !== null) {
    const other = priceOnPricelist(product, rule.basePricelistId, book, from);
    const otherCurrency = book.currencies.get(rule.basePricelistId);
    if (other === null || otherCurrency === undefined) return null;
    return converted({ amount: other.price, currencyId: otherCurrency }, currencyId, book, other.rules);
  }
  return converted(rule?.base === 'standard_price' ? product.cost : product.salesPrice, currencyId, book, []);
};

const converted = (
  { amount, currencyId }: CurrencyAmount,
  to: number,
  book: PriceBook,
  rules: readonly PricelistRule[],
): ListedPrice | null => {
  const price = currencyId === to ? amount : book.convert(amount, currencyId, to);
  return price === null ? null : { price, rules };
};

const computed = (rule: PricelistRule, base: string): string => {
  switch (rule.computePrice) {
    case 'percentage':
      return lessPercent(base, rule.percentPrice);
    case 'formula':
      return byFormula(rule, base);
    default:
      return base;
  }
};

const byFormula = (rule: PricelistRule, base: string): string => {
  let price = lessPercent(base, rule.discount);
  if (isSet(rule.roundTo)) price = roundToMultiple(price, rule.roundTo);
  price = add(price, rule.surcharge);
  if (isSet(rule.minMargin)) price = larger(price, add(base, rule.minMargin));
  if (isSet(rule.maxMargin)) price = smaller(price, add(base, rule.maxMargin));
  return price;
};

const lessPercent = (base: string, percent: string): string =>
  subtract(base, multiply(base, multiply(percent, '0.01')));

const isSet = (amount: string): boolean => compare(amount, '0') !== 0;
