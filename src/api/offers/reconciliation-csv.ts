import type { ReconciliationRow } from './reconciliation-rows.ts';
import { toReconciliationRow } from './reconciliation-shape.ts';

const columns = [
  'external_id',
  'product_id',
  'name',
  'our_price',
  'their_price',
  'price_difference',
  'our_stock',
  'their_stock',
  'stock_difference',
  'why',
] as const;

const pageSize = 1_000;

/**
 * The rows of a report as CSV (RFC 4180), page by page: however long it is, a page of it is in memory.
 *
 * @param read gives the rows that follow a listing, in its order
 */
export async function* reconciliationCsv(
  read: (after: string | undefined, limit: number) => Promise<readonly ReconciliationRow[]>,
): AsyncGenerator<string> {
  yield `${columns.join(',')}\r\n`;
  for (let after: string | undefined; ;) {
    const rows = await read(after, pageSize);
    if (rows.length > 0) yield rows.map((row) => `${lineOf(row)}\r\n`).join('');
    after = rows.at(-1)?.externalId;
    if (rows.length < pageSize) return;
  }
}

const lineOf = (row: ReconciliationRow): string => {
  const seen = toReconciliationRow(row);
  const cells = [
    seen.externalId,
    seen.productId,
    harmless(seen.name),
    seen.ourPrice,
    seen.theirPrice,
    seen.priceDifference,
    seen.ourStock,
    seen.theirStock,
    seen.stockDifference,
    harmless(seen.why),
  ];
  return cells.map(cellOf).join(',');
};

const cellOf = (value: string | number | null): string => {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Words of others that a spreadsheet would take for a formula are shown as words. */
const harmless = (words: string | null): string | null =>
  words !== null && /^[=+\-@\t]/.test(words) ? `'${words}` : words;
