import type { MirrorModel } from '../../domain/mirror/models.ts';
import type { Db } from '../../store/database.ts';
import { listKeptIds } from '../../store/mirror/keep-records.ts';
import type { IdRange } from '../../store/mirror/keep-records.ts';
import { listTwins } from '../../store/mirror/quant-places.ts';

export interface Difference {
  /** Kept, and not there any more. */
  readonly gone: readonly number[];
  /** There, and not kept. */
  readonly missing: readonly number[];
  /** What those that are gone may have been merged into: it shows no new time. */
  readonly doubtful: readonly number[];
}

/** What is kept of a range of ids, beside those that are there. */
export const differenceIn = async (
  db: Db,
  model: MirrorModel,
  range: IdRange,
  ids: readonly number[],
): Promise<Difference> => {
  const kept = await listKeptIds(db, model, range);
  const there = new Set(ids);
  const known = new Set(kept);
  const gone = kept.filter((id) => !there.has(id));
  return {
    gone,
    missing: ids.filter((id) => !known.has(id)),
    doubtful: model === 'quants' ? await listTwins(db, gone) : [],
  };
};
