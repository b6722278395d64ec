import { startedSync } from './answers.ts';
import type { Cli } from './cli.ts';
import { apiPath } from './client.ts';
import { followPull, readLastPull } from './follow-pull.ts';
import type { SyncOptions } from './sync-options.ts';

/** `sync <connection> pull`. */
export const syncOrders = async (cli: Cli, connection: string, options: SyncOptions): Promise<void> => {
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
