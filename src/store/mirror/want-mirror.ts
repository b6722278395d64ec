import { sql } from 'kysely';
import { mirrorModels } from '../../domain/mirror/models.ts';
import type { MirrorModel } from '../../domain/mirror/models.ts';
import type { Db } from '../database.ts';

/** What is to be brought up to date. */
export interface MirrorWish {
  /** Default: all. */
  readonly models?: readonly MirrorModel[] | undefined;
  /** Reads every record, not only what was written since the last time. */
  readonly full?: boolean | undefined;
}

/**
 * Notes that somebody wants the models read: by the next run, or by the one that runs, when it is through with what it does. Asking again before they
 * are begun changes nothing, but that a full reading stays one.
 */
export const wantMirror = async (db: Db, { models = mirrorModels, full = false }: MirrorWish): Promise<void> => {
  // In one order, so that two who ask at once do not wait for each other.
  await sql`
    insert into mirror_models as row (model, wanted_at, full_wanted)
    select model, clock_timestamp(), ${full} from unnest(${[...new Set(models)]}::text[]) as wanted(model) order by model
    on conflict (model) do update set
      wanted_at = clock_timestamp(), full_wanted = row.full_wanted or excluded.full_wanted`.execute(db);
};

/** Models that are wanted and not begun since, in the order in which they are read. */
export const listWantedModels = async (db: Db): Promise<readonly MirrorModel[]> => {
  const rows = await db.selectFrom('mirror_models').select('model').where('wanted_at', 'is not', null).execute();
  const wanted = new Set(rows.map(({ model }) => model));
  return mirrorModels.filter((model) => wanted.has(model));
};

/**
 * A person has stopped it: nothing is wanted any more, and whoever is at it may write no more. What is half read stays so, and is read to its end the
 * next time.
 */
export const stopMirror = async (db: Db): Promise<void> => {
  await db
    .updateTable('mirror_models')
    .set({ wanted_at: null, full_wanted: false, epoch: sql`epoch + 1`, active_until: null })
    .execute();
};
