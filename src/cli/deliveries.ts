import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Option } from 'commander';
import { act } from './act.ts';
import type { Cli, JsonOption } from './cli.ts';
import { addCommand } from './cli.ts';
import { apiPath } from './client.ts';
import { bookedDelivery, delivery, deliveryDetail } from './delivery-answers.ts';
import type { Delivery } from './delivery-answers.ts';
import { deliveryInWords, deliveryTable } from './delivery-words.ts';
import { findDelivery } from './find-delivery.ts';
import { defaultReason, isoMoment, limitOption, odooIdArgument, reasonOption, waitOption } from './options.ts';

interface ListOptions extends JsonOption {
  readonly attention?: boolean;
  readonly connection?: string;
  readonly state?: string;
  readonly since?: string;
  readonly limit: number;
}

interface ActOptions extends JsonOption {
  readonly reason?: string;
  /** Seconds. */
  readonly wait: number;
}

interface LabelOptions extends JsonOption {
  readonly output?: string;
}

const numberHelp =
  "(<number>: name or id of the picking, the courier's order number, the tracking number, or the id of the shipment)";

/** `deliveries list|show|book|retry|skip|cancel|check|label`: pickings that couriers carry. */
export const addDeliveryCommands = (program: Command, cli: Cli): void => {
  const group = program.command('deliveries').description('pickings that couriers carry');

  addCommand(group, 'list', 'newest first')
    .option('--attention', 'only those that wait for a person')
    .option('--connection <id>', 'only of this connection')
    .option('--state <state>', 'only in this state, for example pending or shipped')
    .addOption(new Option('--since <time>', 'only changed since then').argParser(isoMoment))
    .addOption(limitOption())
    .action(async ({ connection, state, since, attention, limit, ...options }: ListOptions) => {
      const query = { connection, state, since, attention: attention === true ? true : undefined };
      const answer = await cli.client().list(delivery, apiPath('delivery', 'shipments'), query, limit);
      cli.print(options, answer, () => deliveryTable(answer.items));
    });

  addCommand(group, 'show <number>', `one shipment: both sides, its way and what happened ${numberHelp}`).action(
    async (number: string, options: JsonOption) => {
      const client = cli.client();
      const detail = await client.get(deliveryDetail, pathOf(await findDelivery(client, number)));
      cli.print(options, detail, () => deliveryInWords(detail));
    },
  );

  addCommand(group, 'book', 'have a picking carried by a courier')
    .addArgument(odooIdArgument('<pickingId>', 'id of the picking in Odoo'))
    .argument('<provider>', 'id of a connection to a courier, or its kind, for example opal')
    .action(async (pickingId: number, provider: string, options: JsonOption) => {
      const body = { picking_id: pickingId, provider_code: provider };
      const answer = await cli.client().post(bookedDelivery, apiPath('delivery', 'shipments'), body);
      cli.print(options, answer, () =>
        [
          answer.message,
          deliveryTable([answer.shipment]),
          `\`deliveries show ${pickingId}\` tells how it goes on`,
        ].join('\n'),
      );
    });

  for (const action of ['retry', 'check', 'skip', 'cancel'] as const) {
    const command = addCommand(group, `${action} <number>`, `${descriptions[action]} ${numberHelp}`);
    if (action === 'skip' || action === 'cancel') command.addOption(reasonOption());
    command
      .addOption(waitOption())
      .action(async (number: string, options: ActOptions) => actOnDelivery(cli, action, number, options));
  }

  addCommand(group, 'label <number>', `save what is stuck on the parcel ${numberHelp}`)
    .option('--output <file>', 'where to; default: the name of the picking, here')
    .action(async (number: string, options: LabelOptions) => {
      const client = cli.client();
      const found = await findDelivery(client, number);
      const bytes = await client.getBytes(`${pathOf(found)}/label`);
      const file = options.output ?? `${found.number.replaceAll(/[^\w.-]+/g, '-')}.pdf`;
      await writeFile(file, bytes);
      cli.print(options, { file, bytes: bytes.length }, () => `saved ${file} (${bytes.length} bytes)`);
    });
};

const descriptions = {
  retry: 'try again from the step that failed',
  check: 'ask the courier after it at once',
  skip: 'lay aside what waits for a person, or close it; the courier is told nothing',
  cancel: 'cancel it, at the courier too, unless it was collected',
} as const;

const pathOf = ({ shipment_id: id }: Delivery): string => apiPath('delivery', 'shipments', id);

const actOnDelivery = async (
  cli: Cli,
  action: keyof typeof descriptions,
  number: string,
  options: ActOptions,
): Promise<void> => {
  const before = await findDelivery(cli.client(), number);
  const body = action === 'skip' || action === 'cancel' ? { reason: options.reason ?? defaultReason } : {};
  const accepted = `${before.number}; \`deliveries show ${before.picking_id}\``;
  await act(
    cli,
    { action, path: pathOf(before), body, before, schema: delivery, accepted, table: deliveryTable },
    options,
  );
};
