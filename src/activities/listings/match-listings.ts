import type { Odoo } from '../../connectors/odoo/client.ts';
import { listUnmatched, recordMatches } from '../../store/marketplace-listings.ts';
import type { ListingMatch, UnmatchedListing } from '../../store/marketplace-listings.ts';
import type { ActivityDependencies, MarketplaceConnection } from '../dependencies.ts';
import { matchProduct } from './match-product.ts';

/** Lookups of so many travel to Odoo in one call. */
const batch = 500;

/**
 * Looks for the products of listings that have none, in the ways the connection names. What is mapped stays as it is; a new mapping makes
 * nothing dirty. Safe to repeat. @returns how many were found
 */
export const matchListings = async (
  { db }: Pick<ActivityDependencies, 'db'>,
  odoo: Odoo,
  connection: MarketplaceConnection,
  stillHeld: () => Promise<void>,
): Promise<number> => {
  let matched = 0;
  for (let after = ''; ;) {
    const listings = await listUnmatched(db, connection.id, { after, limit: batch });
    const last = listings.at(-1);
    if (last === undefined) return matched;
    const found = await Promise.all(listings.map((listing) => matchListing(odoo, connection, listing)));
    await stillHeld();
    matched += await recordMatches(db, connection.id, found);
    after = last.externalId;
  }
};

const matchListing = async (
  odoo: Odoo,
  { name, settings }: MarketplaceConnection,
  { externalId, internalId }: UnmatchedListing,
): Promise<ListingMatch> => {
  const { product: field } = settings.odoo.fields;
  const found = await matchProduct(
    odoo,
    settings.matchProductsBy,
    { mappedTo: null, internalId },
    field === undefined ? undefined : { field, externalId },
  );
  if ('product' in found) return { externalId, productId: found.product.id, templateId: found.product.templateId };
  const isNamed = internalId !== null && internalId !== '';
  return { externalId, problem: isNamed || field !== undefined ? found.why : `${name} has no id of ours for it` };
};
