import type { Env } from '../env.ts';
import { userError, validationError } from '../errors.ts';
import * as f from '../fields.ts';
import type { Call, Major, Method, Model } from '../registry.ts';
import { defineModel, Recordset } from '../registry.ts';
import type { Row } from '../values.ts';
import { flag, num, text, toIds } from '../values.ts';
import { OPEN, READ_FOR_ALL } from './groups.ts';

const document =
  (model: string) =>
  (row: Row): string =>
    `${text(row, model)},${num(row, 'res_id')}`;

export const mailModels = (major: Major): Model[] => [
  defineModel({
    name: 'mail.message',
    description: 'Message',
    order: 'id desc',
    access: OPEN,
    indexes: { document: document('model') },
    displayName: (_env, row) => text(row, 'record_name') || text(row, 'subject') || `mail.message,${num(row, 'id')}`,
    fields: {
      subject: f.char('Subject'),
      date: f.datetime('Date', { default: (env) => env.now }),
      body: f.html('Contents'),
      model: f.char('Related Document Model'),
      res_id: f.integer('Related Document ID'),
      record_name: f.char('Message Record Name', {
        compute: (env, row) => recordName(env, text(row, 'model'), num(row, 'res_id')),
      }),
      message_type: f.selection(
        'Type',
        {
          email: 'Incoming Email',
          comment: 'Comment',
          email_outgoing: 'Outgoing Email',
          notification: 'System notification',
          auto_comment: 'Automated Targeted Notification',
          user_notification: 'User Specific Notification',
        },
        { required: true, default: 'comment' },
      ),
      subtype_id: f.many2one('Subtype', 'mail.message.subtype'),
      author_id: f.many2one('Author', 'res.partner', {
        default: (env) => num(env.find('res.users', env.uid), 'partner_id') || false,
      }),
      email_from: f.char('From'),
      partner_ids: f.many2many('Recipients', 'res.partner'),
    },
  }),
  defineModel({
    name: 'mail.message.subtype',
    description: 'Message subtypes',
    access: READ_FOR_ALL,
    fields: { name: f.char('Message Type', { required: true }), internal: f.boolean('Internal Only') },
  }),
  defineModel({
    name: 'mail.activity.type',
    description: 'Activity Type',
    access: READ_FOR_ALL,
    order: 'sequence, id',
    fields: {
      name: f.char('Name', { required: true }),
      sequence: f.integer('Sequence', { default: 10 }),
      active: f.boolean('Active', { default: true }),
      res_model: f.char('Model'),
    },
  }),
  defineModel({
    name: 'mail.activity',
    description: 'Activity',
    order: 'date_deadline, id',
    access: OPEN,
    indexes: { document: document('res_model') },
    displayName: (env, row) =>
      text(row, 'summary') || text(env.find('mail.activity.type', num(row, 'activity_type_id')), 'name'),
    fields: {
      res_model_id: f.many2one('Document Model', 'ir.model', { required: true }),
      res_model: f.char('Related Document Model', { readonly: true }),
      res_id: { type: 'many2one_reference', string: 'Related Document ID' },
      res_name: f.char('Document Name', {
        compute: (env, row) => recordName(env, text(row, 'res_model'), num(row, 'res_id')),
      }),
      activity_type_id: f.many2one('Activity Type', 'mail.activity.type', {
        default: (env) => env.xmlId('mail.mail_activity_data_todo') || false,
      }),
      summary: f.char('Summary'),
      note: f.html('Note'),
      user_id: f.many2one('Assigned to', 'res.users', { required: true, default: (env) => env.uid }),
      date_deadline: f.date('Due Date', { required: true, default: (env) => env.today }),
      active: f.boolean('Active', { default: true }),
      state: f.selection(
        'State',
        { overdue: 'Overdue', today: 'Today', planned: 'Planned', done: 'Done' },
        { compute: (env, row) => activityState(env, row) },
      ),
    },
    beforeCreate: (env, vals) => {
      const model = text(env.find('ir.model', Number(vals['res_model_id'] ?? 0)), 'model');
      if (major < 19 && vals['user_id'] !== undefined && vals['user_id'] !== env.uid) requireSender(env);
      return { ...vals, res_model: model || false };
    },
    methods: {
      action_feedback: {
        on: 'record',
        params: ['feedback?', 'attachment_ids?'],
        needs: 'write',
        run: (call) => complete(call, major),
      },
      action_done: { on: 'record', params: [], needs: 'write', run: (call) => complete(call, major) },
    },
  }),
];

const recordName = (env: Env, model: string, id: number): string | false => {
  const row = env.session.registry.models.has(model) ? env.find(model, id) : undefined;
  return row ? env.displayName(model, row) : false;
};

const activityState = (env: Env, row: Row): string => {
  const deadline = text(row, 'date_deadline');
  if (!flag(row, 'active')) return 'done';
  return deadline < env.today ? 'overdue' : deadline === env.today ? 'today' : 'planned';
};

/** 17 and 18 send nothing in the name of somebody without an address. */
const requireSender = (env: Env): void => {
  if (env.userEmail() === '') throw userError("Unable to send message, please configure the sender's email address.");
};

/** Closes activities with a message on their record; 17 deletes them, later versions archive them. */
const complete = ({ env, ids, args }: Call, major: Major): unknown => {
  let message: number | false = false;
  for (const id of ids) {
    const row = env.get('mail.activity', id);
    const feedback = typeof args['feedback'] === 'string' ? `<div>${escapeHtml(args['feedback'])}</div>` : '';
    const type = text(env.find('mail.activity.type', num(row, 'activity_type_id')), 'name');
    message = env.create('mail.message', {
      model: text(row, 'res_model'),
      res_id: num(row, 'res_id'),
      body: `<div><p>${type} done: ${escapeHtml(text(row, 'summary'))}</p>${feedback}</div>`,
      message_type: 'notification',
      subtype_id: env.xmlId('mail.mt_activities') || false,
    });
    if (major === 17) env.unlink('mail.activity', [id]);
    else env.write('mail.activity', [id], { active: false });
  }
  return message;
};

export const escapeHtml = (source: string): string =>
  source
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;');

/** Fields of a model with a chatter. */
export const threadFields = (model: string): Record<string, f.Field> => {
  const side =
    (other: string) =>
    (env: Env, row: Row): number[] =>
      env.table(other).lookup('document', `${model},${num(row, 'id')}`);
  return {
    message_ids: f.many2many('Messages', 'mail.message', {
      compute: (env, row) => side('mail.message')(env, row).reverse(),
    }),
    message_follower_ids: f.many2many('Followers', 'mail.followers', { compute: side('mail.followers') }),
    activity_ids: f.many2many('Activities', 'mail.activity', {
      compute: (env, row) =>
        side('mail.activity')(env, row).filter((id) => flag(env.find('mail.activity', id), 'active')),
    }),
  };
};

const recordModel = (env: Env, model: string): number => {
  const id = env.modelId(model);
  if (id === 0) throw validationError(`${model} has no chatter`);
  return id;
};

/** Methods of a model with a chatter. */
export const threadMethods = (model: string, major: Major): Record<string, Method> => ({
  message_post: {
    on: 'record',
    params: [
      'body?',
      'subject?',
      'message_type?',
      'email_from?',
      'author_id?',
      'parent_id?',
      'subtype_xmlid?',
      'subtype_id?',
      'partner_ids?',
      'body_is_html?',
      '**',
    ],
    needs: 'read',
    run: (call) => post(call, model, major),
  },
  activity_schedule: {
    on: 'record',
    params: ['act_type_xmlid?', 'date_deadline?', 'summary?', 'note?', '**'],
    needs: 'read',
    run: ({ env, ids, args }) => {
      const { act_type_xmlid: xmlid, ...rest } = args;
      const type = env.xmlId(typeof xmlid === 'string' && xmlid !== '' ? xmlid : 'mail.mail_activity_data_todo');
      const values = { activity_type_id: type || false, res_model_id: recordModel(env, model), ...rest };
      return new Recordset(
        'mail.activity',
        ids.map((id) => env.create('mail.activity', { ...values, res_id: id })),
      );
    },
  },
  message_subscribe: {
    on: 'record',
    params: ['partner_ids?', 'subtype_ids?'],
    needs: 'write',
    run: ({ env, ids, args }) => {
      for (const id of ids)
        for (const partner of toIds(args['partner_ids']))
          env.create('mail.followers', { res_model: model, res_id: id, partner_id: partner });
      return true;
    },
  },
});

/** The body is text unless `body_is_html`: markup arrives escaped. */
const post = ({ env, ids, args }: Call, model: string, major: Major): unknown => {
  if (major < 19) requireSender(env);
  const body = typeof args['body'] === 'string' ? args['body'] : '';
  const subtype =
    typeof args['subtype_xmlid'] === 'string' ? env.xmlId(args['subtype_xmlid']) : env.xmlId('mail.mt_note');
  const posted = ids.map((id) =>
    env.create('mail.message', {
      model,
      res_id: id,
      subject: args['subject'] ?? false,
      body: args['body_is_html'] === true ? body : `<p>${escapeHtml(body)}</p>`,
      message_type: args['message_type'] ?? 'notification',
      subtype_id: subtype || false,
      partner_ids: [[6, 0, toIds(args['partner_ids'])]],
      ...(args['author_id'] !== undefined && { author_id: args['author_id'] }),
    }),
  );
  return major === 19 ? posted : posted[0];
};
