import { apiPath } from './client.ts';
import type { Cli } from './cli.ts';
import { followRun } from './follow-run.ts';
import { mirrorResult, mirrorStatus, triggered } from './mirror-answers.ts';
import { mirrorInWords, mirrorProgressInWords } from './mirror-words.ts';
import type { SyncOptions } from './sync-options.ts';

/** `sync odoo`: what is kept of Odoo is brought up to date. */
export const syncOdoo = async (cli: Cli, options: SyncOptions): Promise<void> => {
  const client = cli.client();
  const { models, full } = options;
  const body = { ...(models === undefined ? {} : { models }), ...(full === true ? { full } : {}) };
  const answer = await client.post(triggered, apiPath('odoo', 'sync', 'trigger'), body);
  if (answer.sync === null) {
    cli.failed();
    cli.print(options, answer, () => 'asked for, and not begun: Temporal does not answer. It starts by itself later');
    return;
  }
  const started = answer.sync;
  cli.terminal.err(`Reading Odoo: ${started.url ?? started.workflowId}`);
  const outcome = await followRun(client, started, options.wait * 1000, (text) => cli.terminal.err(text), {
    progress: async () => mirrorProgressInWords(await client.get(mirrorStatus, apiPath('odoo', 'sync', 'status'))),
  });
  const result = mirrorResult.safeParse(outcome.result).data;
  const isDone = outcome.ok && result?.ok === true;
  if (!isDone) cli.failed();
  cli.print(options, { ...started, ...outcome, ok: isDone }, () =>
    result === undefined ? `not done: ${outcome.error ?? 'for no reason told'}` : mirrorInWords(result),
  );
};
