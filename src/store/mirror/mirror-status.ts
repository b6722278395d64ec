import type { Selectable } from 'kysely';
import { mirrorModels } from '../../domain/mirror/models.ts';
import type { MirrorModel } from '../../domain/mirror/models.ts';
import type { Db } from '../database.ts';
import type { MirrorRunsTable } from '../mirror-tables.ts';
import type { MirrorModelRow } from './scan.ts';

export type MirrorRunRow = Selectable<MirrorRunsTable>;

export interface MirrorStatus {
  /** The run that is under way. */
  readonly running: MirrorRunRow | undefined;
  /** The last one that ended. */
  readonly last: MirrorRunRow | undefined;
  /** Of each model what is known of it; undefined before anybody asked for it. */
  readonly models: ReadonlyMap<MirrorModel, MirrorModelRow>;
}

/** How the mirror stands. Nothing is counted for it, however many records there are. */
export const readMirrorStatus = async (db: Db): Promise<MirrorStatus> => {
  const runs = db.selectFrom('mirror_runs').selectAll().orderBy('id', 'desc').limit(1);
  const [models, running, last] = await Promise.all([
    db.selectFrom('mirror_models').selectAll().where('model', 'in', mirrorModels).execute(),
    runs.where('finished_at', 'is', null).executeTakeFirst(),
    runs.where('finished_at', 'is not', null).executeTakeFirst(),
  ]);
  return { running, last, models: new Map(models.map((row) => [row.model, row])) };
};

/** Seconds since the last reading of each model began that came to its end, by our clock. */
export const mirrorAges = ({ models }: MirrorStatus, now: Date): { model: MirrorModel; seconds: number }[] =>
  [...models.values()].flatMap(({ model, began_at: beganAt }) =>
    beganAt === null ? [] : [{ model, seconds: Math.max(0, (now.getTime() - beganAt.getTime()) / 1_000) }],
  );
