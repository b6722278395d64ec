import { userError, validationError } from '../errors.ts';
import * as f from '../fields.ts';
import { queueWebhook } from '../orm/rules.ts';
import type { Call, Major, Model } from '../registry.ts';
import { active, defineModel } from '../registry.ts';
import { num, text, toIds } from '../values.ts';

const TRIGGERS = { on_create: 'On creation', on_write: 'On update', on_create_or_write: 'On creation & update', on_unlink: 'On deletion', on_archive: 'On archived', on_time: 'Based on a date field' };
const STATES = { code: 'Execute Python Code', object_write: 'Update the Record', object_create: 'Create a new Record', webhook: 'Send Webhook Notification', multi: 'Execute several actions' };

export const automationModels = (_major: Major): Model[] => [
  defineModel({
    name: 'base.automation',
    description: 'Automation Rule',
    fields: {
      name: f.char('Automation Rule Name', { required: true }),
      model_id: f.many2one('Model', 'ir.model', { required: true }),
      model_name: f.char('Model Name', { readonly: true, index: true }),
      trigger: f.selection('Trigger', TRIGGERS, { required: true }),
      trigger_field_ids: f.many2many('Trigger Fields', 'ir.model.fields'),
      filter_domain: f.char('Apply on'),
      filter_pre_domain: f.char('Before Update Domain'),
      action_server_ids: f.one2many('Actions', 'ir.actions.server', 'base_automation_id'),
      active: active(),
    },
    beforeCreate: (env, vals) => ({ ...vals, model_name: text(env.find('ir.model', Number(vals['model_id'] ?? 0)), 'model') || false }),
  }),
  defineModel({
    name: 'ir.actions.server',
    description: 'Server Action',
    order: 'sequence, name',
    fields: {
      name: f.char('Action Name', { required: true }),
      model_id: f.many2one('Model', 'ir.model', { required: true }),
      model_name: f.char('Model Name', { related: 'model_id.model' }),
      sequence: f.integer('Sequence', { default: 5 }),
      state: f.selection('Type', STATES, { required: true, default: 'object_write' }),
      usage: f.selection('Usage', { ir_actions_server: 'Server Action', ir_cron: 'Scheduled Action', base_automation: 'Automation Rule' }, { default: 'ir_actions_server' }),
      code: f.textField('Python Code'),
      webhook_url: f.char('Webhook URL'),
      webhook_field_ids: f.many2many('Webhook Fields', 'ir.model.fields'),
      base_automation_id: f.many2one('Automation Rule', 'base.automation'),
    },
    methods: { run: { on: 'record', params: [], run: runAction } },
  }),
];

const UNIQUE_INDEX = /CREATE UNIQUE INDEX (?:IF NOT EXISTS )?(\w+)\s+ON (\w+)\s*\((\w+)\)/i;

/** Runs a webhook action on `active_ids`, or the one kind of code that is understood: creating a unique index. */
function runAction({ env, ids }: Call): unknown {
  for (const id of ids) {
    const action = env.get('ir.actions.server', id);
    const model = env.model(text(env.find('ir.model', num(action, 'model_id')), 'model'));
    if (text(action, 'state') === 'webhook') {
      for (const record of toIds(env.context['active_ids'])) queueWebhook(env, action, model, record);
      continue;
    }
    const [, name = '', table = '', column = ''] = UNIQUE_INDEX.exec(text(action, 'code')) ?? [];
    if (table !== model.name.replaceAll('.', '_') || !model.fields.has(column)) throw userError(`The sandbox cannot run the code of the action ${text(action, 'name')}.`);
    if (model.uniques.some((unique) => unique.fields[0] === column)) continue;
    for (const [, row] of env.table(model.name).entries()) {
      const value = row[column];
      const twins = env.search(model.name, [[column, '=', value]]);
      if (value !== false && twins.length > 1) throw validationError(`could not create unique index "${name}"`);
    }
    env.session.registry.addUnique(env.session.store, model.name, {
      fields: [column],
      message: (row) => `duplicate key value violates unique constraint "${name}"\nDETAIL:  Key (${column})=(${String(row[column])}) already exists.\n`,
    });
  }
  return undefined;
}
