import { z } from 'zod';
import { startedSync } from './answers.ts';
import type { Cli } from './cli.ts';
import { apiPath } from './client.ts';
import { followRun } from './follow-run.ts';
import type { SyncOptions } from './sync-options.ts';
import { counted } from './words.ts';

const listingsResult = z.looseObject({
  seen: z.number(),
  new: z.number(),
  matched: z.number(),
  unmatched: z.number(),
  gone: z.number().default(0),
  unreadable: z.number().default(0),
});

/** `sync <connection> listings`: the marketplace's list is read, and products are looked for. */
export const syncListings = async (cli: Cli, connection: string, options: SyncOptions): Promise<void> => {
  const client = cli.client();
  const started = await client.post(startedSync, apiPath('connections', connection, 'sync'), { process: 'listings' });
  cli.terminal.err(`Reading the listings of ${connection}: ${started.url ?? started.workflowId}`);
  const outcome = await followRun(client, started, options.wait * 1000, (text) => cli.terminal.err(text));
  if (!outcome.ok) cli.failed();
  cli.print(options, { ...started, ...outcome }, () =>
    outcome.ok ? `done: ${inWords(outcome.result)}` : `not done: ${outcome.error ?? 'for no reason told'}`,
  );
};

const inWords = (result: unknown): string => {
  const parsed = listingsResult.safeParse(result);
  if (!parsed.success) return JSON.stringify(result);
  const { seen, matched, unmatched, gone, unreadable } = parsed.data;
  return [
    `${counted(seen, 'listing')} at the marketplace`,
    `${parsed.data.new} new`,
    `${matched} found in Odoo now`,
    ...(unmatched > 0 ? [`${unmatched} without a product (see \`listings list --unmapped\`)`] : []),
    ...(gone > 0 ? [`${gone} not in its list any more`] : []),
    ...(unreadable > 0 ? [`${unreadable} entries without any id`] : []),
  ].join(', ');
};
