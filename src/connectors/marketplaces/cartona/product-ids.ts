/** Cartona's id of a product; its own product list has the second spelling (supplier API page, sic). */
export const supplierIdFields = [
  'supplier_product_id',
  'suppler_prodcut_id',
  'suppler_product_id',
  'supplier_prodcut_id',
] as const;

/** Cartona's copy of our own id. */
export const internalIdFields = ['internal_product_id'] as const;

const prefix = 'internal:';

/** The name of a listing: Cartona's id, or `internal:<our id>` where it has none; null without either. */
export const listingId = (supplierId: string | null, internalId: string | null): string | null => {
  if (supplierId !== null) return supplierId;
  return internalId === null ? null : `${prefix}${internalId}`;
};

/** Our own id in the name of a listing that goes by it; null where the name is Cartona's id. */
export const internalIdOf = (externalId: string): string | null =>
  externalId.startsWith(prefix) ? externalId.slice(prefix.length) : null;
