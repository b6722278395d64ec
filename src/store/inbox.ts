import { sql } from 'kysely';
import type { Insertable } from 'kysely';
import { channels } from '../domain/names.ts';
import { json } from './database.ts';
import type { Db } from './database.ts';
import type { OrderKey } from './orders.ts';
import type { Database } from './schema.ts';

export type NewFact = Pick<
  Insertable<Database['inbox']>,
  'connection' | 'event_key' | 'target_id' | 'revision' | 'source' | 'kind'
> & { payload: Record<string, unknown> };

/** Stores facts about orders; one whose event key is known is left out. Dispatchers are told when the transaction commits. */
export const storeFacts = async (db: Db, facts: readonly NewFact[]): Promise<void> => {
  if (facts.length === 0) return;
  await db
    .insertInto('inbox')
    .values(facts.map((fact) => ({ ...fact, target_type: 'order' as const, payload: json(fact.payload) })))
    .onConflict((conflict) => conflict.columns(['connection', 'event_key']).doNothing())
    .execute();
  await sql`select pg_notify(${channels.inbox}, '')`.execute(db);
};

/**
 * Marks what a run has seen to: every open fact of the order up to this revision. What Odoo said is seen to only by reading Odoo again; all
 * else stands in the row.
 */
export const settleFacts = async (
  db: Db,
  key: OrderKey,
  { upTo, sawOdoo, outcome }: { upTo: number; sawOdoo: boolean; outcome: string },
): Promise<void> => {
  await db
    .updateTable('inbox')
    .set({ done_at: new Date(), outcome })
    .where('connection', '=', key.connection)
    .where('target_type', '=', 'order')
    .where('target_id', '=', key.externalId)
    .where('done_at', 'is', null)
    .where('revision', '<=', upTo)
    .$if(!sawOdoo, (facts) => facts.where('kind', '!=', 'odoo'))
    .execute();
};
