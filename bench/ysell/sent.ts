import { sql } from 'kysely';
import type { Service } from '../../test/support/service.ts';
import { waitFor } from '../../test/support/wait.ts';

/** Waits until so many orders of the connection are at the prep centre. */
export const untilSent = async (
  { store }: Service,
  connection: string,
  count: number,
  withinMs: number,
): Promise<void> => {
  await waitFor(
    `${count} orders of ${connection} at the prep centre`,
    async () => {
      const { rows } = await sql<{ sent: number; waiting: unknown }>`
        select count(centre_id)::int as sent, (
          select json_agg(reason) from (select reason from attention
            where attention.connection = ${connection} and resolved_at is null limit 3) as open) as waiting
        from fulfilments where connection = ${connection}`.execute(store.db);
      return rows[0];
    },
    (row) => row !== undefined && row.sent >= count,
    { withinMs, describe: (row) => JSON.stringify(row) },
  );
};

/** Calls of the connection to its prep centre so far, from the exchange log. */
export const callsTo = async ({ store }: Service, connection: string): Promise<number> => {
  const { count } = await store.db
    .selectFrom('exchanges')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('connection', '=', connection)
    .where('direction', '=', 'out')
    .executeTakeFirstOrThrow();
  return count;
};
