import { z } from 'zod';
import { startedSync } from './answers.ts';
import type { Cli } from './cli.ts';
import { apiPath } from './client.ts';
import { followRun } from './follow-run.ts';
import { followResult } from './fulfilment-answers.ts';
import { followInWords } from './fulfilment-words.ts';
import type { SyncOptions } from './sync-options.ts';

/** What the round says of itself, and what its activity counted so far. */
const run = z.looseObject({
  progress: z
    .looseObject({
      state: z.looseObject({ stage: z.string().optional(), made: z.number().default(0) }).nullish(),
      activity: z.looseObject({ counts: followResult.optional() }).nullish(),
    })
    .nullish(),
});

/** `sync <connection> shipments`: the prep centre or courier is asked after all open shipments. */
export const syncShipments = async (cli: Cli, connection: string, options: SyncOptions): Promise<void> => {
  const client = cli.client();
  const body = { process: 'shipments', ...(options.since === undefined ? {} : { since: options.since }) };
  const started = await client.post(startedSync, apiPath('connections', connection, 'sync'), body);
  cli.terminal.err(`Asking ${connection} after its shipments: ${started.url ?? started.workflowId}`);
  const outcome = await followRun(client, started, options.wait * 1000, (text) => cli.terminal.err(text), {
    progress: async () => {
      const path = apiPath('runs', started.workflowId, started.runId);
      const { progress } = await client.get(run, path, { progress: true });
      if (progress?.state?.stage === 'looking') return 'looking in Odoo for what was confirmed since then';
      const counts = progress?.activity?.counts;
      return counts === undefined ? null : followInWords({ ...counts, made: progress?.state?.made ?? 0 });
    },
  });
  if (!outcome.ok) cli.failed();
  cli.print(options, { ...started, ...outcome }, () => {
    if (!outcome.ok) return `not done: ${outcome.error ?? 'for no reason told'}`;
    const result = followResult.safeParse(outcome.result).data;
    const hint =
      result !== undefined && result.errors + result.unknown > 0
        ? ` (see \`attention list --connection ${connection}\`)`
        : '';
    return `done: ${inWords(outcome.result) ?? JSON.stringify(outcome.result)}${hint}`;
  });
};

const inWords = (counts: unknown): string | null => {
  const parsed = followResult.safeParse(counts);
  return parsed.success ? followInWords(parsed.data) : null;
};
