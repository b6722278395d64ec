import { z } from 'zod';
import { createHash } from 'node:crypto';
import { Failure, isFailure } from '../../domain/failure.ts';
import { odooExternalId } from '../../domain/odoo-external-id.ts';
import type { OdooRecord } from './client.ts';
import { groupOrders } from './groups.ts';
import type { Operations } from './groups.ts';
import { htmlOfText } from './html.ts';
import { checkExternalId, loadOnce } from './load-once.ts';
import type { Rpc } from './rpc.ts';
import { anything, id } from './values.ts';

interface Note {
  readonly externalId: string;
  readonly record: OdooRecord;
  readonly body: string;
}

const noteColumns = ['id', 'model', 'res_id', 'body', 'message_type', 'subtype_id/id'];

/** Notes in the chatter as raw messages by `load`: `message_post` would post again on a repeat (odoo.md §4). */
export const createPostNoteOnce = (operations: Operations): ((note: Note) => Promise<void>) => {
  const post = groupOrders<Note, number>(operations, {
    shapeOf: () => '',
    keyOf: ({ externalId }) => externalId,
    run: (notes) =>
      loadOnce(
        operations.rpc,
        { model: 'mail.message', columns: noteColumns },
        notes.map(({ externalId, record, body }) => ({
          externalId,
          about: `note on ${record.model} ${record.id}`,
          rows: [[externalId, record.model, record.id, body, 'comment', 'mail.mt_note']],
        })),
      ),
  });
  return async (note) => {
    checkExternalId(note.externalId);
    await post(note);
  };
};

export interface ActivityDraft {
  readonly summary: string;
  /** Plain text. */
  readonly note: string;
  readonly userId: number | null;
}

/** External ids of the models' own records, since `ir.model` is closed to users without settings rights. */
const modelExternalIds: Readonly<Record<OdooRecord['model'], string>> = {
  'sale.order': 'sale.model_sale_order',
  'stock.picking': 'stock.model_stock_picking',
  'res.partner': 'base.model_res_partner',
};

/**
 * A to-do on a record, once per summary while it is open. A closed one is deleted or archived by Odoo and keeps its external id, so the id
 * counts the closed ones; two callers at once count the same and make one.
 */
export const scheduleActivityOnce = async (rpc: Rpc, record: OdooRecord, activity: ActivityDraft): Promise<number> => {
  const about = `activity "${activity.summary}" on ${record.model} ${record.id}`;
  const same = await rpc.call(
    {
      model: 'mail.activity',
      method: 'search_read',
      params: {
        domain: [
          ['res_model', '=', record.model],
          ['res_id', '=', record.id],
          ['summary', '=', activity.summary],
        ],
        fields: ['active'],
        order: 'id asc',
      },
      context: { active_test: false },
      effect: 'read',
      about,
    },
    z.array(z.object({ id, active: z.boolean() })),
  );
  const open = same.find((one) => one.active);
  if (open !== undefined) return open.id;
  const summaryHash = createHash('sha256').update(activity.summary).digest('hex').slice(0, 16);
  const externalId = odooExternalId(['activity', record.model, String(record.id), summaryHash, String(same.length)]);
  const columns = ['id', 'res_model_id/id', 'res_id', 'activity_type_id/id', 'summary', 'note', 'date_deadline'];
  const row = [
    externalId,
    modelExternalIds[record.model],
    record.id,
    'mail.mail_activity_data_todo',
    activity.summary,
    htmlOfText(activity.note),
    new Date().toISOString().slice(0, 10),
  ];
  const [withUser, userCell] = activity.userId === null ? [[], []] : [['user_id/.id'], [activity.userId]];
  const schedule = async (context: Readonly<Record<string, unknown>>): Promise<number> => {
    const load = { model: 'mail.activity', columns: [...columns, ...withUser], context };
    const [outcome] = await loadOnce(rpc, load, [{ externalId, about, rows: [[...row, ...userCell]] }]);
    if (outcome?.done === true) return outcome.value;
    throw outcome?.error ?? new Failure('BadResponse', `Odoo gave no result for ${about}`);
  };
  try {
    return await schedule({});
  } catch (error) {
    if (!isFailure(error) || error.type !== 'Rejected') throw error;
    // 17 and 18 want to mail the assigned user and cannot where our own user has no e-mail address (odoo.md §4): assign without the mail.
    return schedule({ mail_activity_quick_update: true });
  }
};

/** Closes a to-do; one that is gone or archived is closed already. */
export const closeActivity = async (rpc: Rpc, activityId: number, feedback: string): Promise<void> => {
  const about = `closing activity ${activityId}`;
  const open = await rpc.call(
    { model: 'mail.activity', method: 'search', params: { domain: [['id', '=', activityId]] }, effect: 'read', about },
    z.array(id),
  );
  if (open.length === 0) return;
  try {
    await rpc.call(
      { model: 'mail.activity', method: 'action_feedback', ids: open, params: { feedback }, effect: 'write', about },
      anything,
    );
  } catch (error) {
    if (!isFailure(error) || error.type !== 'NotFound') throw error;
  }
};
