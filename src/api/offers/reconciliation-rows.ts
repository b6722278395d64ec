import { getListings } from '../../store/listings.ts';
import type { Db } from '../../store/database.ts';
import { listReconciliationRows } from '../../store/reconciliations.ts';
import type { ReconciliationRecord, ReconciliationRowRecord } from '../../store/reconciliations.ts';

/** A listing that differs, with the name it has now. */
export interface ReconciliationRow extends ReconciliationRowRecord {
  /** null: it has none, or the listing is gone. */
  readonly name: string | null;
}

/** Rows of a report behind the listing `after`, by listing. */
export const readReconciliationRows = async (
  db: Db,
  { id, connection }: ReconciliationRecord,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<ReconciliationRow[]> => {
  const rows = await listReconciliationRows(db, id, page);
  const listings = await getListings(
    db,
    connection,
    rows.map(({ externalId }) => externalId),
  );
  const names = new Map(listings.map(({ externalId, name }) => [externalId, name]));
  return rows.map((row) => ({ ...row, name: names.get(row.externalId) ?? null }));
};
