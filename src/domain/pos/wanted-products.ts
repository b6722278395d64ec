import type { PosItem, PosOrder } from './pos-order.ts';
import type { PosPlanSettings } from './plan-settings.ts';
import { soldItemsOf } from './sold-items.ts';

/** A product that a listing of the connection names. */
export interface PosListing {
  readonly productId: number;
  /** Units of the product in one of the listing. */
  readonly factor: string;
}

/** Listings of a connection that have a product and are enabled, by external id. */
export type PosListings = ReadonlyMap<string, PosListing>;

/** What Odoo is to be asked for (`OdooPos.findProducts`). */
export interface WantedProducts {
  readonly ids: readonly number[];
  readonly codes: readonly string[];
  readonly barcodes: readonly string[];
  readonly names: readonly string[];
}

const largestId = 2_147_483_647;

/** External ids of the listings an item may have: its ItemID, and `name:<ItemName>`. */
export const listingKeys = ({ itemId, name }: PosItem): readonly string[] => [
  ...(itemId === null ? [] : [itemId]),
  ...(name === '' ? [] : [`name:${name}`]),
];

/** External ids of all listings that the items of some orders may have. */
export const wantedListings = (
  orders: readonly PosOrder[],
  settings: Pick<PosPlanSettings, 'bundleParts'>,
): readonly string[] => [...new Set(soldItemsOf(orders, settings).flatMap(listingKeys))];

/** ItemID as the id of a product; null where it can be none. */
export const internalId = ({ itemId }: PosItem): number | null => {
  if (itemId === null || !/^[1-9]\d{0,9}$/.test(itemId)) return null;
  const id = Number(itemId);
  return id <= largestId ? id : null;
};

/** Everything by which the products of some orders may be found. */
export const wantedProducts = (
  orders: readonly PosOrder[],
  listings: PosListings,
  settings: Pick<PosPlanSettings, 'bundleParts' | 'matchProductsBy'>,
): WantedProducts => {
  const ids = new Set<number>();
  const codes = new Set<string>();
  const barcodes = new Set<string>();
  const names = new Set<string>();
  const rules = new Set(settings.matchProductsBy);
  for (const item of soldItemsOf(orders, settings)) {
    if (rules.has('odoo-item-id') && item.odooItemId !== null) ids.add(item.odooItemId);
    if (rules.has('listing')) {
      for (const key of listingKeys(item)) {
        const listing = listings.get(key);
        if (listing !== undefined) ids.add(listing.productId);
      }
    }
    const id = internalId(item);
    if (rules.has('internal-id') && id !== null) ids.add(id);
    if (item.itemId !== null && rules.has('default-code')) codes.add(item.itemId);
    if (item.itemId !== null && rules.has('barcode')) barcodes.add(item.itemId);
    if (item.name !== '' && (rules.has('name') || rules.has('internal-id'))) names.add(item.name);
  }
  return { ids: [...ids], codes: [...codes], barcodes: [...barcodes], names: [...names] };
};
