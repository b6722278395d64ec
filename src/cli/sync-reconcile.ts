import { z } from 'zod';
import { startedSync } from './answers.ts';
import type { Cli } from './cli.ts';
import { apiPath } from './client.ts';
import { followRun } from './follow-run.ts';
import { latestReport, reportInWords } from './offer-report.ts';
import type { SyncOptions } from './sync-options.ts';

const reconcileResult = z.looseObject({ id: z.string() });

/** `sync <connection> reconcile`: compares everything, and prints what the report says. */
export const reconcile = async (cli: Cli, connection: string, options: SyncOptions): Promise<void> => {
  const client = cli.client();
  const body = { process: 'reconcile', ...(options.dryRun === true ? { dryRun: true } : {}) };
  const started = await client.post(startedSync, apiPath('connections', connection, 'sync'), body);
  cli.terminal.err(`Comparing the offers of ${connection}: ${started.url ?? started.workflowId}`);
  const outcome = await followRun(client, started, options.wait * 1000, (text) => cli.terminal.err(text));
  if (!outcome.ok) {
    cli.failed();
    cli.print(options, { ...started, ...outcome }, () => `not done: ${outcome.error ?? 'for no reason told'}`);
    return;
  }
  const report = await latestReport(client, connection, reconcileResult.safeParse(outcome.result).data?.id);
  cli.print(options, { ...started, ...outcome, report }, () => reportInWords(report));
};
