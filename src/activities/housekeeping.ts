import { purgeOld } from '../store/purge.ts';
import type { Purged } from '../store/purge.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** Local activities of `housekeeping`: they touch only the database. */
export const createHousekeepingActivities = (deps: Pick<ActivityDependencies, 'db'> & { exchangeDays: number }) => ({
  purge: (): Promise<Purged> => purgeOld(deps.db, deps.exchangeDays),
});
