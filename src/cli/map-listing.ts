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
  readonly factor: string | undefined;
}

/** Says which product a listing is. May be repeated. */
export const mapListing = async (client: ApiClient, mapping: ListingMapping): Promise<Listing> => {
  const { connection, externalId, product, factor } = mapping;
  const path = apiPath('listings', connection, externalId);
  if (isId(product))
    return client.put(listing, path, {
      productId: Number(product),
      enabled: true,
      ...(factor === undefined ? {} : { factor }),
    });
  // A reference or a barcode has to be looked up in Odoo, which is what the import does.
  const csv = [csvHeader, [externalId, product, factor ?? ''].map(csvCell).join(',')].join('\n');
  await client.postText(apiPath('listings', connection, 'import'), 'text/csv', csv);
  const { items } = await client.list(listing, apiPath('listings'), { connection, q: externalId }, 500);
  const mapped = items.find((item) => item.externalId === externalId);
  if (mapped === undefined)
    throw new Refusal(`${connection} has no listing ${externalId} after the import: look at \`listings list\`.`);
  return mapped;
};

const largestId = 2_147_483_647;

/** Digits are an id as long as they can be one: a barcode has thirteen. */
const isId = (product: string): boolean => /^\d+$/u.test(product) && Number(product) <= largestId;

const csvHeader = 'external_id,product,factor';

const csvCell = (text: string): string => (/[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
