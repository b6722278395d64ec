import type { ColumnType, Generated } from 'kysely';
import type { mirrored, MirrorColumnKind, MirrorModel } from '../domain/mirror/models.ts';
import type { NullableTimestamp, Timestamp } from './column-types.ts';

/** What the database gives for a column of the mirror. */
interface Kept {
  id: number | null;
  text: string | null;
  flag: boolean | null;
  decimal: string | null;
  money: string | null;
  time: ColumnType<Date | null, string | null, string | null>;
  date: ColumnType<string | null, string | null, string | null>;
}

type ColumnsOf<M extends MirrorModel> = (typeof mirrored)[M]['columns'];

/** Records of one model of Odoo as they were last read. */
export type MirrorTable<M extends MirrorModel> = {
  id: number;
  active: boolean;
  write_date: Timestamp;
} & { [C in keyof ColumnsOf<M>]: Kept[Extract<ColumnsOf<M>[C], MirrorColumnKind>] };

/** All tables of the mirror by name. */
export type MirrorTables = { [M in MirrorModel as `mirror_${M}`]: MirrorTable<M> };

/** How far each model is; a row for each, from the beginning. */
export interface MirrorModelsTable {
  model: MirrorModel;
  /** Drawn by each attempt that reads; only the newest may write. */
  epoch: Generated<number>;
  /** Raised by every write that changed a record: answers of before are out of date. */
  version: Generated<number>;
  /** When somebody last asked for it, if it was not begun since. */
  wanted_at: NullableTimestamp;
  full_wanted: Generated<boolean>;
  /** The scan that is under way, or was left unfinished; null: none. */
  stage: 'reading' | 'comparing' | null;
  scan_full: Generated<boolean>;
  /** What was written before was read by earlier scans; null: there were none. A full scan reads it again. */
  scan_from: NullableTimestamp;
  /** The newest record when it began, by the clock of Odoo's database. */
  scan_newest: NullableTimestamp;
  /** The time of Odoo's server when it began. */
  scan_server_at: NullableTimestamp;
  /** By the clock of this database, as all times that are not said to be Odoo's. */
  scan_began_at: NullableTimestamp;
  /** What comes next has a greater id. */
  after_id: Generated<number>;
  /** Of quants: up to which move line the places were read again that may have been merged; null: up to the last one. */
  moves_after: number | null;
  /** Counts of the scan under way, or of the last one. */
  read: Generated<number>;
  updated: Generated<number>;
  removed: Generated<number>;
  /** Somebody works on it until then, unless it died. */
  active_until: NullableTimestamp;
  /** Records there are, kept with each write: nobody has to count them. */
  active_count: Generated<number>;
  archived_count: Generated<number>;
  /** Of the last finished scan: the newest record and the time of Odoo's server when it began, when it began and ended by our own clock. */
  newest_at: NullableTimestamp;
  server_at: NullableTimestamp;
  /** When the last full scan that was finished began. */
  full_at: NullableTimestamp;
  began_at: NullableTimestamp;
  finished_at: NullableTimestamp;
  /** When a record last came in or changed. */
  received_at: NullableTimestamp;
  error: string | null;
  /** `no-access`: the user may not read it. */
  error_code: string | null;
  error_at: NullableTimestamp;
}

/** Runs of `mirrorOdoo`; one without an end is under way (a sweep ends those that were ended by hand). */
export interface MirrorRunsTable {
  id: Generated<number>;
  /** `<workflow id>/<run id>`. */
  run: string;
  started_at: Timestamp;
  finished_at: NullableTimestamp;
  /** False where a model could not be read, or the run was ended before its end. */
  ok: boolean | null;
  error: string | null;
}
