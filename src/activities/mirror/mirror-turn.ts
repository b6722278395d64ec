import { isFailure, isRetriedType } from '../../domain/failure.ts';
import { mirrorLines } from '../../domain/mirror/log-lines.ts';
import type { MirrorProgress } from '../../domain/mirror/mirror-run.ts';
import { mirrorProgressOf } from '../../store/mirror/progress.ts';
import { drawMirrorRight, failScan, restScan } from '../../store/mirror/scan.ts';
import type { MirrorModelRow } from '../../store/mirror/scan.ts';
import { odooConnection, watchingHealth } from '../connection-health.ts';
import { resumeOrBegin } from './begin-scan.ts';
import { compareIds } from './compare-ids.ts';
import { followMoves } from './follow-moves.ts';
import type { MirrorContext } from './mirror-context.ts';
import { unlessOvertaken } from './mirror-context.ts';
import { readRecords } from './read-records.ts';

/**
 * Works on one model for one turn, from where the last one ended: the row says where. Safe to repeat, and to run twice at once: each attempt draws the right to
 * write, and each page is written together with how far it is.
 *
 * @throws Failure that is tried again; one that is not becomes the model's error
 */
export const mirrorTurn = async (turn: Omit<MirrorContext, 'right'>): Promise<MirrorProgress> => {
  const { deps, log, model } = turn;
  const { right, row, now } = await drawMirrorRight(deps.db, model);
  const context = { ...turn, right };
  try {
    const after = await watchingHealth(deps.db, odooConnection, () => work(context, row, now));
    if (after === null) return mirrorProgressOf(row);
    const progress = mirrorProgressOf(after);
    if (after.stage === null) log.info(mirrorLines.modelDone(progress));
    return progress;
  } catch (error) {
    if (!isFailure(error) || isRetriedType(error.type)) throw error;
    log.warn(mirrorLines.modelFailed(model, error.message));
    const failed = await failScan(deps.db, right, {
      message: error.message,
      code: error.data.code ?? null,
      beganAt: now,
    });
    return mirrorProgressOf(unlessOvertaken(failed, context));
  } finally {
    await restScan(deps.db, right);
  }
};

const work = async (context: MirrorContext, row: MirrorModelRow, now: Date): Promise<MirrorModelRow | null> => {
  const begun = await resumeOrBegin(context, row, now);
  if (begun === null) return null;
  const read = begun.stage === 'reading' ? await readRecords(context, begun) : begun;
  if (read.stage !== 'comparing' || context.isOver()) return read;
  const followed = await followMoves(context, read);
  return followed.moves_after === null && !context.isOver() ? compareIds(context, followed) : followed;
};
