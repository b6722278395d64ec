import type { Command } from 'commander';
import { Option } from 'commander';
import { createdToken, token } from './answers.ts';
import type { Cli, JsonOption } from './cli.ts';
import { addCommand } from './cli.ts';
import { apiPath } from './client.ts';
import { limitOption } from './options.ts';
import { formatTable } from './table.ts';
import { moment } from './words.ts';

interface CreateOptions extends JsonOption {
  readonly name: string;
  readonly scope: string;
}

/** `tokens create|list|revoke`: who may talk to the API. */
export const addTokenCommands = (program: Command, cli: Cli): void => {
  const group = program.command('tokens').description('who may talk to the API');

  addCommand(group, 'create', 'make a token; it is shown this once')
    .requiredOption('--name <name>', 'whom it is for')
    .addOption(
      new Option('--scope <scope>', 'what it may do').choices(['read', 'operate', 'admin']).makeOptionMandatory(),
    )
    .action(async (options: CreateOptions) => {
      const body = { name: options.name, scope: options.scope };
      const created = await cli.client().post(createdToken, apiPath('tokens'), body);
      cli.print(
        options,
        created,
        () => `${created.token}\nKeep it now, it is not shown again. Id ${created.id}, scope ${created.scope}.`,
      );
    });

  addCommand(group, 'list', 'tokens, without their values')
    .addOption(limitOption())
    .action(async (options: JsonOption & { readonly limit: number }) => {
      const answer = await cli.client().list(token, apiPath('tokens'), {}, options.limit);
      cli.print(options, answer, () =>
        formatTable(
          answer.items,
          [
            { title: 'id', value: (item) => item.id },
            { title: 'name', value: (item) => item.name },
            { title: 'scope', value: (item) => item.scope },
            { title: 'created', value: (item) => moment(item.createdAt) },
            { title: 'last used', value: (item) => moment(item.lastUsedAt) },
            { title: 'revoked', value: (item) => moment(item.revokedAt) },
          ],
          'No tokens besides CONVEYOR_TOKEN.',
        ),
      );
    });

  addCommand(group, 'revoke <id>', 'end a token; it is refused from now on').action(
    async (id: string, options: JsonOption) => {
      const answer = await cli.client().delete(apiPath('tokens', id));
      cli.print(options, answer ?? { id, revoked: true }, () => `revoked ${id}`);
    },
  );
};
