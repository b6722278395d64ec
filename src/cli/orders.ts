import type { Command } from 'commander';
import { Option } from 'commander';
import { act } from './act.ts';
import type { Order } from './answers.ts';
import { order, orderDetail } from './answers.ts';
import type { Cli, JsonOption } from './cli.ts';
import { addCommand } from './cli.ts';
import { apiPath } from './client.ts';
import { findOrder } from './find-order.ts';
import { defaultReason, isoMoment, limitOption, reasonOption, waitOption } from './options.ts';
import { orderInWords, orderTable } from './order-words.ts';

interface ListOptions extends JsonOption {
  readonly attention?: boolean;
  readonly connection?: string;
  readonly stage?: string;
  readonly since?: string;
  readonly limit: number;
}

interface OneOrderOptions extends JsonOption {
  readonly connection?: string;
}

interface ActOptions extends OneOrderOptions {
  readonly reason?: string;
  readonly wait: number;
}

/** `orders list|show|retry|skip|cancel|otp`. */
export const addOrderCommands = (program: Command, cli: Cli): void => {
  const group = program.command('orders').description('orders of the marketplaces');

  addCommand(group, 'list', 'newest first')
    .option('--attention', 'only those that wait for a person')
    .option('--connection <id>', 'only of this connection')
    .option('--stage <stage>', 'only at this stage, for example acknowledged')
    .addOption(sinceOption())
    .addOption(limitOption())
    .action(async (options: ListOptions) => {
      const { connection, stage, since, attention, limit } = options;
      const query = { connection, stage, since, attention: attention === true ? true : undefined };
      const answer = await cli.client().list(order, apiPath('orders'), query, limit);
      cli.print(options, answer, () => orderTable(answer.items));
    });

  addOrderCommand(group, 'show <number>', 'one order: both sides, lines and what happened').action(
    async (number: string, options: OneOrderOptions) => {
      const client = cli.client();
      const found = await findOrder(client, number, options.connection);
      const detail = await client.get(orderDetail, orderPath(found));
      cli.print(options, detail, () => orderInWords(detail));
    },
  );

  addAction(group, 'retry <number>', 'try again from the step that failed').action(
    async (number: string, options: ActOptions) => actOnOrder(cli, 'retry', number, {}, options),
  );
  addAction(group, 'skip <number>', 'close the order without doing it')
    .addOption(reasonOption())
    .action(async (number: string, options: ActOptions) => actOnOrder(cli, 'skip', number, reasonOf(options), options));
  addAction(group, 'cancel <number>', 'cancel on both sides, if nothing left the house')
    .addOption(reasonOption())
    .action(async (number: string, options: ActOptions) =>
      actOnOrder(cli, 'cancel', number, reasonOf(options), options),
    );
  addAction(
    group,
    'otp <number> <otp>',
    "give the customer's one-time password, so that the delivery can be told",
  ).action(async (number: string, otp: string, options: ActOptions) =>
    actOnOrder(cli, 'otp', number, { otp }, options),
  );
};

const sinceOption = (): Option => new Option('--since <time>', 'only changed since then').argParser(isoMoment);

const addOrderCommand = (group: Command, usage: string, description: string): Command =>
  addCommand(group, usage, `${description} (<number>: external id, display number or Odoo order name)`).option(
    '--connection <id>',
    'where more than one marketplace has that number',
  );

const addAction = (group: Command, usage: string, description: string): Command =>
  addOrderCommand(group, usage, description).addOption(waitOption());

const reasonOf = (options: ActOptions) => ({ reason: options.reason ?? defaultReason });

const orderPath = (found: Order): string => apiPath('orders', found.connection, found.externalId);

const actOnOrder = async (
  cli: Cli,
  action: string,
  number: string,
  body: object,
  options: ActOptions,
): Promise<void> => {
  const before = await findOrder(cli.client(), number, options.connection);
  const accepted = `${before.number}; \`orders show ${before.number}\``;
  const asked = { action, path: orderPath(before), body, before, schema: order, accepted, table: orderTable };
  await act(cli, asked, options);
};
