import { mirrorLines } from '../../domain/mirror/log-lines.ts';
import { beginningOfWindow, endOfWindow } from '../../domain/mirror/window.ts';
import type { ScanClocks } from '../../domain/mirror/window.ts';
import { databaseTime } from '../../store/finished-runs.ts';
import { beginScan, countAsFull } from '../../store/mirror/scan.ts';
import type { MirrorModelRow } from '../../store/mirror/scan.ts';
import type { MirrorContext } from './mirror-context.ts';
import { unlessOvertaken } from './mirror-context.ts';

/**
 * Goes on with the scan that was left unfinished, or begins the one that is wanted.
 *
 * @param beganAt before anything else: who asked until then is answered by a scan that begins now
 * @returns null when there is nothing to do
 */
export const resumeOrBegin = async (
  context: MirrorContext,
  row: MirrorModelRow,
  beganAt: Date,
): Promise<MirrorModelRow | null> => {
  const { db } = context.deps;
  if (row.stage !== null && (row.scan_full || !row.full_wanted)) {
    return row.full_wanted ? unlessOvertaken(await countAsFull(db, context.right), context) : row;
  }
  if (row.stage === null && row.wanted_at === null) return null;
  const { mirror } = await context.deps.odoo();
  const { newestAt, serverTime } = await mirror.newest(context.model);
  const before = clocksOfLast(row);
  // Asked after Odoo: the time since the last scan rather seems longer than it was, and the window begins earlier.
  const ourTime = await databaseTime(db);
  const from = before === null ? null : beginningOfWindow(before, { serverTime, ourTime });
  const full = from === null || row.full_wanted || isStale(row.full_at, ourTime);
  const reads = full || (newestAt !== null && endOfWindow(newestAt) > from);
  context.log.info(mirrorLines.modelBegins(context.model));
  const begun = await beginScan(db, context.right, { full, from, reads, newestAt, serverTime, beganAt });
  return unlessOvertaken(begun, context);
};

/**
 * What Odoo, or a person, changes past Odoo's own ways (by SQL) leaves no trace in `write_date`: once a day everything is read, so that no difference stays for
 * longer.
 */
const fullEveryMs = 24 * 60 * 60_000;
const isStale = (fullAt: Date | null, now: Date): boolean =>
  fullAt === null || now.getTime() - fullAt.getTime() > fullEveryMs;

/** Null: no scan came to its end yet. */
const clocksOfLast = ({
  newest_at: newestAt,
  server_at: serverTime,
  began_at: ourTime,
}: MirrorModelRow): ScanClocks | null =>
  serverTime === null || ourTime === null ? null : { newestAt, serverTime, ourTime };
