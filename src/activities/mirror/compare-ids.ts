import type { MirrorModel } from '../../domain/mirror/models.ts';
import type { Db } from '../../store/database.ts';
import { greatestKept, listMissing, noMirrorChange, removeOthers } from '../../store/mirror/keep-records.ts';
import type { IdRange } from '../../store/mirror/keep-records.ts';
import { listTwinsOfOthers } from '../../store/mirror/quant-places.ts';
import { writeScanStep } from '../../store/mirror/scan.ts';
import type { MirrorModelRow } from '../../store/mirror/scan.ts';
import { keepAgain } from './keep-again.ts';
import type { MirrorContext } from './mirror-context.ts';
import { unlessOvertaken } from './mirror-context.ts';
import { readAhead } from './read-ahead.ts';

/** Ids weigh little: so many are asked for at once. */
const idsAtOnce = 10_000;

/**
 * Compares all ids there are in Odoo with all that are kept: removes what is gone, and reads what is missing (a user who may see more now, a transaction that
 * took very long). Nothing else finds deletions. @returns the row after the last page
 */
export const compareIds = async (context: MirrorContext, begun: MirrorModelRow): Promise<MirrorModelRow> => {
  const { deps, model, right, isOver } = context;
  const { mirror } = await deps.odoo();
  if (await isNoneGone(context, begun)) {
    const step = { read: 0, afterId: 0, then: 'done' } as const;
    return unlessOvertaken(await writeScanStep(deps.db, right, step, () => Promise.resolve(noMirrorChange)), context);
  }
  const pages = readAhead({
    read: (afterId) => mirror.readIds(model, { afterId, limit: idsAtOnce }),
    idOf: (id) => id,
    afterId: begun.after_id,
    limit: idsAtOnce,
    mayGoOn: () => !isOver(),
  });
  let row = begun;
  for await (const { items: ids, isLast } of pages) {
    const { after_id: after } = row;
    const until = ids.at(-1) ?? after;
    const range = { after, until: isLast ? null : until };
    row = await keepAgain(context, row, await listDoubtful(deps.db, model, range, ids));
    const written = await writeScanStep(
      deps.db,
      right,
      { read: 0, afterId: until, ...(isLast ? { then: 'done' } : {}) },
      (transaction) => removeOthers(transaction, model, range, ids),
    );
    row = unlessOvertaken(written, context);
    context.beat();
  }
  return row;
};

/**
 * As many here as there: most times nothing is gone, and a number says so in a hundredth of the time that all ids take. That a deletion hides behind a record that
 * was never seen lasts until the full scan of the day, which compares all ids.
 */
const isNoneGone = async ({ deps, model }: MirrorContext, row: MirrorModelRow): Promise<boolean> => {
  if (row.scan_full || row.after_id > 0) return false;
  const kept = row.active_count + row.archived_count;
  const { mirror } = await deps.odoo();
  return kept === (await mirror.count(model, await greatestKept(deps.db, model)));
};

/** What has to be read again: what is missing here, and what those may have been merged into that are gone. */
const listDoubtful = async (
  db: Db,
  model: MirrorModel,
  range: IdRange,
  ids: readonly number[],
): Promise<readonly number[]> => {
  const missing = await listMissing(db, model, ids);
  return model === 'quants' ? [...missing, ...(await listTwinsOfOthers(db, range, ids))] : missing;
};
