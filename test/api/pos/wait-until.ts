import { sql } from 'kysely';
import type { Store } from '../../../src/store/database.ts';
import { waitFor } from '../../support/wait.ts';

/** Until somebody waits for a lock on the table. */
export const connectionsWaitFor = async (store: Store, table: string): Promise<void> => {
  await waitFor(
    `a lock on ${table} to be waited for`,
    async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from pg_locks where relation = ${table}::regclass and not granted`.execute(store.db);
      return rows[0]?.count ?? 0;
    },
    (count) => count > 0,
  );
};
