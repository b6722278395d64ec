import type { Kysely } from 'kysely';
import type { Odoo } from '../../connectors/odoo/client.ts';
import { htmlOfText } from '../../connectors/odoo/html.ts';
import { Failure, isFailure, isRetriedType } from '../../domain/failure.ts';
import { listDueNotes, notePosted, postponeNote, refuseNote } from '../../store/odoo-notes.ts';
import type { DueNote } from '../../store/odoo-notes.ts';
import type { Database } from '../../store/schema.ts';
import { retryDelayMs } from './retry-delay.ts';

const batch = 100;

/** Odoo as a whole did not do it: each note comes soon again, however often it was tried. */
const soonMs = 60_000;

export interface NotePoster {
  readonly db: Kysely<Database>;
  readonly odoo: Pick<Odoo, 'postNoteOnce'>;
  readonly signal: AbortSignal;
  /** Asked before each batch. */
  readonly mayGoOn: () => Promise<boolean>;
  /** Told of each note that was not posted. */
  readonly onProblem: (error: unknown) => void;
}

/**
 * Posts the notes that are due, all of a batch at once, so that they travel together; those of one record one after the other. Safe to repeat,
 * and from two processes at once: Odoo makes one message of each external id.
 *
 * @throws Failure that speaks of Odoo as a whole (out of reach, wrong password)
 */
export const postNotes = async (poster: NotePoster): Promise<void> => {
  for (;;) {
    const due = await listDueNotes(poster.db, batch);
    if (due.length === 0) return;
    const tries = await Promise.all(due.map((note) => postOne(poster, note)));
    await notePosted(
      poster.db,
      tries.flatMap((tried) => (tried.failure === null ? [tried.note.id] : [])),
    );
    if (poster.signal.aborted) return;
    for (const { note, failure } of tries) if (failure !== null) await settleFailure(poster, note, failure);
    const ofAll = tries.find(({ failure }) => failure !== null && isRetriedType(failure.type))?.failure;
    if (ofAll !== null && ofAll !== undefined) throw ofAll;
    if (!(await poster.mayGoOn())) return;
  }
};

interface Tried {
  readonly note: DueNote;
  readonly failure: Failure | null;
}

const postOne = async ({ odoo }: NotePoster, note: DueNote): Promise<Tried> => {
  try {
    const record = { model: note.model, id: note.recordId };
    await odoo.postNoteOnce(note.externalId, record, `<p>${htmlOfText(note.text)}</p>`);
    return { note, failure: null };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { note, failure: error };
  }
};

const settleFailure = async ({ db, onProblem }: NotePoster, note: DueNote, failure: Failure): Promise<void> => {
  if (isRetriedType(failure.type)) {
    await postponeNote(db, note.id, soonMs);
    return;
  }
  // What cannot be read is no "no": something between us and Odoo may have answered.
  if (failure.type === 'BadResponse') await postponeNote(db, note.id, retryDelayMs(note.attempts + 1));
  else await refuseNote(db, note.id, failure.message);
  onProblem(
    new Failure(failure.type, `Note "${note.text.slice(0, 80)}" was not posted: ${failure.message}`, failure.data),
  );
};
