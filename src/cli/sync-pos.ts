import { startedSync } from './answers.ts';
import type { Cli } from './cli.ts';
import { apiPath } from './client.ts';
import { followRun } from './follow-run.ts';
import { posRunResult, posStatus } from './pos-answers.ts';
import type { SyncOptions } from './sync-options.ts';

/** `sync <connection> pos`: its orders are fetched and imported. */
export const syncPos = async (cli: Cli, connection: string, options: SyncOptions): Promise<void> => {
  const client = cli.client();
  const body = { process: 'pos', ...(options.since === undefined ? {} : { since: options.since }) };
  const started = await client.post(startedSync, apiPath('connections', connection, 'sync'), body);
  cli.terminal.err(`Fetching and importing orders of ${connection}: ${started.url ?? started.workflowId}`);
  const outcome = await followRun(client, started, options.wait * 1000, (text) => cli.terminal.err(text), {
    progress: async () => (await client.get(posStatus, apiPath('pos', connection, 'status'))).running?.message ?? null,
  });
  const result = posRunResult.safeParse(outcome.result).data;
  const isDone = outcome.ok && result?.status !== 'error';
  if (!isDone) cli.failed();
  cli.print(options, { ...started, ...outcome, ok: isDone }, () => {
    const message = result?.message ?? outcome.error ?? 'for no reason told';
    const hint = /need(s)? attention/.test(message) ? ` (see \`pos orders ${connection} --attention\`)` : '';
    return `${isDone ? 'done' : 'not done'}: ${message}${hint}`;
  });
};
