import type { Listing } from './answers.ts';
import { listing } from './answers.ts';
import type { ApiClient } from './client.ts';
import { apiPath } from './client.ts';
import { Refusal } from './refusal.ts';

export interface ListingMapping {
  readonly connection: string;
  readonly externalId: string;
  /** Id of the variant, internal reference or barcode. */
  readonly product: string;
  /** Decimal string; undefined: as it is, at first 1. */
  readonly factor: string | undefined;
}

/**
 * Says which product a listing is. May be repeated. It goes through the import, which asks Odoo: a short barcode looks like an id, and only
 * Odoo knows which it is.
 */
export const mapListing = async (client: ApiClient, mapping: ListingMapping): Promise<Listing> => {
  const { connection, externalId, product } = mapping;
  const factor = mapping.factor ?? (await findListing(client, mapping))?.factor ?? '1';
  const csv = [csvHeader, [externalId, product, factor].map(csvCell).join(',')].join('\n');
  await client.postText(apiPath('listings', connection, 'import'), 'text/csv', csv);
  const mapped = await findListing(client, mapping);
  if (mapped !== undefined) return mapped;
  throw new Refusal(`${connection} has no listing ${externalId} after the import: look at \`listings list\`.`);
};

/** The search finds parts of ids too. */
const findListing = async (
  client: ApiClient,
  { connection, externalId }: ListingMapping,
): Promise<Listing | undefined> => {
  const { items } = await client.list(listing, apiPath('listings'), { connection, q: externalId }, Infinity);
  return items.find((item) => item.externalId === externalId);
};

const csvHeader = 'external_id,product,factor';

const csvCell = (text: string): string => (/[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
