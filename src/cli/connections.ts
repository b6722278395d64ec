import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { ConnectionsFileError, parseConnectionsFile } from '../config/connections/connections-file.ts';
import { withEnvFile } from '../config/env-file.ts';
import type { Connection } from './answers.ts';
import { anything, connection, connectionTest } from './answers.ts';
import { applyConnections } from './apply-connections.ts';
import type { Cli, JsonOption } from './cli.ts';
import { addCommand } from './cli.ts';
import { apiPath } from './client.ts';
import type { ApiClient } from './client.ts';
import { changesInWords } from './connection-changes.ts';
import { exportedConnection } from './connection-export.ts';
import { Refusal } from './refusal.ts';
import { formatTable } from './table.ts';
import { UsageError } from './usage-error.ts';

/** `connections list|apply|export|test|pause|resume|delete`. */
export const addConnectionCommands = (program: Command, cli: Cli): void => {
  const group = program.command('connections').description('the systems around Odoo');

  addCommand(group, 'list', 'all connections and how they are').action(async (options: JsonOption) => {
    const items = await allConnections(cli.client());
    cli.print(options, { items, next: null }, () => connectionTable(items));
  });

  addCommand(
    group,
    'apply <file.yaml>',
    'make connections be as the file says; shows what changes, may be repeated',
  ).action(async (path: string, options: JsonOption) => {
    const { source } = cli.terminal;
    const wanted = readConnections(await readText(path), withEnvFile(source.folder, source.variables));
    const applied = await applyConnections(cli.client(), wanted);
    if (applied.some((result) => result.action === 'refused')) cli.failed();
    cli.print(options, { connections: applied }, () => changesInWords(applied));
  });

  addCommand(group, 'export', 'print all connections as a file for `apply`, secrets as ${NAME}').action(
    async (options: JsonOption) => {
      const exported = { connections: (await allConnections(cli.client())).map(exportedConnection) };
      cli.print(options, exported, () => stringify(exported).trimEnd());
    },
  );

  addCommand(group, 'test <id>', 'one harmless call to the other side').action(
    async (id: string, options: JsonOption) => {
      const result = await cli.client().post(connectionTest, apiPath('connections', id, 'test'));
      if (!result.ok) cli.failed();
      cli.print(
        options,
        result,
        () => `${result.ok ? 'works' : 'does not work'}: ${result.sawInWords} (${result.durationMs} ms)`,
      );
    },
  );

  for (const action of ['pause', 'resume'] as const)
    addCommand(group, `${action} <id>`, descriptions[action]).action(async (id: string, options: JsonOption) => {
      const answer = await cli.client().post(anything, apiPath('connections', id, action));
      cli.print(options, answer ?? { id, [action]: true }, () => `${id}: ${action}d`);
    });

  addCommand(group, 'delete <id>', 'remove it for good; its id is never used again')
    .option('--force', 'close its open runs too')
    .action(async (id: string, options: JsonOption & { readonly force?: boolean }) => {
      const force = options.force === true ? true : undefined;
      const answer = await cli.client().delete(apiPath('connections', id), { force });
      cli.print(options, answer ?? { id, deleted: true }, () => `${id}: deleted`);
    });
};

const descriptions = {
  pause: 'stop calling the other side; what comes meanwhile waits',
  resume: 'go on',
} as const;

const allConnections = async (client: ApiClient): Promise<Connection[]> =>
  (await client.list(connection, apiPath('connections'), {}, Infinity)).items;

const readConnections: typeof parseConnectionsFile = (text, variables) => {
  try {
    return parseConnectionsFile(text, variables);
  } catch (error) {
    if (!(error instanceof ConnectionsFileError)) throw error;
    throw new Refusal(error.message, { cause: error });
  }
};

const readText = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const connectionTable = (items: readonly Connection[]): string =>
  formatTable(
    items,
    [
      { title: 'id', value: (item) => item.id },
      { title: 'kind', value: (item) => item.kind },
      { title: 'name', value: (item) => item.name },
      { title: 'state', value: (item) => item.state ?? (item.enabled ? 'enabled' : 'disabled') },
      { title: 'secrets', value: (item) => secretNames(item).join(' ') },
    ],
    'No connections. `connections apply <file.yaml>` makes some.',
  );

const secretNames = (item: Connection): string[] =>
  Object.entries(item.secrets)
    .filter(([, isSet]) => isSet)
    .map(([name]) => name);
