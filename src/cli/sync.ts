import { Option } from 'commander';
import type { Command } from 'commander';
import { startedSync } from './answers.ts';
import type { Cli, JsonOption } from './cli.ts';
import { addCommand } from './cli.ts';
import { apiPath } from './client.ts';
import { followPull, readLastPull } from './follow-pull.ts';
import { isoMoment, wholeNumber } from './options.ts';
import { UsageError } from './usage-error.ts';

interface SyncOptions extends JsonOption {
  readonly since?: string;
  readonly dryRun?: boolean;
  /** Seconds. */
  readonly wait: number;
}

/** `sync <connection> <process>`: runs a process now and waits for its result. */
export const addSyncCommand = (program: Command, cli: Cli): void => {
  addCommand(program, 'sync', 'run a process of a connection now, and wait for its result')
    .argument('<connection>', 'id of the connection')
    .argument('[process]', 'pull: the orders that wait at the marketplace')
    .option('--since <time>', 'look back so far', isoMoment)
    .option('--dry-run', 'only say what would be done')
    .addOption(
      new Option('--wait <seconds>', 'how long to wait for the result').default(300).argParser(wholeNumber(0, 86_400)),
    )
    .action(async (connection: string, name: string | undefined, options: SyncOptions) => {
      refuseWhatIsNotThere(connection, name, options);
      await pull(cli, connection, options);
    });
};

const refuseWhatIsNotThere = (connection: string, name: string | undefined, options: SyncOptions): void => {
  if (connection === 'odoo') throw new UsageError('sync odoo: there is no mirror of Odoo in this version yet.');
  if (name === undefined) throw new UsageError(`sync ${connection}: which process? This version has \`pull\`.`);
  if (name !== 'pull') throw new UsageError(`sync ${connection} ${name}: this version has only the process \`pull\`.`);
  if (options.dryRun === true)
    throw new UsageError(`sync ${connection} pull: a pull changes nothing at the marketplace, so it has no --dry-run.`);
};

const pull = async (cli: Cli, connection: string, options: SyncOptions): Promise<void> => {
  const client = cli.client();
  const before = await readLastPull(client, connection);
  const body = { process: 'pull', ...(options.since === undefined ? {} : { since: options.since }) };
  const started = await client.post(startedSync, apiPath('connections', connection, 'sync'), body);
  cli.terminal.err(`Pulling orders of ${connection}: ${started.url ?? started.workflowId}`);
  const outcome = await followPull(client, connection, before, options.wait * 1000, (text) => cli.terminal.err(text));
  if (!outcome.ok) cli.failed();
  const { ok, result, error } = outcome;
  cli.print(options, { ...started, ok, result, error }, () => outcome.inWords);
};
