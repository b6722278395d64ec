import { foldedName } from './folded-name.ts';
import { isSold, whyNotSold } from './known-products.ts';
import type { KnownProducts } from './known-products.ts';
import type { PosProduct } from './odoo-pos.ts';
import type { PosItem, PosOrder } from './pos-order.ts';
import type { PosObstacle } from './pos-obstacle.ts';
import type { PosMatchRule, PosPlanSettings } from './plan-settings.ts';
import { soldItemsOf } from './sold-items.ts';
import { internalId, listingKeys } from './wanted-products.ts';

export interface FoundPosProduct {
  readonly product: PosProduct;
  /** Units of the product in one of the item; more than one only by a listing. */
  readonly factor: string;
}

interface Surroundings {
  readonly connection: string;
  readonly rules: readonly PosMatchRule[];
  readonly known: KnownProducts;
}

/** What one way of looking found; null: nothing, the next way is tried. */
type Finding = FoundPosProduct | PosObstacle | null;

/**
 * The product of an item by the first rule that knows one. It must be active, for sale, in the point of sale and of the company; more than one that
 * is: a person decides.
 */
export const findPosProduct = (item: PosItem, surroundings: Surroundings): FoundPosProduct | PosObstacle => {
  for (const rule of surroundings.rules) {
    const finding = findBy(rule, item, surroundings);
    if (finding !== null) return finding;
  }
  return unknownProduct(item, surroundings.connection);
};

/**
 * Whether the whole catalogue is needed to find the products of some orders: where a name has to be found that is not written exactly so in Odoo,
 * or an ItemID meets a product of another name.
 */
export const wantsCatalogue = (
  orders: readonly PosOrder[],
  settings: Pick<PosPlanSettings, 'bundleParts' | 'matchProductsBy'>,
  known: KnownProducts,
): boolean => {
  if (known.hasCatalogue) return false;
  const surroundings = { connection: '', rules: settings.matchProductsBy, known };
  return soldItemsOf(orders, settings).some((item) => {
    for (const rule of settings.matchProductsBy) {
      if (rule === 'name') return item.name !== '' && soldByName(item, known, 'exact').length === 0;
      const finding = findBy(rule, item, surroundings);
      if (finding === null) continue;
      return rule === 'internal-id' && 'product' in finding && item.name !== '' && !isSameName(item, finding.product);
    }
    return false;
  });
};

const findBy = (rule: PosMatchRule, item: PosItem, surroundings: Surroundings): Finding => {
  const { known } = surroundings;
  switch (rule) {
    case 'odoo-item-id':
      return item.odooItemId === null ? null : findById(item, item.odooItemId, known);
    case 'listing':
      return findListed(item, surroundings);
    case 'internal-id':
      return findByInternalId(item, known);
    case 'default-code':
      return item.itemId === null ? null : oneOf(item, known.byCode.get(item.itemId), 'internal reference', known);
    case 'barcode':
      return item.itemId === null ? null : oneOf(item, known.byBarcode.get(item.itemId), 'barcode', known);
    case 'name':
      return findByName(item, known);
  }
};

const findById = (item: PosItem, id: number, known: KnownProducts): Finding => {
  const product = known.byId.get(id);
  return product === undefined ? null : soldOrNot(item, product, known);
};

const findListed = (item: PosItem, { known, connection }: Surroundings): Finding => {
  for (const key of listingKeys(item)) {
    const listing = known.listings.get(key);
    if (listing === undefined) continue;
    const product = known.byId.get(listing.productId);
    if (product === undefined) {
      return unknown(
        `${nameOf(item)} is mapped to product ${listing.productId}, which is not in Odoo any more; map it anew (conveyor listings map ${connection} ${quoted(key)} <product>)`,
      );
    }
    const finding = soldOrNot(item, product, known);
    return 'product' in finding ? { ...finding, factor: listing.factor } : finding;
  }
  return null;
};

/** An ItemID of the source that happens to be the id of a product says little where the name says something else. */
const findByInternalId = (item: PosItem, known: KnownProducts): Finding => {
  const id = internalId(item);
  const product = id === null ? undefined : known.byId.get(id);
  if (product === undefined) return null;
  if (item.name !== '' && !isSameName(item, product)) {
    const named = soldByName(item, known, 'exact');
    const [other, ...more] = named.length > 0 ? named : soldByName(item, known, 'folded');
    if (other !== undefined && more.length === 0 && other.id !== product.id) {
      return ambiguous(
        `${nameOf(item)}: its ItemID is product ${shown(product)}, its name that of product ${shown(other)}`,
      );
    }
  }
  return soldOrNot(item, product, known);
};

const findByName = (item: PosItem, known: KnownProducts): Finding => {
  if (item.name === '') return null;
  const exact = known.byName.get(item.name);
  const sold = soldByName(item, known, 'exact');
  if (sold.length > 0) return oneOf(item, sold, 'name', known);
  const alike = soldByName(item, known, 'folded');
  return alike.length > 0 ? oneOf(item, alike, 'name', known) : oneOf(item, exact, 'name', known);
};

const soldByName = ({ name }: PosItem, known: KnownProducts, how: 'exact' | 'folded'): readonly PosProduct[] => {
  const named = how === 'exact' ? known.byName.get(name) : known.byFoldedName.get(foldedName(name));
  return (named ?? []).filter((product) => isSold(product, known.companyId));
};

/** The only one that is sold; where none is, why the first is not. */
const oneOf = (
  item: PosItem,
  candidates: readonly PosProduct[] | undefined,
  what: string,
  known: KnownProducts,
): Finding => {
  const [first] = candidates ?? [];
  if (candidates === undefined || first === undefined) return null;
  const sold = candidates.filter((product) => isSold(product, known.companyId));
  const [only] = sold;
  if (only === undefined) return soldOrNot(item, first, known);
  if (sold.length === 1) return { product: only, factor: '1' };
  return ambiguous(`${nameOf(item)}: its ${what} is that of ${sold.length} products: ${sold.map(shown).join(', ')}`);
};

const soldOrNot = (item: PosItem, product: PosProduct, known: KnownProducts): FoundPosProduct | PosObstacle => {
  const reasons = whyNotSold(product, known.companyId);
  if (reasons.length === 0) return { product, factor: '1' };
  return unknown(`${nameOf(item)} is product ${shown(product)}, but ${reasons.join(' and ')}; correct it in Odoo`);
};

const unknownProduct = (item: PosItem, connection: string): PosObstacle => {
  const [key = ''] = listingKeys(item);
  const how =
    key === ''
      ? 'correct it in Odoo'
      : `map it (conveyor listings map ${connection} ${quoted(key)} <product>), or correct it in Odoo`;
  return unknown(`${nameOf(item)} is no product that is known; ${how}`);
};

const unknown = (reason: string): PosObstacle => ({ kind: 'unknown-product', reason });
const ambiguous = (reason: string): PosObstacle => ({ kind: 'ambiguous-record', reason });

const isSameName = ({ name }: PosItem, product: PosProduct): boolean => foldedName(name) === foldedName(product.name);

const shown = ({ id, name }: PosProduct): string => `${id} (${name})`;

const nameOf = ({ name, itemId, odooItemId }: PosItem): string => {
  const ids = [
    ...(itemId === null ? [] : [`ItemID ${itemId}`]),
    ...(odooItemId === null ? [] : [`OdooItemID ${odooItemId}`]),
  ].join(', ');
  const named = name === '' ? 'An item without a name' : `"${name}"`;
  return ids === '' ? named : `${named} (${ids})`;
};

const quoted = (key: string): string => (/^[\w:.-]+$/.test(key) ? key : `'${key.replaceAll("'", String.raw`'\''`)}'`);
