import { isFailure } from '../../domain/failure.ts';
import type { MirrorRecord } from '../../domain/mirror/odoo-mirror.ts';
import { noMirrorChange } from '../../store/mirror/keep-records.ts';
import { listQuantsAtMoves } from '../../store/mirror/quant-places.ts';
import type { MovedGoods } from '../../store/mirror/quant-places.ts';
import { writeScanStep } from '../../store/mirror/scan.ts';
import type { MirrorModelRow } from '../../store/mirror/scan.ts';
import { keepAgain } from './keep-again.ts';
import type { MirrorContext } from './mirror-context.ts';
import { unlessOvertaken } from './mirror-context.ts';
import { readAhead } from './read-ahead.ts';

/**
 * Reads the quants again at which goods have moved since the scan before: one that came and was merged into another in between was never seen, and the other
 * one shows no new `write_date` (see quant-places.ts). @returns the row after the last move line
 */
export const followMoves = async (context: MirrorContext, begun: MirrorModelRow): Promise<MirrorModelRow> => {
  const { deps, right, pageSize: limit, isOver } = context;
  if (begun.moves_after === null) return begun;
  const { mirror } = await deps.odoo();
  const pages = readAhead({
    read: (afterId) => mirror.readPage('move_lines', { from: begun.scan_from, until: null, afterId, limit }),
    idOf: ({ id }) => id,
    afterId: begun.moves_after,
    limit,
    mayGoOn: () => !isOver(),
  });
  const followedTo = async (movesAfter: number | null): Promise<MirrorModelRow> =>
    unlessOvertaken(
      await writeScanStep(deps.db, right, { read: 0, movesAfter }, () => Promise.resolve(noMirrorChange)),
      context,
    );
  let row = begun;
  try {
    for await (const { items, isLast } of pages) {
      row = await keepAgain(context, row, await listQuantsAtMoves(deps.db, items.flatMap(movedIn)));
      row = await followedTo(isLast ? null : (items.at(-1)?.id ?? null));
    }
    return row;
  } catch (error) {
    // A user who may see quants need not see moves.
    if (!isFailure(error) || error.data.code !== 'no-access') throw error;
    return followedTo(null);
  }
};

const movedIn = ({ product_id, location_id, location_dest_id, lot_id }: MirrorRecord): readonly MovedGoods[] =>
  typeof product_id === 'number' && typeof location_id === 'number' && typeof location_dest_id === 'number'
    ? [{ product_id, location_id, location_dest_id, lot_id: typeof lot_id === 'number' ? lot_id : null }]
    : [];
