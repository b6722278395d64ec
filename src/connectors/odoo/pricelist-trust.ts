import type { ListedPrice, PricelistRule } from '../../domain/pricelist.ts';

const trustedMs = 60_000;
const distrustedMs = 60_000;
/** Samples of one batch at most. */
const mostSamples = 5;

/** Which ways of working out a price have been compared with Odoo's own of late. */
export interface PricelistTrust {
  /** Products whose price is to be compared, a few of them: one for each way that was not compared within a minute. */
  samplesOf(pricelistId: number, prices: ReadonlyMap<number, ListedPrice>): readonly number[];
  /** The prices of these products are Odoo's own too. */
  agreed(pricelistId: number, prices: Iterable<ListedPrice>): void;
  /** They are not: for a minute nothing is worked out on this pricelist. */
  disagreed(pricelistId: number): void;
  isDistrusted(pricelistId: number): boolean;
}

export const createPricelistTrust = (now: () => number = Date.now): PricelistTrust => {
  const agreedUntil = new Map<string, number>();
  const distrustedUntil = new Map<number, number>();

  return {
    samplesOf: (pricelistId, prices) => {
      const samples = new Map<string, number>();
      for (const [productId, price] of prices) {
        const key = wayOf(pricelistId, price);
        if ((agreedUntil.get(key) ?? 0) > now() || samples.has(key)) continue;
        samples.set(key, productId);
        if (samples.size === mostSamples) break;
      }
      return [...samples.values()];
    },
    agreed: (pricelistId, prices) => {
      for (const [key, until] of agreedUntil) if (until <= now()) agreedUntil.delete(key);
      for (const price of prices) agreedUntil.set(wayOf(pricelistId, price), now() + trustedMs);
    },
    disagreed: (pricelistId) => {
      distrustedUntil.set(pricelistId, now() + distrustedMs);
    },
    isDistrusted: (pricelistId) => (distrustedUntil.get(pricelistId) ?? 0) > now(),
  };
};

const wayOf = (pricelistId: number, { rules }: ListedPrice): string =>
  [pricelistId, ...rules.map((rule) => partOf(rule))].join('>');

/** A rule of one product stands for all rules of its kind: there may be thousands. One that concerns many is compared by itself, whenever it changes. */
const partOf = (rule: PricelistRule): string => {
  if (rule.productId === null && rule.templateId === null) return JSON.stringify(Object.values(rule));
  const { appliedOn, computePrice, base, roundTo, minMargin, maxMargin } = rule;
  return [appliedOn, computePrice, base, roundTo !== '0', minMargin !== '0', maxMargin !== '0'].join();
};
