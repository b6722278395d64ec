import { z } from 'zod';
import { mirrorModels } from '../../domain/mirror/models.ts';
import type { MirrorModel } from '../../domain/mirror/models.ts';
import type { MirrorStatus } from '../../store/mirror/mirror-status.ts';
import { mirrorProgressOf } from '../../store/mirror/progress.ts';
import type { MirrorModelRow } from '../../store/mirror/scan.ts';

const time = z.iso.datetime().nullable();
const count = z.int().describe('Records that are not archived.');

const progressShape = z
  .strictObject({
    stage: z
      .enum(['waiting', 'reading', 'comparing'])
      .describe('`waiting`: it is asked for, and comes next. `comparing`: what is gone in Odoo is looked for.'),
    full: z.boolean().describe('Whether every record is read, or what was written since the last time.'),
    read: z.int(),
    updated: z.int().describe('Of those, new or different.'),
    removed: z.int(),
  })
  .nullable();

const modelShape = z.strictObject({
  count,
  archived: z.int().describe('Archived records, which are kept too.'),
  lastSynced: time.describe('When it was read to the end last.'),
  updated: z.int().describe('Records that were new or different when it was read last.'),
  removed: z.int().describe('Records that were gone in Odoo when it was read last.'),
  progress: progressShape.describe('What is under way; null when nothing is.'),
  error: z.string().nullable().describe('Why it could not be read the last time, in the words of Odoo.'),
});

export const mirrorStatusShape = z
  .strictObject({
    products: z.strictObject({ count, last_synced: time }),
    locations: z.strictObject({ count, last_synced: time }),
    pickings: z.strictObject({
      count,
      last_received: time.describe('When one last came in or changed.'),
    }),
    quants: z.strictObject({ count }),
    sync: z.strictObject({
      running: z.boolean().describe('A run is under way, or is asked for and about to begin.'),
      lastRun: z
        .strictObject({ startedAt: z.iso.datetime(), finishedAt: z.iso.datetime(), ok: z.boolean() })
        .nullable()
        .describe('The last run that ended; null before the first.'),
      models: z.record(z.enum(mirrorModels), modelShape),
      error: z.string().nullable().describe('What went wrong in the last run, in words.'),
    }),
  })
  .meta({ id: 'OdooSyncStatus' });

export const toMirrorStatus = ({ running, last, models }: MirrorStatus) => {
  const of = (model: MirrorModel) => models.get(model);
  return {
    products: { count: countOf(of('products')), last_synced: seconds(of('products')?.finished_at) },
    locations: { count: countOf(of('locations')), last_synced: seconds(of('locations')?.finished_at) },
    pickings: { count: countOf(of('pickings')), last_received: seconds(of('pickings')?.received_at) },
    quants: { count: countOf(of('quants')) },
    sync: {
      running: running !== undefined || [...models.values()].some(({ wanted_at: wantedAt }) => wantedAt !== null),
      lastRun: last === undefined ? null : toRun(last.started_at, last.finished_at, last.ok),
      models: byModel((model) => toModel(of(model))),
      error: last?.error ?? null,
    },
  };
};

const toRun = (startedAt: Date, finishedAt: Date | null, ok: boolean | null) => ({
  startedAt: startedAt.toISOString(),
  finishedAt: (finishedAt ?? startedAt).toISOString(),
  ok: ok === true,
});

const toModel = (row: MirrorModelRow | undefined): z.input<typeof modelShape> => ({
  count: countOf(row),
  archived: row?.archived_count ?? 0,
  lastSynced: seconds(row?.finished_at),
  updated: row?.updated ?? 0,
  removed: row?.removed ?? 0,
  progress: progressOf(row),
  error: row?.error ?? null,
});

const progressOf = (row: MirrorModelRow | undefined): z.input<typeof progressShape> => {
  if (row === undefined) return null;
  const { stage, full, read, updated, removed } = mirrorProgressOf(row);
  switch (stage) {
    case 'waiting':
      return { stage, full, read: 0, updated: 0, removed: 0 };
    case 'reading':
    case 'comparing':
      return { stage, full, read, updated, removed };
    case 'done':
    case 'failed':
      return null;
  }
};

const countOf = (row: MirrorModelRow | undefined): number => row?.active_count ?? 0;

/** To the second, as the records themselves are told. */
const seconds = (time: Date | null | undefined): string | null =>
  time == null ? null : `${time.toISOString().slice(0, 19)}Z`;

const byModel = <T>(valueOf: (model: MirrorModel) => T): Record<MirrorModel, T> => ({
  locations: valueOf('locations'),
  products: valueOf('products'),
  lots: valueOf('lots'),
  packages: valueOf('packages'),
  quants: valueOf('quants'),
  pickings: valueOf('pickings'),
  move_lines: valueOf('move_lines'),
});
