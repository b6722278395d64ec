import { sql } from 'kysely';
import { channels } from '../domain/names.ts';
import type { Db } from './database.ts';

/** A note for the chatter of a record in Odoo. */
export interface OdooNote {
  /** With the module `conveyor`: by it the note is posted once. */
  readonly externalId: string;
  readonly connection: string;
  readonly model: 'sale.order' | 'stock.picking';
  readonly recordId: number;
  /** Plain text. */
  readonly text: string;
}

export interface DueNote extends OdooNote {
  readonly id: number;
  /** Tries that failed. */
  readonly attempts: number;
}

/** Keeps the note until it is posted. In the transaction that wrote what it tells of. Safe to repeat: the first text stays. */
export const noteInOdoo = async (db: Db, note: OdooNote): Promise<void> => {
  await db
    .insertInto('odoo_notes')
    .values({
      external_id: note.externalId,
      connection: note.connection,
      model: note.model,
      record_id: note.recordId,
      text: note.text,
    })
    .onConflict((conflict) => conflict.column('external_id').doNothing())
    .execute();
  await sql`select pg_notify(${channels.attention}, '')`.execute(db);
};

/** The oldest note of each record, where it is due: those of one record are posted one after the other. */
export const listDueNotes = async (db: Db, atMost: number): Promise<readonly DueNote[]> => {
  const { rows } = await sql<DueNote>`
    select id, external_id as "externalId", connection, model, record_id as "recordId", text, attempts
    from odoo_notes as note
    where posted_at is null and refused is null and next_at <= now() and not exists (
      select from odoo_notes as earlier
      where earlier.posted_at is null and earlier.refused is null
        and earlier.model = note.model and earlier.record_id = note.record_id and earlier.id < note.id)
    order by next_at, id limit ${atMost}`.execute(db);
  return rows;
};

export const notePosted = async (db: Db, ids: readonly number[]): Promise<void> => {
  if (ids.length === 0) return;
  await db
    .updateTable('odoo_notes')
    .set({ posted_at: sql<Date>`now()` })
    .where('id', 'in', [...ids])
    .execute();
};

/** The next try, so long from now. */
export const postponeNote = async (db: Db, id: number, afterMs: number): Promise<void> => {
  await db
    .updateTable('odoo_notes')
    .set({ attempts: sql`attempts + 1`, next_at: sql`now() + ${afterMs} * interval '1 millisecond'` })
    .where('id', '=', id)
    .execute();
};

/** Odoo will not have it: it stays for people to see, and holds up none that follow. */
export const refuseNote = async (db: Db, id: number, words: string): Promise<void> => {
  await db.updateTable('odoo_notes').set({ refused: words }).where('id', '=', id).execute();
};
