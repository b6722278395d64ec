import { databaseTime } from '../../store/finished-runs.ts';
import { noteShownListings } from '../../store/marketplace-listings.ts';
import type { ActivityDependencies, MarketplaceConnection } from '../dependencies.ts';

/** More pages than any marketplace has listings for: a list that never ends is not followed for ever. */
const pagesAtMost = 20_000;

export interface ListReading {
  readonly pages: number;
  /** Listings, each counted once. */
  readonly seen: number;
  /** Listings that were not known before. */
  readonly new: number;
  /** Entries without any id. */
  readonly unreadable: number;
  /** Whether the list told any price or stock. */
  readonly tellsOffers: boolean;
}

/**
 * Reads the marketplace's own list of our listings, page by page, into their rows. Safe to repeat.
 *
 * @param stillHeld awaited before each page is stored; throws when it must not be
 * @throws Failure of the first page that could not be read; the pages before it are stored
 */
export const readMarketplaceList = async (
  { db }: Pick<ActivityDependencies, 'db'>,
  connection: MarketplaceConnection,
  stillHeld: () => Promise<void>,
): Promise<ListReading> => {
  const ids = new Set<string>();
  let reading: ListReading = { pages: 0, seen: 0, new: 0, unreadable: 0, tellsOffers: false };
  for (let page = 1; page <= pagesAtMost; page += 1) {
    const seenAt = await databaseTime(db);
    const { listings, last, unreadable } = await connection.marketplace.readListings(page);
    await stillHeld();
    const before = ids.size;
    for (const { externalId } of listings) ids.add(externalId);
    const isNew = await noteShownListings(db, connection.id, { seenAt, listings });
    reading = {
      pages: page,
      seen: ids.size,
      new: reading.new + isNew,
      unreadable: reading.unreadable + unreadable,
      tellsOffers: reading.tellsOffers || listings.some(({ price, stock }) => price !== null || stock !== null),
    };
    // A marketplace that does not page gives the same page for ever.
    if (last || ids.size === before) return reading;
  }
  throw new Error(`The listings of ${connection.name} do not end after ${pagesAtMost} pages`);
};
