import { z } from 'zod';
import { Failure } from '../../domain/failure.ts';
import { compare, multiply, subtract } from '../../domain/money.ts';
import { priceOnPricelist } from '../../domain/pricelist.ts';
import type { ListedPrice, PriceBook, PricedProduct, PricelistRule } from '../../domain/pricelist.ts';
import type { ProductValues } from '../../domain/offers.ts';
import type { ProductValuesQuery } from './client.ts';
import type { Currency } from './currencies.ts';
import { decimalOf } from './decimals.ts';
import type { Lanes } from './lanes.ts';
import type { PricelistBooks } from './pricelist-book.ts';
import type { PricelistTrust } from './pricelist-trust.ts';
import { readProductRows } from './product-rows.ts';
import type { ProductRow } from './product-rows.ts';
import type { OdooLogger, Rpc } from './rpc.ts';

export interface PricelistParts {
  readonly rpc: Rpc;
  readonly lanes: Lanes;
  readonly books: PricelistBooks;
  readonly trust: PricelistTrust;
  readonly currencies: (ids: readonly number[]) => Promise<ReadonlyMap<number, Currency>>;
  readonly logger: OdooLogger;
}

interface Batch {
  readonly rows: readonly ProductRow[];
  /** What could be worked out. */
  readonly prices: ReadonlyMap<number, ListedPrice>;
  readonly decimals: number;
}

/**
 * Values of products with their prices on a pricelist: worked out from its rules and compared with Odoo's own price for a few. Where these differ
 * (an addon has its own ideas of prices), and where nothing can be worked out, Odoo's own is asked for each product.
 */
export const readAtPricelist = async (
  parts: PricelistParts,
  ids: readonly number[],
  query: ProductValuesQuery,
  pricelistId: number,
): Promise<readonly ProductValues[]> => {
  const read = (): Promise<Batch> => parts.lanes.run('orders', () => readBatch(parts, ids, query, pricelistId));
  const { rows, prices, decimals } = await readCompared(parts, pricelistId, read);
  const values: ProductValues[] = [];
  // One after another: orders come in between.
  for (const row of rows) {
    const price = prices.get(row.id)?.price ?? (await askPrice(parts, pricelistId, row.id));
    values.push({ productId: row.id, active: row.active, price, priceDecimals: decimals, stock: row.stock });
  }
  return values;
};

/** A batch whose prices are Odoo's own as far as a few samples tell; without any price when they are not. */
const readCompared = async (parts: PricelistParts, pricelistId: number, read: () => Promise<Batch>): Promise<Batch> => {
  const { trust, logger } = parts;
  let batch = await read();
  if (trust.isDistrusted(pricelistId)) return { ...batch, prices: new Map() };
  let samples = trust.samplesOf(pricelistId, batch.prices);
  let wrong = await differing(parts, pricelistId, batch, samples);
  if (wrong.length > 0) {
    // Something may have changed between the two.
    batch = await read();
    samples = wrong;
    wrong = await differing(parts, pricelistId, batch, samples);
  }
  if (wrong.length === 0) {
    const agreed = samples.flatMap((one) => batch.prices.get(one) ?? []);
    trust.agreed(pricelistId, agreed);
    return batch;
  }
  trust.disagreed(pricelistId);
  logger.warn(
    { pricelistId, productIds: wrong },
    'Odoo has other prices on this pricelist than its rules say; it is asked for each product',
  );
  return { ...batch, prices: new Map() };
};

const readBatch = async (
  { rpc, books, currencies }: PricelistParts,
  ids: readonly number[],
  query: ProductValuesQuery,
  pricelistId: number,
): Promise<Batch> => {
  const rules = await books.rules(pricelistId, ids);
  const all = [...rules.values()].flat();
  const { rows, date } = await readProductRows(rpc, ids, query, all.some(isOnCost));
  const ofPricelists = await books.currencies([...rules.keys()]);
  const currencyId = ofPricelists.get(pricelistId);
  if (currencyId === undefined)
    throw new Failure('NotFound', `Odoo has no pricelist ${pricelistId}, or does not show it to our user`);
  const decimals = (await currencies([currencyId])).get(currencyId)?.decimals ?? 2;
  const book: PriceBook = {
    rules,
    currencies: ofPricelists,
    at: date,
    convert: await books.converter([...ofPricelists.values(), ...rows.flatMap(currenciesOf)]),
  };
  const categories = await books.categories(
    all.some((rule) => rule.categoryId !== null) ? rows.flatMap((row) => row.categ_id ?? []) : [],
  );
  const prices = new Map<number, ListedPrice>();
  for (const row of rows) {
    const price = priceOnPricelist(pricedProduct(row, categories), pricelistId, book);
    if (price !== null) prices.set(row.id, price);
  }
  return { rows, prices, decimals };
};

const isOnCost = (rule: PricelistRule): boolean => rule.base === 'standard_price';

const currenciesOf = (row: ProductRow): readonly number[] =>
  [row.currency_id, row.cost_currency_id].filter((one) => typeof one === 'number');

const pricedProduct = (row: ProductRow, categories: ReadonlyMap<number, ReadonlySet<number>>): PricedProduct => {
  const currencyId = row.currency_id ?? 0;
  return {
    productId: row.id,
    templateId: row.product_tmpl_id,
    categoryIds: categories.get(row.categ_id ?? 0) ?? new Set(),
    salesPrice: { amount: decimalOf(row.lst_price), currencyId },
    cost: { amount: decimalOf(row.standard_price ?? 0), currencyId: row.cost_currency_id ?? currencyId },
  };
};

/** Those of the samples whose price is another in Odoo. */
const differing = async (
  parts: PricelistParts,
  pricelistId: number,
  { prices }: Batch,
  samples: readonly number[],
): Promise<readonly number[]> => {
  const wrong: number[] = [];
  for (const productId of samples) {
    const price = prices.get(productId)?.price;
    if (price !== undefined && !isSame(price, await askPrice(parts, pricelistId, productId))) wrong.push(productId);
  }
  return wrong;
};

/** Odoo works with floats: beyond ten digits nothing is meant. */
const isSame = (ours: string, theirs: string): boolean => {
  const difference = subtract(ours, theirs).replace('-', '');
  const allowed = multiply(theirs.replace('-', ''), '0.0000000001');
  return compare(difference, allowed) <= 0 || compare(difference, '0.0000000001') <= 0;
};

/** Odoo's own price of one unit, one product a call (odoo.md §7.2). */
const askPrice = ({ rpc, lanes }: PricelistParts, pricelistId: number, productId: number): Promise<string> =>
  lanes.run('orders', async () =>
    decimalOf(
      await rpc.call(
        {
          model: 'product.product',
          method: 'get_contextual_price',
          ids: [productId],
          context: { pricelist: pricelistId, quantity: 1, active_test: false },
          effect: 'read',
          about: `the price of product ${productId} on pricelist ${pricelistId}`,
        },
        z.number(),
      ),
    ),
  );
