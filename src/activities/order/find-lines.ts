import type { OdooProduct } from '../../connectors/odoo/client.ts';
import { divideRounded, multiply } from '../../domain/money.ts';
import type { MarketplaceLine } from '../../domain/marketplace-order.ts';
import type { WrittenLine } from '../../domain/order-row.ts';
import { getListings, noteListings } from '../../store/listings.ts';
import type { ListingRecord } from '../../store/listings.ts';
import { matchProduct } from '../listings/match-product.ts';
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
  const found = await matchProduct(odoo, connection.settings.matchProductsBy, {
    mappedTo: listing?.enabled === true ? listing.productId : null,
    internalId: line.internalId,
  });
  if ('product' in found)
    return writtenLine(line, found.product, found.way === 'listing' ? (listing?.factor ?? '1') : '1');
  return { line, missing: `Line ${line.externalId} (listing ${line.listingId}, ${line.name}): ${found.why}.` };
};

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
