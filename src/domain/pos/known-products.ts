import { foldedName } from './folded-name.ts';
import type { PosProduct } from './odoo-pos.ts';
import type { PosListings } from './wanted-products.ts';

/** All that products are found in, indexed once for a batch of orders. */
export interface KnownProducts {
  readonly byId: ReadonlyMap<number, PosProduct>;
  readonly byCode: ReadonlyMap<string, readonly PosProduct[]>;
  readonly byBarcode: ReadonlyMap<string, readonly PosProduct[]>;
  readonly byName: ReadonlyMap<string, readonly PosProduct[]>;
  readonly byFoldedName: ReadonlyMap<string, readonly PosProduct[]>;
  /** Whether names that are written a little differently can be found. */
  readonly hasCatalogue: boolean;
  readonly listings: PosListings;
  readonly companyId: number;
}

export interface ProductSources {
  /** What `OdooPos.findProducts` gave. */
  readonly products: readonly PosProduct[];
  /** What `OdooPos.readCatalogue` gave; null where it was not asked. */
  readonly catalogue: readonly PosProduct[] | null;
  readonly listings: PosListings;
  /** Of the configuration of the point of sale. */
  readonly companyId: number;
}

export const indexProducts = ({ products, catalogue, listings, companyId }: ProductSources): KnownProducts => {
  const byId = new Map([...(catalogue ?? []), ...products].map((product) => [product.id, product]));
  const all = [...byId.values()].sort((left, right) => left.id - right.id);
  return {
    byId,
    byCode: groupBy(all, ({ defaultCode }) => defaultCode),
    byBarcode: groupBy(all, ({ barcode }) => barcode),
    byName: groupBy(all, ({ name }) => name),
    byFoldedName: groupBy(all, ({ name }) => foldedName(name)),
    hasCatalogue: catalogue !== null,
    listings,
    companyId,
  };
};

const groupBy = (
  products: readonly PosProduct[],
  keyOf: (product: PosProduct) => string | null,
): ReadonlyMap<string, readonly PosProduct[]> => {
  const groups = new Map<string, PosProduct[]>();
  for (const product of products) {
    const key = keyOf(product);
    if (key === null || key === '') continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [product]);
    else group.push(product);
  }
  return groups;
};

/** What keeps a product from being sold at the point of sale of this company, in words; empty: nothing does. */
export const whyNotSold = (product: PosProduct, companyId: number): readonly string[] => [
  ...(product.active ? [] : ['it is archived']),
  ...(product.saleOk ? [] : ['it cannot be sold (Sales)']),
  ...(product.availableInPos ? [] : ['it is not available in POS']),
  ...(product.companyId === null || product.companyId === companyId ? [] : ['it belongs to another company']),
];

export const isSold = (product: PosProduct, companyId: number): boolean => whyNotSold(product, companyId).length === 0;
