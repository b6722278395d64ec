import { z } from 'zod';
import { formatMoney, subtract } from '../../domain/money.ts';
import type { ReconciliationRecord } from '../../store/reconciliations.ts';
import type { ReconciliationRow } from './reconciliation-rows.ts';

const report = {
  id: z.string(),
  connection: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  dryRun: z.boolean(),
  repaired: z.boolean().describe('Whether what differs is pushed.'),
  comparedWith: z
    .enum(['marketplace', 'pushed'])
    .nullable()
    .describe('`marketplace`: its own list; `pushed`: what it was told last; null before that is known.'),
  compared: z.int().describe('Listings.'),
  differing: z.int().describe('Listings.'),
  error: z.string().nullable().describe('Why it ended early.'),
  url: z.string().describe('The report itself; with `?format=csv` as CSV.'),
};

export const reconciliationShape = z.strictObject(report).meta({ id: 'Reconciliation' });

const amount = z.string().nullable();
const units = z.int().nullable();

const rowShape = z
  .strictObject({
    externalId: z.string().describe('Of the listing.'),
    productId: z.int().nullable(),
    name: z.string().nullable(),
    ourPrice: amount,
    theirPrice: amount.describe('null: not known.'),
    priceDifference: amount.describe('Theirs minus ours.'),
    ourStock: units,
    theirStock: units.describe('null: not known.'),
    stockDifference: units.describe('Theirs minus ours.'),
    why: z.string().describe('Why it was missed.'),
  })
  .meta({ id: 'ReconciliationRow' });

export const reconciliationReportShape = z
  .strictObject({
    ...report,
    items: z.array(rowShape).describe('What differs, by listing.'),
    next: z.string().nullable().describe('Give it back as `cursor`; null on the last page.'),
  })
  .meta({ id: 'ReconciliationReport' });

export const toReconciliation = (
  record: ReconciliationRecord,
  publicUrl: string,
): z.input<typeof reconciliationShape> => ({
  id: record.id,
  connection: record.connection,
  startedAt: record.startedAt.toISOString(),
  finishedAt: record.finishedAt?.toISOString() ?? null,
  dryRun: record.dryRun,
  repaired: record.repaired,
  comparedWith: record.comparedWith,
  compared: record.compared,
  differing: record.differing,
  error: record.error,
  url: `${publicUrl}/api/offers/${encodeURIComponent(record.connection)}/reconciliations/${record.id}`,
});

export const toReconciliationRow = (row: ReconciliationRow): z.input<typeof rowShape> => ({
  externalId: row.externalId,
  productId: row.productId,
  name: row.name,
  ourPrice: row.ourPrice,
  theirPrice: row.theirPrice === null ? null : formatMoney(row.theirPrice),
  priceDifference:
    row.ourPrice === null || row.theirPrice === null ? null : formatMoney(subtract(row.theirPrice, row.ourPrice)),
  ourStock: row.ourStock,
  theirStock: row.theirStock,
  stockDifference: row.ourStock === null || row.theirStock === null ? null : row.theirStock - row.ourStock,
  why: row.why,
});
