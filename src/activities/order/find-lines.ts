import type { OdooProduct, ProductKey } from '../../connectors/odoo/client.ts';
import { divideRounded, multiply } from '../../domain/money.ts';
import type { MarketplaceLine } from '../../domain/marketplace-order.ts';
import type { WrittenLine } from '../../domain/order-row.ts';
import { getListings, noteListings } from '../../store/listings.ts';
import type { ListingRecord } from '../../store/listings.ts';
import { AttentionNeeded } from './attention-needed.ts';
import type { ImportContext } from './order-context.ts';

/**
 * The lines as they go into the sale order: the product of each is found in the ways the connection names, in that order.
 * A line whose product nobody knows holds the whole order, or is left out where the connection says so.
 *
 * @throws AttentionNeeded `unknown-product`, naming each line
 */
export const findLines = async (context: ImportContext): Promise<readonly WrittenLine[]> => {
  const { deps, key, order, connection } = context;
  if (order.lines.length === 0) {
    throw new AttentionNeeded(
      'import',
      'bad-payload',
      `Order ${order.number} has no lines: order_details is empty or all of it is cancelled.`,
    );
  }
  const listings = await getListings(
    deps.db,
    key.connection,
    order.lines.map((line) => line.listingId),
  );
  const byId = new Map(listings.map((listing) => [listing.externalId, listing]));
  const found = await Promise.all(order.lines.map((line) => findLine(context, line, byId.get(line.listingId))));
  const unknown = found.filter((entry) => 'missing' in entry);
  if (unknown.length === 0) return found.flatMap((entry) => ('missing' in entry ? [] : [entry]));
  await noteListings(
    deps.db,
    key.connection,
    unknown.map(({ line }) => ({ externalId: line.listingId, name: line.name, internalId: line.internalId })),
  );
  const reason = unknown.map((entry) => entry.missing).join(' ');
  if (connection.settings.unknownProduct === 'hold' || unknown.length === found.length) {
    throw new AttentionNeeded(
      'import',
      'unknown-product',
      `${reason} Map the listing to a product (listings map ${key.connection} <listing> <product>) and retry.`,
    );
  }
  return found.map((entry) => ('missing' in entry ? skippedLine(entry.line) : entry));
};

interface MissingProduct {
  readonly line: MarketplaceLine;
  readonly missing: string;
}

const findLine = async (
  { odoo, connection }: ImportContext,
  line: MarketplaceLine,
  listing: ListingRecord | undefined,
): Promise<WrittenLine | MissingProduct> => {
  const seen: string[] = [];
  for (const way of connection.settings.matchProductsBy) {
    const keyOf = productKey(way, line, listing);
    if (keyOf === null) continue;
    const verdict = usableProduct(keyOf, await odoo.findProducts(keyOf));
    if ('product' in verdict)
      return writtenLine(line, verdict.product, way === 'listing' ? (listing?.factor ?? '1') : '1');
    seen.push(verdict.why);
  }
  const tried = seen.length === 0 ? 'it is mapped to no product' : seen.join('; ');
  return { line, missing: `Line ${line.externalId} (listing ${line.listingId}, ${line.name}): ${tried}.` };
};

const productKey = (
  way: 'listing' | 'internal-id' | 'default-code' | 'barcode',
  line: MarketplaceLine,
  listing: ListingRecord | undefined,
): ProductKey | null => {
  switch (way) {
    case 'listing':
      return listing?.enabled === true && listing.productId !== null ? { by: 'id', value: listing.productId } : null;
    case 'internal-id':
      return line.internalId !== null && databaseId.test(line.internalId)
        ? { by: 'id', value: Number(line.internalId) }
        : null;
    case 'default-code':
    case 'barcode':
      return line.internalId === null ? null : { by: way, value: line.internalId };
  }
};

/** A PostgreSQL integer: anything longer is no id of Odoo and would be an error there. */
const databaseId = /^[1-9]\d{0,8}$/;

const usableProduct = (
  keyOf: ProductKey,
  products: readonly OdooProduct[],
): { product: OdooProduct } | { why: string } => {
  const name = `${wordOf[keyOf.by]} ${String(keyOf.value)}`;
  const usable = products.filter((product) => product.active && product.saleOk);
  const [only] = usable;
  if (only !== undefined && usable.length === 1) return { product: only };
  if (usable.length > 1) return { why: `${usable.length} products in Odoo have ${name}` };
  if (products.length > 0) return { why: `the product with ${name} is archived or not for sale` };
  return { why: `no product in Odoo has ${name}` };
};

const wordOf = { id: 'id', 'default-code': 'internal reference', barcode: 'barcode' } as const;

/** More than Odoo keeps of a price (two by default, set under Decimal Accuracy). */
const priceDigits = 10;

/** A listing of a box of 144 units is 144 times the quantity at a 144th of the price. */
const writtenLine = (line: MarketplaceLine, product: OdooProduct, factor: string): WrittenLine => ({
  externalId: line.externalId,
  productId: product.id,
  quantity: multiply(line.quantity, factor),
  unitPrice: divideRounded(line.unitPrice, factor, priceDigits),
  name: line.comment === null ? line.name : `${line.name}\n${line.comment}`,
  skipped: false,
});

const skippedLine = (line: MarketplaceLine): WrittenLine => ({
  externalId: line.externalId,
  productId: null,
  quantity: line.quantity,
  unitPrice: line.unitPrice,
  name: line.name,
  skipped: true,
});
