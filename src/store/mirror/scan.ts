import { sql } from 'kysely';
import type { Kysely, Selectable, UpdateObject } from 'kysely';
import type { MirrorModel } from '../../domain/mirror/models.ts';
import type { Db } from '../database.ts';
import type { MirrorModelsTable } from '../mirror-tables.ts';
import type { Database } from '../schema.ts';
import type { MirrorChange } from './keep-records.ts';

export type MirrorModelRow = Selectable<MirrorModelsTable>;

/** The right of one attempt to write a model: every attempt before it may write no more. */
export interface MirrorRight {
  readonly model: MirrorModel;
  readonly epoch: number;
}

/** Whoever works shows it again within this time. */
const activeForMs = 30_000;

/** Draws the right to write the model. @returns the row as it stands, and the time by the database's clock */
export const drawMirrorRight = async (
  db: Db,
  model: MirrorModel,
): Promise<{ right: MirrorRight; row: MirrorModelRow; now: Date }> => {
  const row = await db
    .updateTable('mirror_models')
    .set({ epoch: sql`epoch + 1`, active_until: activeUntil })
    .where('model', '=', model)
    .returningAll()
    .returning(sql<Date>`clock_timestamp()`.as('now'))
    .executeTakeFirstOrThrow();
  return { right: { model, epoch: row.epoch }, row, now: row.now };
};

export const readMirrorModel = (db: Db, model: MirrorModel): Promise<MirrorModelRow> =>
  db.selectFrom('mirror_models').selectAll().where('model', '=', model).executeTakeFirstOrThrow();

const activeUntil = sql<Date>`clock_timestamp() + ${activeForMs} * interval '1 millisecond'`;

type Changes = UpdateObject<Database, 'mirror_models'>;

/** @returns the row afterwards, or null when a newer attempt may write */
const change = async (db: Db, { model, epoch }: MirrorRight, changes: Changes): Promise<MirrorModelRow | null> => {
  const row = await db
    .updateTable('mirror_models')
    .set(changes)
    .where('model', '=', model)
    .where('epoch', '=', epoch)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
};

export interface NewScan {
  readonly full: boolean;
  /** What was written before was read by earlier scans; null: there were none. */
  readonly from: Date | null;
  /** Whether there is anything to read; if not, only ids are compared. */
  readonly reads: boolean;
  readonly newestAt: Date | null;
  readonly serverTime: Date;
  /** Before Odoo was asked anything: who asked for the scan until then has it now. */
  readonly beganAt: Date;
}

/** Begins a scan from the first record, whatever was left of another one. */
export const beginScan = (db: Db, right: MirrorRight, scan: NewScan): Promise<MirrorModelRow | null> =>
  change(db, right, {
    stage: scan.reads ? 'reading' : 'comparing',
    moves_after: firstMove(right.model, scan.from),
    scan_full: scan.full,
    scan_from: scan.from,
    scan_newest: scan.newestAt,
    scan_server_at: scan.serverTime,
    scan_began_at: scan.beganAt,
    after_id: 0,
    read: 0,
    updated: 0,
    removed: 0,
    error: null,
    error_code: null,
    error_at: null,
    ...answeredBy(scan.beganAt),
    full_wanted: sql<boolean>`full_wanted and not ${scan.full}`,
    active_until: activeUntil,
  });

/** Places of quants are read again by the move lines that were written since. */
const firstMove = (model: MirrorModel, from: Date | null): number | null =>
  model === 'quants' && from !== null ? 0 : null;

/** Who asked before is answered; who asked later is not. */
const answeredBy = (beganAt: Date): Changes => ({
  wanted_at: sql<Date | null>`case when wanted_at > ${beganAt} then wanted_at end`,
});

/** A full scan that is under way, or was left unfinished, is the one that was wanted; what was written since it began is read by the next. */
export const countAsFull = (db: Db, right: MirrorRight): Promise<MirrorModelRow | null> =>
  change(db, right, { full_wanted: false });

export interface ScanStep {
  /** Records that were read. */
  readonly read: number;
  /** Left out: as far as it was. */
  readonly afterId?: number;
  /** Of quants: the last move line that was followed; null: it was the last one there is. */
  readonly movesAfter?: number | null;
  /** `comparing` when everything is read, `done` when everything is compared. */
  readonly then?: 'comparing' | 'done';
}

/** Writes what one page of Odoo changes, and how far the scan is, together or not at all. @returns null when a newer attempt may write */
export const writeScanStep = (
  db: Kysely<Database>,
  right: MirrorRight,
  step: ScanStep,
  write: (transaction: Db) => Promise<MirrorChange>,
): Promise<MirrorModelRow | null> =>
  db.transaction().execute(async (trx) => {
    // Held until the end: a newer attempt is drawn before or after it.
    if ((await change(trx, right, { active_until: activeUntil })) === null) return null;
    const changed = await write(trx);
    const isChange = changed.updated + changed.removed > 0;
    return change(trx, right, {
      ...(step.afterId === undefined ? {} : { after_id: step.then === undefined ? step.afterId : 0 }),
      ...(step.movesAfter === undefined ? {} : { moves_after: step.movesAfter }),
      read: sql<number>`read + ${step.read}`,
      updated: sql<number>`updated + ${changed.updated}`,
      removed: sql<number>`removed + ${changed.removed}`,
      active_count: sql<number>`active_count + ${changed.active}`,
      archived_count: sql<number>`archived_count + ${changed.archived}`,
      ...(isChange ? { version: sql<number>`version + 1`, received_at: sql<Date>`clock_timestamp()` } : {}),
      ...(step.then === 'comparing' ? { stage: 'comparing' } : {}),
      ...(step.then === 'done' ? finished : {}),
    });
  });

const finished = {
  stage: null,
  newest_at: sql<Date | null>`scan_newest`,
  server_at: sql<Date | null>`scan_server_at`,
  began_at: sql<Date | null>`scan_began_at`,
  full_at: sql<Date | null>`case when scan_full then scan_began_at else full_at end`,
  finished_at: sql<Date>`clock_timestamp()`,
  error: null,
  error_code: null,
  error_at: null,
} satisfies Changes;

/** The model cannot be read, and not by trying again: whoever asked has this for an answer. What is half read goes on from there the next time. */
export const failScan = (
  db: Db,
  right: MirrorRight,
  failure: { readonly message: string; readonly code: string | null; readonly beganAt: Date },
): Promise<MirrorModelRow | null> =>
  change(db, right, {
    error: failure.message,
    error_code: failure.code,
    error_at: sql<Date>`clock_timestamp()`,
    ...answeredBy(failure.beganAt),
    full_wanted: sql<boolean>`full_wanted and wanted_at > ${failure.beganAt}`,
  });

/** Nobody works on it now. */
export const restScan = (db: Db, right: MirrorRight): Promise<MirrorModelRow | null> =>
  change(db, right, { active_until: null });
