import { z } from 'zod';
import type { PosCounts } from '../../domain/pos/pos-run.ts';
import type { PosRunRow } from '../../store/pos/pos-runs.ts';
import type { Links } from '../deps.ts';

export const posCountsShape = z
  .strictObject({
    fetched: z.int().describe('In the answer of the source.'),
    created: z.int().describe('Made in Odoo and paid by this run.'),
    existing: z.int().describe('There already: paid in Odoo before.'),
    attention: z.int().describe('Wait for a person.'),
    refused: z.int().describe('Neither sale nor refund, or skipped by a person.'),
    waiting: z.int().describe('Wait to be imported, for example for a session.'),
  })
  .meta({ id: 'PosCounts' });

export const posStatuses = ['success', 'error', 'no_orders'] as const;

export const posRunShape = z
  .strictObject({
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable().describe('null: under way.'),
    status: z
      .enum(posStatuses)
      .nullable()
      .describe('null: nothing is known yet. `error` without an end: it is tried again.'),
    message: z.string().nullable(),
    counts: posCountsShape,
    workflowId: z.string(),
    runId: z.string(),
    url: z.string().describe('The run in the Temporal Web UI.'),
  })
  .meta({ id: 'PosRun' });

const nothing: PosCounts = { fetched: 0, created: 0, existing: 0, attention: 0, refused: 0, waiting: 0 };

export const allCounts = (counts: Partial<PosCounts>): PosCounts => ({ ...nothing, ...counts });

export const toPosRun = (row: PosRunRow, links: Links): z.input<typeof posRunShape> => {
  // `<workflow id>/<run id>`
  const cut = row.id.lastIndexOf('/');
  const [workflowId, runId] = [row.id.slice(0, cut), row.id.slice(cut + 1)];
  return {
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    status: row.status,
    message: row.message,
    counts: allCounts(row.counts),
    workflowId,
    runId,
    url: links.run(workflowId, runId),
  };
};
