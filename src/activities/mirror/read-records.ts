import type { MirrorWindow } from '../../domain/mirror/odoo-mirror.ts';
import { endOfWindow } from '../../domain/mirror/window.ts';
import { bothChanges, keepRecords, removeRecords } from '../../store/mirror/keep-records.ts';
import { writeScanStep } from '../../store/mirror/scan.ts';
import type { MirrorModelRow } from '../../store/mirror/scan.ts';
import { differenceIn } from './difference-in.ts';
import { keepAgain } from './keep-again.ts';
import type { MirrorContext } from './mirror-context.ts';
import { unlessOvertaken } from './mirror-context.ts';
import { readAhead } from './read-ahead.ts';

/** Keeps the records of the scan's window, page by page. @returns the row after the last one */
export const readRecords = async (context: MirrorContext, begun: MirrorModelRow): Promise<MirrorModelRow> => {
  const { deps, model, right, pageSize: limit, isOver } = context;
  const { mirror } = await deps.odoo();
  const window = windowOf(begun);
  const pages = readAhead({
    read: (afterId) => mirror.readPage(model, { ...window, afterId, limit }),
    idOf: ({ id }) => id,
    afterId: begun.after_id,
    limit,
    mayGoOn: () => !isOver(),
  });
  let row = begun;
  for await (const { items, isLast } of pages) {
    const { after_id: after } = row;
    const step = { read: items.length, afterId: items.at(-1)?.id ?? after };
    // Where everything is read, what is not among it is gone.
    const range = begun.scan_full ? { after, until: isLast ? null : step.afterId } : null;
    const ids = items.map(({ id }) => id);
    const { gone, doubtful } = range === null ? nothingGone : await differenceIn(deps.db, model, range, ids);
    if (doubtful.length > 0) row = await keepAgain(context, row, doubtful);
    const written = await writeScanStep(
      deps.db,
      right,
      isLast ? { ...step, then: 'comparing' } : step,
      async (transaction) => {
        const kept = await keepRecords(transaction, model, items);
        return bothChanges(kept, await removeRecords(transaction, model, gone));
      },
    );
    row = unlessOvertaken(written, context);
    context.beat();
  }
  return row;
};

const nothingGone = { gone: [], doubtful: [] } as const;

const windowOf = ({ scan_full: full, scan_from: from, scan_newest: newest }: MirrorModelRow): MirrorWindow =>
  full || newest === null ? { from: null, until: null } : { from, until: endOfWindow(newest) };
