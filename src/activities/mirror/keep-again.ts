import { keepRecords } from '../../store/mirror/keep-records.ts';
import { writeScanStep } from '../../store/mirror/scan.ts';
import type { MirrorModelRow } from '../../store/mirror/scan.ts';
import type { MirrorContext } from './mirror-context.ts';
import { unlessOvertaken } from './mirror-context.ts';

/** Reads these records by their ids, whenever they were written; those that are gone meanwhile are left out. @returns the row afterwards */
export const keepAgain = async (
  context: MirrorContext,
  before: MirrorModelRow,
  ids: readonly number[],
): Promise<MirrorModelRow> => {
  const { deps, model, right, pageSize } = context;
  const { mirror } = await deps.odoo();
  let row = before;
  for (let first = 0; first < ids.length; first += pageSize) {
    const records = await mirror.readRecords(model, ids.slice(first, first + pageSize));
    const written = await writeScanStep(deps.db, right, { read: records.length }, (transaction) =>
      keepRecords(transaction, model, records),
    );
    row = unlessOvertaken(written, context);
    context.beat();
  }
  return row;
};
