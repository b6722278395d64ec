import { z } from 'zod';
import { divideRounded, multiply } from '../../domain/money.ts';
import type { PriceBook, PricelistRule } from '../../domain/pricelist.ts';
import { decimalOf } from './decimals.ts';
import { pricelistRuleOf, pricelistRuleRow } from './pricelist-rows.ts';
import type { Rpc } from './rpc.ts';
import { createRememberedRows } from './remembered-rows.ts';
import { id, text } from './values.ts';

const pricelistRow = z.object({ id, currency_id: id });
const currencyRow = z.object({ id, rate: z.number().positive() });
const categoryRow = z.object({ id, parent_path: text });

/** More decimals than any rate has. */
const convertedPlaces = 20;

/** The rules that may concern some products, and what they need. */
export interface PricelistBooks {
  /** Rules of a pricelist and of those it is based on, as far as they may concern these products. One call, and one more for each level of bases that is not known yet. */
  rules(pricelistId: number, productIds: readonly number[]): Promise<ReadonlyMap<number, readonly PricelistRule[]>>;
  /** Currencies of pricelists; one that is gone is left out. */
  currencies(pricelistIds: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** Each category with those above it. */
  categories(ids: readonly number[]): Promise<ReadonlyMap<number, ReadonlySet<number>>>;
  /** Converts between these currencies by today's rates. */
  converter(currencyIds: readonly number[]): Promise<PriceBook['convert']>;
}

export const createPricelistBooks = (rpc: Rpc): PricelistBooks => {
  const pricelists = createRememberedRows(rpc, 'product.pricelist', pricelistRow);
  const rates = createRememberedRows(rpc, 'res.currency', currencyRow);
  const categories = createRememberedRows(rpc, 'product.category', categoryRow);
  /** Bases of each pricelist when it was last looked at: they are read in the same call. */
  const basesOf = new Map<number, readonly number[]>();

  return {
    rules: async (pricelistId, productIds) => {
      const rules = new Map<number, PricelistRule[]>();
      let unread = reachable(pricelistId, basesOf);
      while (unread.length > 0) {
        for (const one of unread) rules.set(one, []);
        for (const rule of await readRules(rpc, unread, productIds)) rules.get(rule.pricelistId)?.push(rule);
        for (const one of unread) basesOf.set(one, (rules.get(one) ?? []).flatMap(baseOf));
        unread = reachable(pricelistId, basesOf).filter((one) => !rules.has(one));
      }
      return rules;
    },
    currencies: async (ids) => new Map([...(await pricelists(ids))].map(([one, row]) => [one, row.currency_id])),
    categories: async (ids) =>
      new Map(
        [...(await categories(ids))].map(([one, row]) => [
          one,
          new Set((row.parent_path ?? '').split('/').filter(Boolean).map(Number)),
        ]),
      ),
    converter: async (ids) => {
      const known = new Set(ids).size > 1 ? await rates(ids) : new Map<number, z.infer<typeof currencyRow>>();
      return (amount, from, to) => {
        const [source, target] = [known.get(from), known.get(to)];
        if (source === undefined || target === undefined) return null;
        return divideRounded(multiply(amount, decimalOf(target.rate)), decimalOf(source.rate), convertedPlaces);
      };
    },
  };
};

const baseOf = (rule: PricelistRule): readonly number[] =>
  rule.base === 'pricelist' && rule.basePricelistId !== null ? [rule.basePricelistId] : [];

const reachable = (start: number, basesOf: ReadonlyMap<number, readonly number[]>): readonly number[] => {
  const found = new Set([start]);
  for (const one of found) for (const base of basesOf.get(one) ?? []) found.add(base);
  return [...found];
};

/** In Odoo's own order, which sorts categories by their full names: the order of the model is left to it. */
const readRules = async (
  rpc: Rpc,
  pricelistIds: readonly number[],
  productIds: readonly number[],
): Promise<readonly PricelistRule[]> => {
  const rows = await rpc.call(
    {
      model: 'product.pricelist.item',
      method: 'search_read',
      params: {
        domain: [
          ['pricelist_id', 'in', pricelistIds],
          '|',
          ['product_id', '=', false],
          ['product_id', 'in', productIds],
          '|',
          ['product_tmpl_id', '=', false],
          ['product_tmpl_id.product_variant_ids', 'in', productIds],
        ],
        fields: Object.keys(pricelistRuleRow.shape).filter((field) => field !== 'id'),
        load: '',
      },
      context: { active_test: false },
      effect: 'read',
      about: `rules of pricelist ${pricelistIds.join(', ')}`,
    },
    z.array(pricelistRuleRow),
  );
  return rows.map(pricelistRuleOf);
};
