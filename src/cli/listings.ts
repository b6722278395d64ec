import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Listing } from './answers.ts';
import { importedListings, listing } from './answers.ts';
import type { Cli, JsonOption } from './cli.ts';
import { addCommand } from './cli.ts';
import { apiPath } from './client.ts';
import { mapListing } from './map-listing.ts';
import { limitOption, positiveDecimal } from './options.ts';
import { Refusal } from './refusal.ts';
import { formatTable } from './table.ts';
import { counted } from './words.ts';

interface ListOptions extends JsonOption {
  readonly connection?: string;
  readonly unmapped?: boolean;
  readonly search?: string;
  readonly limit: number;
}

interface MapOptions extends JsonOption {
  readonly factor?: string;
}

/** `listings list|map|import`: which product of Odoo stands behind which product of a marketplace, a point of sale or a prep centre. */
export const addListingCommands = (program: Command, cli: Cli): void => {
  const group = program.command('listings').description('which product of Odoo is which product of the other side');

  addCommand(group, 'list', 'listings and their products')
    .option('--unmapped', 'only those without a product')
    .option('--connection <id>', 'only of this connection')
    .option('--search <text>', 'only those with this number or name')
    .addOption(limitOption())
    .action(async (options: ListOptions) => {
      const { connection, unmapped, search, limit } = options;
      const query = { connection, q: search, unmapped: unmapped === true ? true : undefined };
      const answer = await cli.client().list(listing, apiPath('listings'), query, limit);
      cli.print(options, answer, () => listingTable(answer.items));
    });

  addCommand(
    group,
    'map <connection> <externalId> <product>',
    'say which product it is: the id of the variant in Odoo, its internal reference or its barcode (<externalId> at a point of sale: ItemID, or name:<ItemName>; at a prep centre: its id of the product)',
  )
    .addOption(
      new Option('--factor <n>', 'units of the product in one of the listing: 144 for a box of 144').argParser(
        positiveDecimal,
      ),
    )
    .action(async (connection: string, externalId: string, product: string, options: MapOptions) => {
      const mapped = await mapListing(cli.client(), { connection, externalId, product, factor: options.factor });
      cli.print(
        options,
        mapped,
        () =>
          `${listingTable([mapped])}\nWhat waits for it goes on after a retry: \`attention retry --filter kind=unknown-product\`, of shipments kind=missing-fields.`,
      );
    });

  addCommand(
    group,
    'import <connection> <file>',
    'say which products many listings are: a CSV with the header external_id,product,factor; all of it or nothing',
  ).action(async (connection: string, file: string, options: JsonOption) => {
    const answer = await cli
      .client()
      .postText(apiPath('listings', connection, 'import'), 'text/csv', await readTable(file));
    cli.print(options, answer, () => `${counted(importedListings.parse(answer).imported, 'listing')} mapped`);
  });
};

const readTable = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Refusal(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
};

const listingTable = (items: readonly Listing[]): string =>
  formatTable(
    items,
    [
      { title: 'connection', value: (item) => item.connection },
      { title: 'external id', value: (item) => item.externalId },
      { title: 'product', value: (item) => item.productId },
      { title: 'factor', value: (item) => item.factor },
      { title: 'name', value: (item) => item.name },
      { title: 'enabled', value: (item) => (item.enabled === false ? 'no' : 'yes') },
      { title: 'problem', value: (item) => item.problem },
    ],
    'No listings.',
  );
