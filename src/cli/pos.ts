import { Option } from 'commander';
import type { Command } from 'commander';
import { act } from './act.ts';
import type { Cli, JsonOption } from './cli.ts';
import { addCommand } from './cli.ts';
import { apiPath } from './client.ts';
import { findPosOrder } from './find-pos-order.ts';
import { defaultReason, isoMoment, limitOption, reasonOption, waitOption } from './options.ts';
import { posOrder, posOrderDetail, posRun, posStatus } from './pos-answers.ts';
import { posOrderInWords, posOrderTable, posRunTable, posStatusInWords } from './pos-words.ts';

interface ListOptions extends JsonOption {
  readonly state?: string;
  readonly attention?: boolean;
  readonly search?: string;
  readonly since?: string;
  readonly limit: number;
}

interface ActOptions extends JsonOption {
  readonly reason?: string;
  /** Seconds. */
  readonly wait: number;
}

const numberHelp = '(<order>: as the source numbers it, with :REFUND behind a refund, or its name in Odoo)';

/** `pos status|runs|orders|show|retry|skip`: orders of points of sale. */
export const addPosCommands = (program: Command, cli: Cli): void => {
  const group = program.command('pos').description('orders of points of sale');

  addCommand(group, 'status <connection>', 'what the last sync came to, and how all orders are').action(
    async (connection: string, options: JsonOption) => {
      const status = await cli.client().get(posStatus, apiPath('pos', connection, 'status'));
      cli.print(options, status, () => posStatusInWords(connection, status));
    },
  );

  addCommand(group, 'runs <connection>', 'syncs, newest first')
    .addOption(limitOption())
    .action(async (connection: string, options: JsonOption & { readonly limit: number }) => {
      const answer = await cli.client().list(posRun, apiPath('pos', connection, 'runs'), {}, options.limit);
      cli.print(options, answer, () => posRunTable(answer.items));
    });

  addCommand(group, 'orders <connection>', 'those that came last first')
    .option('--state <state>', 'only in this state, for example received, paid or attention')
    .option('--attention', 'only those that wait for a person')
    .option('--search <number>', 'only those with this number, there or in Odoo')
    .addOption(new Option('--since <time>', 'only changed since then').argParser(isoMoment))
    .addOption(limitOption())
    .action(async (connection: string, { state, attention, search, since, limit, ...options }: ListOptions) => {
      const query = { state, attention: attention === true ? true : undefined, q: search, since };
      const answer = await cli.client().list(posOrder, apiPath('pos', connection, 'orders'), query, limit);
      cli.print(options, answer, () => posOrderTable(answer.items));
    });

  addCommand(group, 'show <connection> <order>', `one order: both sides, lines and what happened ${numberHelp}`).action(
    async (connection: string, number: string, options: JsonOption) => {
      const client = cli.client();
      const { key } = await findPosOrder(client, connection, number);
      const detail = await client.get(posOrderDetail, apiPath('pos', connection, 'orders', key));
      cli.print(options, detail, () => posOrderInWords(detail));
    },
  );

  addCommand(group, 'retry <connection> <order>', `try again to import it ${numberHelp}`)
    .addOption(waitOption())
    .action(async (connection: string, number: string, options: ActOptions) =>
      actOnOrder(cli, 'retry', { connection, number }, {}, options),
    );

  addCommand(group, 'skip <connection> <order>', `leave it, or what changed in it, aside ${numberHelp}`)
    .addOption(reasonOption())
    .addOption(waitOption())
    .action(async (connection: string, number: string, options: ActOptions) =>
      actOnOrder(cli, 'skip', { connection, number }, { reason: options.reason ?? defaultReason }, options),
    );
};

const actOnOrder = async (
  cli: Cli,
  action: 'retry' | 'skip',
  { connection, number }: { connection: string; number: string },
  body: object,
  options: ActOptions,
): Promise<void> => {
  const before = await findPosOrder(cli.client(), connection, number);
  const { key } = before;
  const accepted = `${key}; \`pos show ${connection} ${key}\``;
  const path = apiPath('pos', connection, 'orders', key);
  await act(cli, { action, path, body, before, schema: posOrder, accepted, table: posOrderTable }, options);
};
