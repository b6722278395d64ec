import { startedSync } from './answers.ts';
import type { Cli } from './cli.ts';
import { apiPath } from './client.ts';
import { followOffers } from './follow-offers.ts';
import type { SyncOptions } from './sync-options.ts';

/** `sync <connection> offers`: what waits to be pushed is pushed now. */
export const syncOffers = async (cli: Cli, connection: string, options: SyncOptions): Promise<void> => {
  const client = cli.client();
  const started = await client.post(startedSync, apiPath('connections', connection, 'sync'), { process: 'offers' });
  cli.terminal.err(`Pushing offers of ${connection}: ${started.url ?? started.workflowId}`);
  const outcome = await followOffers(client, connection, options.wait * 1000, (text) => cli.terminal.err(text));
  if (!outcome.ok) cli.failed();
  const { ok, result, error } = outcome;
  cli.print(options, { ...started, ok, result, error }, () => outcome.inWords);
};
