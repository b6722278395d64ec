import type { OfferSettings } from '../../config/connections/marketplace.ts';
import { decideOffer } from '../../domain/offer-decision.ts';
import { offerDifference } from '../../domain/offer-difference.ts';
import type { ShownOffer } from '../../domain/offer-difference.ts';
import type { ProductValues } from '../../domain/offers.ts';
import { listPushable } from '../../store/compared-listings.ts';
import type { PushableListing } from '../../store/compared-listings.ts';
import { addDifferences } from '../../store/reconciliations.ts';
import type { NewDifference } from '../../store/reconciliations.ts';
import { odooConnection, watchingHealth } from '../connection-health.ts';
import type { ActivityDependencies, MarketplaceConnection } from '../dependencies.ts';

/** Products read in one go. */
const batch = 500;

export interface Comparison {
  /** Of the reconciliation. */
  readonly id: string;
  readonly connection: MarketplaceConnection;
  /** When the marketplace's list began to be read; null: it tells neither prices nor stock. */
  readonly listedSince: Date | null;
  /** Awaited before what differs is stored. */
  readonly stillHeld: () => Promise<void>;
}

/**
 * Compares every listing that can be pushed with what it is to show, page by page, and stores those that differ. What waits to be pushed is
 * left out: it is on its way. @returns how many were compared
 */
export const compareOffers = async (deps: ActivityDependencies, comparison: Comparison): Promise<number> => {
  let compared = 0;
  for (let after = ''; ;) {
    const page = await listPushable(deps.db, comparison.connection.id, { after, limit: batch });
    const last = page.at(-1);
    if (last === undefined) return compared;
    const listings = page.filter(({ isPending }) => !isPending);
    const values = await readValues(deps, comparison.connection, listings);
    const differences = listings.flatMap((listing) => differenceOf(comparison, listing, values.get(listing.productId)));
    await comparison.stillHeld();
    await addDifferences(deps.db, comparison.id, differences);
    compared += listings.length;
    after = last.externalId;
  }
};

const readValues = async (
  deps: ActivityDependencies,
  { settings }: MarketplaceConnection,
  listings: readonly PushableListing[],
): Promise<ReadonlyMap<number, ProductValues>> => {
  const productIds = [...new Set(listings.map(({ productId }) => productId))];
  if (productIds.length === 0) return new Map();
  const { price, stock, warehouses } = settings.offers;
  return watchingHealth(deps.db, odooConnection, async () =>
    (await deps.odoo()).readProductValues({ productIds, price, stock, warehouses }),
  );
};

const differenceOf = (
  { connection, listedSince }: Comparison,
  listing: PushableListing,
  values: ProductValues | undefined,
): readonly NewDifference[] => {
  const difference = offerDifference({
    // What was pushed and refused before has no say in what it is to show.
    ours: decideOffer(values, rulesOf(connection.settings.offers, listing), {
      last: null,
      lastPrice: listing.lastPrice,
      refused: null,
    }),
    shown: shownOf(listing, listedSince),
    pushed: listing.pushed,
    pushedAt: listing.pushedAt,
    refused: listing.refused,
  });
  return difference === null ? [] : [{ ...difference, externalId: listing.externalId, productId: listing.productId }];
};

const rulesOf = ({ buffer, minStock, allowZeroPrice }: OfferSettings, { factor }: PushableListing) => ({
  factor,
  buffer,
  minStock,
  allowZeroPrice,
});

const shownOf = (listing: PushableListing, listedSince: Date | null): ShownOffer | 'not-listed' | null => {
  if (listedSince === null) return null;
  const { seenAt, pushedAt, shownPrice: price, shownStock: stock } = listing;
  if (seenAt === null || seenAt < listedSince) return 'not-listed';
  // It was told something after the list was asked for.
  if (pushedAt !== null && pushedAt >= seenAt) return null;
  return { price, stock };
};
