import type { Odoo, OdooProduct, ProductKey } from '../../connectors/odoo/client.ts';
import type { MarketplaceSettings } from '../../config/connections/marketplace.ts';

export type MatchWay = MarketplaceSettings['matchProductsBy'][number];

/** What is known of a listing whose product is looked for. */
export interface Matchable {
  /** The product somebody said it is; null where nobody did, or it is disabled. */
  readonly mappedTo: number | null;
  /** The marketplace's copy of our own id. */
  readonly internalId: string | null;
}

export type ProductMatch =
  { readonly product: OdooProduct; readonly way: MatchWay | 'field' } | { readonly why: string };

/**
 * The product of a listing, looked for in the ways the connection names, in their order: the first that leads to exactly one product counts.
 * Lookups of many listings travel together.
 *
 * @returns the product, or in words what each way came to
 */
export const matchProduct = async (
  odoo: Pick<Odoo, 'findProducts'>,
  ways: readonly MatchWay[],
  listing: Matchable,
  /** Also looked for, behind what is mapped: a field of the products that keeps the id of the listing. */
  byField?: { readonly field: string; readonly externalId: string },
): Promise<ProductMatch> => {
  const seen: string[] = [];
  for (const { way, key } of keysOf(ways, listing, byField)) {
    const verdict = usableProduct(key, await odoo.findProducts(key));
    if ('product' in verdict) return { product: verdict.product, way };
    seen.push(verdict.why);
  }
  return { why: seen.length === 0 ? 'it is mapped to no product' : seen.join('; ') };
};

const keysOf = (
  ways: readonly MatchWay[],
  listing: Matchable,
  byField: { readonly field: string; readonly externalId: string } | undefined,
): readonly { way: MatchWay | 'field'; key: ProductKey }[] => {
  const keys = ways.flatMap((way) => {
    const key = keyOf(way, listing);
    return key === null ? [] : [{ way, key }];
  });
  if (byField === undefined) return keys;
  const fieldKey = { way: 'field', key: { by: 'field', field: byField.field, value: byField.externalId } } as const;
  return [...keys.filter(({ way }) => way === 'listing'), fieldKey, ...keys.filter(({ way }) => way !== 'listing')];
};

const keyOf = (way: MatchWay, { mappedTo, internalId }: Matchable): ProductKey | null => {
  switch (way) {
    case 'listing':
      return mappedTo === null ? null : { by: 'id', value: mappedTo };
    case 'internal-id':
      return internalId !== null && databaseId.test(internalId) ? { by: 'id', value: Number(internalId) } : null;
    case 'default-code':
    case 'barcode':
      return internalId === null || internalId === '' ? null : { by: way, value: internalId };
  }
};

/** A PostgreSQL integer: anything longer is no id of Odoo and would be an error there. */
const databaseId = /^[1-9]\d{0,8}$/;

const usableProduct = (
  key: ProductKey,
  products: readonly OdooProduct[],
): { product: OdooProduct } | { why: string } => {
  const name = `${nameOf(key)} ${String(key.value)}`;
  const usable = products.filter((product) => product.active && product.saleOk);
  const [only] = usable;
  if (only !== undefined && usable.length === 1) return { product: only };
  if (usable.length > 1) return { why: `${usable.length} products in Odoo have ${name}` };
  if (products.length > 0) return { why: `the product with ${name} is archived or not for sale` };
  return { why: `no product in Odoo has ${name}` };
};

const nameOf = (key: ProductKey): string => {
  switch (key.by) {
    case 'id':
      return 'id';
    case 'default-code':
      return 'internal reference';
    case 'barcode':
      return 'barcode';
    case 'field':
      return key.field;
  }
};
