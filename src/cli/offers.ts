import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { Offer, ReconciliationRow } from './answers.ts';
import { offer, pushedOffers, reconciliationRow } from './answers.ts';
import type { Cli, JsonOption } from './cli.ts';
import { addCommand } from './cli.ts';
import { apiPath } from './client.ts';
import { latestReport, reportInWords } from './offer-report.ts';
import { limitOption } from './options.ts';
import { formatTable } from './table.ts';
import { UsageError } from './usage-error.ts';
import { counted, moment } from './words.ts';

interface ListOptions extends JsonOption {
  readonly connection?: string;
  readonly product?: number;
  readonly search?: string;
  readonly pending?: boolean;
  readonly refused?: boolean;
  readonly limit: number;
}

interface ReportOptions extends JsonOption {
  readonly csv?: boolean;
  readonly limit: number;
}

/** `offers list|push|report`: price and stock as the marketplaces were told them. */
export const addOfferCommands = (program: Command, cli: Cli): void => {
  const group = program.command('offers').description('price and stock as the marketplaces were told them');

  addCommand(group, 'list', 'what each listing was told last, and what waits')
    .option('--connection <id>', 'only of this connection')
    .option('--product <id>', 'only of this product.product of Odoo', productId)
    .option('--search <text>', 'only those with this number or name')
    .option('--pending', 'only those that wait to be pushed')
    .option('--refused', 'only those the marketplace refused')
    .addOption(limitOption())
    .action(async (options: ListOptions) => {
      const { connection, product, search, pending, refused, limit } = options;
      const query = {
        connection,
        product,
        q: search,
        pending: pending === true ? true : undefined,
        refused: refused === true ? true : undefined,
      };
      const answer = await cli.client().list(offer, apiPath('offers'), query, limit);
      cli.print(options, answer, () => offerTable(answer.items));
    });

  addCommand(group, 'push', 'send price and stock as they are now, whatever was pushed before')
    .argument('<connection>', 'id of the connection')
    .argument('[productIds...]', 'ids of variants in Odoo; none: everything that is listed', collectProducts)
    .action(async (connection: string, productIds: readonly number[] | undefined, options: JsonOption) => {
      const body = productIds === undefined || productIds.length === 0 ? {} : { productIds };
      const answer = await cli.client().post(pushedOffers, apiPath('offers', connection, 'push'), body);
      cli.print(
        options,
        answer,
        () =>
          `${counted(answer.listings, 'listing')} of ${connection} will be sent; \`sync ${connection} offers\` waits for it`,
      );
    });

  addCommand(group, 'report', 'what a reconciliation found; the newest one where no id is given')
    .argument('<connection>', 'id of the connection')
    .argument('[id]', 'id of the report')
    .option('--csv', 'all of it as CSV')
    .addOption(limitOption())
    .action(async (connection: string, id: string | undefined, options: ReportOptions) => {
      if (options.csv === true && options.json === true)
        throw new UsageError('offers report: either --csv or --json, not both');
      const client = cli.client();
      const summary = await latestReport(client, connection, id);
      const path = apiPath('offers', connection, 'reconciliations', summary.id);
      if (options.csv === true) {
        cli.terminal.out((await client.getText(path, { format: 'csv' })).trimEnd());
        return;
      }
      const { items, next } = await client.list(reconciliationRow, path, {}, options.limit);
      cli.print(options, { ...summary, items, next }, () =>
        [reportInWords(summary), ...(items.length === 0 ? [] : ['', rowTable(items)])].join('\n'),
      );
    });
};

const productId = (text: string): number => {
  if (/^[1-9]\d{0,9}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('wanted the id of a variant in Odoo, for example 904');
};

const collectProducts = (text: string, previous: readonly number[] | undefined): readonly number[] => [
  ...(previous ?? []),
  productId(text),
];

const offerTable = (items: readonly Offer[]): string =>
  formatTable(
    items,
    [
      { title: 'connection', value: (item) => item.connection },
      { title: 'external id', value: (item) => item.externalId },
      { title: 'product', value: (item) => item.productId },
      { title: 'price', value: (item) => item.price },
      { title: 'stock', value: (item) => item.stock },
      { title: 'pushed', value: (item) => moment(item.pushedAt) },
      { title: 'waits', value: (item) => (item.pending ? `since ${moment(item.changedAt)}` : null) },
      { title: 'name', value: (item) => item.name },
      { title: 'refused', value: (item) => item.refused },
    ],
    'No offers.',
  );

const rowTable = (items: readonly ReconciliationRow[]): string =>
  formatTable(
    items,
    [
      { title: 'external id', value: (item) => item.externalId },
      { title: 'product', value: (item) => item.productId },
      { title: 'our price', value: (item) => item.ourPrice },
      { title: 'theirs', value: (item) => item.theirPrice },
      { title: 'our stock', value: (item) => item.ourStock },
      { title: 'theirs', value: (item) => item.theirStock },
      { title: 'name', value: (item) => item.name },
      { title: 'why', value: (item) => item.why },
    ],
    'Nothing differs.',
  );
