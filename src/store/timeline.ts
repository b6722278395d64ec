import { sql } from 'kysely';
import { json } from './database.ts';
import type { Db } from './database.ts';

/** What has a timeline. */
export type TimelineTarget = 'order' | 'pos-order' | 'fulfilment' | 'delivery';

export interface TimelineEntry {
  readonly connection: string;
  /** External id of the order, the key of the order of a point of sale, the id of the sale order that is shipped, or `<pickingId>:<n>` of a courier's shipment. */
  readonly externalId: string;
  /** Default `order`. */
  readonly type?: TimelineTarget;
}

/** One sentence about what happened to an order, for people. */
export const tell = async (db: Db, target: TimelineEntry, ...sentences: readonly string[]): Promise<void> =>
  tellAll(
    db,
    sentences.map((text) => ({ ...target, text })),
  );

/** Sentences about many orders, in their order. */
export const tellAll = async (
  db: Db,
  entries: readonly (TimelineEntry & { readonly text: string })[],
): Promise<void> => {
  if (entries.length === 0) return;
  const given = entries.map(({ connection, externalId, type = 'order', text }) => [connection, type, externalId, text]);
  await sql`
    insert into timeline (connection, target_type, target_id, text)
    select entry ->> 0, entry ->> 1, entry ->> 2, entry ->> 3
    from jsonb_array_elements(${json(given)}::jsonb) with ordinality as given(entry, place) order by place`.execute(db);
};
