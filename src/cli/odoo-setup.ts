import { odooWebhookSecret } from '../api/webhooks/odoo-secret.ts';
import type { Environment } from '../config/environment.ts';
import { setUpOdoo } from '../odoo-setup/odoo-setup.ts';
import { openSetupDoor } from '../odoo-setup/setup-door.ts';
import type { SetupItem } from '../odoo-setup/setup-item.ts';
import { wantedFields, wantedRules } from '../odoo-setup/wanted-setup.ts';
import { connection } from './answers.ts';
import type { Cli, JsonOption } from './cli.ts';
import { apiPath } from './client.ts';
import { Refusal } from './refusal.ts';
import { formatTable } from './table.ts';

/** Shows, or with `apply` makes, what helps inside Odoo. Which `x_` fields are wanted is known to the connections, so the API must run. */
export const showOdooSetup = async (
  cli: Cli,
  environment: Environment,
  options: JsonOption & { readonly apply?: boolean },
): Promise<void> => {
  const client = cli.client();
  const connections = await client.list(connection, apiPath('connections'), {}, Infinity);
  const { odoo } = environment;
  const door = openSetupDoor(odoo, odoo.timeoutMs);
  const apply = options.apply === true;
  const fields = wantedFields(connections.items);
  const rules = wantedRules(connections.items);
  const items = await setUpOdoo(door, { rules, fields, webhookUrl: webhookUrl(environment), apply });
  if (apply && items.some((item) => item.state === 'refused')) cli.failed();
  cli.print(options, { odoo: odoo.url, database: odoo.database, items }, () => setupInWords(items, apply));
};

/** The rules carry a secret made from the key: another key needs `odoo setup --apply` again. */
const webhookUrl = ({ publicUrl, key, home }: Environment): string => {
  if (key !== undefined) return `${publicUrl}/webhooks/odoo/${odooWebhookSecret(key)}`;
  throw new Refusal(
    `The address of the webhook is made from CONVEYOR_KEY, which is not set, and no start runs on ${home}: set the CONVEYOR_KEY that worker and api have.`,
  );
};

const setupInWords = (items: readonly SetupItem[], applied: boolean): string => {
  const table = formatTable(
    items,
    [
      { title: 'what', value: (item) => item.what },
      { title: 'model', value: (item) => item.model },
      { title: 'name', value: (item) => item.name },
      { title: 'state', value: (item) => item.state },
      { title: 'detail', value: (item) => item.detail },
    ],
    'Nothing to set up.',
  );
  const isRefused = items.some((item) => item.state === 'refused');
  const isOpen = items.some((item) => item.state === 'missing' || item.state === 'different');
  return [
    table,
    ...(isRefused
      ? ['Refused: rules need the module Automation Rules (base_automation), and all of it a Settings administrator.']
      : []),
    ...(isOpen && !applied ? ['`odoo setup --apply` makes it so. Conveyor works without it, too.'] : []),
  ].join('\n');
};
