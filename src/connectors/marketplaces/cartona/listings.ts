import { z } from 'zod';
import { readAmount } from '../../../domain/amount.ts';
import type { ListingsPage, MarketplaceListing } from '../port.ts';
import { internalIdFields, listingId, supplierIdFields } from './product-ids.ts';

const entrySchema = z.record(z.string(), z.unknown());

type Entry = z.output<typeof entrySchema>;

/** Reads the entries of `supplier-product`. One that has no id at all is no listing and only counted. */
export const readListings = (entries: readonly unknown[]): Omit<ListingsPage, 'last'> => {
  const listings = entries.map(readListing).filter((listing) => listing !== null);
  return { listings, unreadable: entries.length - listings.length };
};

const readListing = (raw: unknown): MarketplaceListing | null => {
  const entry = entrySchema.safeParse(raw);
  if (!entry.success) return null;
  const internalId = firstText(entry.data, internalIdFields);
  const externalId = listingId(firstText(entry.data, supplierIdFields), internalId);
  if (externalId === null) return null;
  return {
    externalId,
    internalId,
    name: firstText(entry.data, ['product_name', 'name']),
    price: amountOf(entry.data['selling_price']),
    stock: stockOf(entry.data),
  };
};

/** Ids are strings that now and then come as numbers; blank is the same as missing. */
const firstText = (entry: Entry, fields: readonly string[]): string | null => {
  for (const field of fields) {
    const value = entry[field];
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    if (text !== '') return text;
  }
  return null;
};

/** What cannot be read in only one way is not told at all. */
const amountOf = (value: unknown): string | null => {
  const reading = readAmount(value);
  return reading.ok ? reading.amount : null;
};

const stockOf = (entry: Entry): number | null => {
  // Such a listing shows no quantity, whatever the field holds.
  if (entry['is_unlimited_stock'] === true) return null;
  const amount = amountOf(entry['available_stock_quantity']);
  const stock = amount === null ? Number.NaN : Number(amount);
  return Number.isSafeInteger(stock) ? stock : null;
};
