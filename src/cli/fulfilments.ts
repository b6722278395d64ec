import type { Command } from 'commander';
import { Option } from 'commander';
import { act } from './act.ts';
import { startedSync } from './answers.ts';
import type { Cli, JsonOption } from './cli.ts';
import { addCommand } from './cli.ts';
import { apiPath } from './client.ts';
import { findFulfilment } from './find-fulfilment.ts';
import { followShipment } from './follow-shipment.ts';
import { fulfilment, fulfilmentDetail } from './fulfilment-answers.ts';
import type { Fulfilment } from './fulfilment-answers.ts';
import { fulfilmentInWords, fulfilmentTable } from './fulfilment-words.ts';
import { defaultReason, isoMoment, limitOption, reasonOption, waitOption, odooIdArgument } from './options.ts';

interface ListOptions extends JsonOption {
  readonly attention?: boolean;
  readonly connection?: string;
  readonly stage?: string;
  readonly since?: string;
  readonly limit: number;
}

interface OneOptions extends JsonOption {
  readonly connection?: string;
}

interface SendOptions extends JsonOption {
  /** Seconds. */
  readonly wait: number;
}

interface ActOptions extends OneOptions {
  readonly reason?: string;
  /** Seconds. */
  readonly wait: number;
}

const numberHelp = "(<number>: name or id of the sale order, the prep centre's id, or the tracking number)";

/** `fulfilments list|show|retry|skip|cancel|check|send`: sale orders that a prep centre ships. */
export const addFulfilmentCommands = (program: Command, cli: Cli): void => {
  const group = program.command('fulfilments').description('sale orders that a prep centre ships');

  addCommand(group, 'list', 'newest first')
    .option('--attention', 'only those that wait for a person')
    .option('--connection <id>', 'only of this connection')
    .option('--stage <stage>', 'only at this stage, for example sent')
    .addOption(new Option('--since <time>', 'only changed since then').argParser(isoMoment))
    .addOption(limitOption())
    .action(async ({ connection, stage, since, attention, limit, ...options }: ListOptions) => {
      const query = { connection, stage, since, attention: attention === true ? true : undefined };
      const answer = await cli.client().list(fulfilment, apiPath('fulfilments'), query, limit);
      cli.print(options, answer, () => fulfilmentTable(answer.items));
    });

  addOne(group, 'show <number>', 'one shipment: both sides, receiver, lines and what happened').action(
    async (number: string, options: OneOptions) => {
      const client = cli.client();
      const found = await findFulfilment(client, number, options.connection);
      const detail = await client.get(fulfilmentDetail, pathOf(found));
      cli.print(options, detail, () => fulfilmentInWords(detail));
    },
  );

  addAction(group, 'retry <number>', 'try again from the step that failed').action(
    async (number: string, options: ActOptions) => actOnShipment(cli, 'retry', number, {}, options),
  );
  addAction(group, 'check <number>', 'ask the prep centre after it at once').action(
    async (number: string, options: ActOptions) => actOnShipment(cli, 'check', number, {}, options),
  );
  for (const action of ['skip', 'cancel'] as const)
    addAction(group, `${action} <number>`, descriptions[action])
      .addOption(reasonOption())
      .action(async (number: string, options: ActOptions) =>
        actOnShipment(cli, action, number, { reason: options.reason ?? defaultReason }, options),
      );

  addCommand(group, 'send <connection>', 'have one sale order shipped, whatever the rule of the connection says')
    .addArgument(odooIdArgument('<saleOrderId>', 'id of the sale order in Odoo'))
    .addOption(waitOption())
    .action(async (connection: string, saleOrderId: number, options: SendOptions) =>
      send(cli, { connection, saleOrderId }, options),
    );
};

const descriptions = {
  skip: 'close it without doing the rest; the prep centre is told nothing',
  cancel: 'end it, unless it is at the prep centre',
} as const;

const addOne = (group: Command, usage: string, description: string): Command =>
  addCommand(group, usage, `${description} ${numberHelp}`).option(
    '--connection <id>',
    'where more than one connection has that number',
  );

const addAction = (group: Command, usage: string, description: string): Command =>
  addOne(group, usage, description).addOption(waitOption());

const pathOf = ({ connection, saleOrderId }: Fulfilment): string =>
  apiPath('fulfilments', connection, String(saleOrderId));

const send = async (
  cli: Cli,
  asked: { readonly connection: string; readonly saleOrderId: number },
  options: SendOptions,
): Promise<void> => {
  const client = cli.client();
  const started = await client.post(startedSync, apiPath('fulfilments'), asked);
  const { shipment, error } = await followShipment(client, asked, started, options.wait * 1000);
  if (error !== null || shipment?.attention != null) cli.failed();
  cli.print(options, { ...started, shipment: shipment ?? null, error }, () => {
    if (error !== null) return `not sent: ${error}`;
    if (shipment?.centre != null) return `sent\n${fulfilmentTable([shipment])}`;
    if (shipment?.attention != null) return `not sent: it waits for a person: ${shipment.attention.reason}`;
    const why = shipment?.waitsFor == null ? '' : ` (it waits for ${shipment.waitsFor})`;
    return `send: accepted${why}; \`fulfilments show ${asked.saleOrderId}\` tells how it goes on`;
  });
};

const actOnShipment = async (
  cli: Cli,
  action: 'retry' | 'skip' | 'cancel' | 'check',
  number: string,
  body: object,
  options: ActOptions,
): Promise<void> => {
  const before = await findFulfilment(cli.client(), number, options.connection);
  const accepted = `${before.number}; \`fulfilments show ${before.saleOrderId}\``;
  const asked = { action, path: pathOf(before), body, before, schema: fulfilment, accepted, table: fulfilmentTable };
  await act(cli, asked, options);
};
