import { greatestKept, noMirrorChange, removeRecords } from '../../store/mirror/keep-records.ts';
import { writeScanStep } from '../../store/mirror/scan.ts';
import type { MirrorModelRow } from '../../store/mirror/scan.ts';
import { differenceIn } from './difference-in.ts';
import { keepAgain } from './keep-again.ts';
import type { MirrorContext } from './mirror-context.ts';
import { unlessOvertaken } from './mirror-context.ts';
import { readAhead } from './read-ahead.ts';

/** Ids weigh little: so many are asked for at once. */
const idsAtOnce = 10_000;

/**
 * Compares all ids there are in Odoo with all that are kept, unless their numbers say enough: removes what is gone, and reads what is missing (a user who may see more now, a transaction that
 * took very long). Nothing else finds deletions. @returns the row after the last page
 */
export const compareIds = async (context: MirrorContext, begun: MirrorModelRow): Promise<MirrorModelRow> => {
  const { deps, model, right, isOver } = context;
  const { mirror } = await deps.odoo();
  const numbers = await compareNumbers(context, begun);
  if (numbers.isSame) {
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
  let { row } = numbers;
  for await (const { items: ids, isLast } of pages) {
    const { after_id: after } = row;
    const until = ids.at(-1) ?? after;
    const range = { after, until: isLast ? null : until };
    const { gone, missing, doubtful } = await differenceIn(deps.db, model, range, ids);
    row = await keepAgain(context, row, [...missing, ...doubtful]);
    const written = await writeScanStep(
      deps.db,
      right,
      { read: 0, afterId: until, ...(isLast ? { then: 'done' } : {}) },
      (transaction) => removeRecords(transaction, model, gone),
    );
    row = unlessOvertaken(written, context);
    context.beat();
  }
  return row;
};

/**
 * Reads what is there behind the last id that is kept, and compares how many there are up to it: most times they are as many, and nothing is gone, which a number says
 * in a hundredth of the time that all ids take. That a deletion hides behind a record that was never seen lasts until the full scan of the day, which sees both.
 */
const compareNumbers = async (
  context: MirrorContext,
  begun: MirrorModelRow,
): Promise<{ readonly row: MirrorModelRow; readonly isSame: boolean }> => {
  const { deps, model } = context;
  // Some ids are compared already.
  if (begun.after_id > 0) return { row: begun, isSame: false };
  const { mirror } = await deps.odoo();
  const greatest = await greatestKept(deps.db, model);
  const newer = await mirror.readIds(model, { afterId: greatest, limit: idsAtOnce });
  if (newer.length === idsAtOnce) return { row: begun, isSame: false };
  const row = await keepAgain(context, begun, newer);
  const there = await mirror.count(model, newer.at(-1) ?? greatest);
  return { row, isSame: there === row.active_count + row.archived_count };
};
