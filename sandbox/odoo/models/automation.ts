import type { Env } from '../env.ts';
import { userError, validationError } from '../errors.ts';
import * as f from '../fields.ts';
import { queueWebhook } from '../orm/rules.ts';
import type { Call, Model, Registry } from '../registry.ts';
import { active, defineModel } from '../registry.ts';
import type { Store } from '../store.ts';
import type { Row } from '../values.ts';
import { flag, num, text, toIds } from '../values.ts';

const TRIGGERS = {
  on_create: 'On creation',
  on_write: 'On update',
  on_create_or_write: 'On creation & update',
  on_unlink: 'On deletion',
  on_archive: 'On archived',
  on_time: 'Based on a date field',
};
const STATES = {
  code: 'Execute Python Code',
  object_write: 'Update the Record',
  object_create: 'Create a new Record',
  webhook: 'Send Webhook Notification',
  multi: 'Execute several actions',
};

export const automationModels = (): Model[] => [
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
    beforeCreate: (env, vals) => ({
      ...vals,
      model_name: text(env.find('ir.model', Number(vals['model_id'] ?? 0)), 'model') || false,
    }),
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
      usage: f.selection(
        'Usage',
        { ir_actions_server: 'Server Action', ir_cron: 'Scheduled Action', base_automation: 'Automation Rule' },
        { default: 'ir_actions_server' },
      ),
      code: f.textField('Python Code'),
      webhook_url: f.char('Webhook URL'),
      webhook_field_ids: f.many2many('Webhook Fields', 'ir.model.fields'),
      base_automation_id: f.many2one('Automation Rule', 'base.automation'),
      index_made: f.boolean('Index made', { secret: true }),
    },
    methods: { run: { on: 'record', params: [], run: runAction } },
  }),
];

const UNIQUE_INDEX = /CREATE UNIQUE INDEX (?:IF NOT EXISTS )?(\w+)\s+ON (\w+)\s*\((\w+)\)/i;

interface UniqueIndex {
  readonly name: string;
  readonly table: string;
  readonly column: string;
}

const indexOf = (action: Row): UniqueIndex => {
  const [, name = '', table = '', column = ''] = UNIQUE_INDEX.exec(text(action, 'code')) ?? [];
  return { name, table, column };
};

/** Runs a webhook action on `active_ids`, or the one kind of code that is understood: creating a unique index. */
function runAction({ env, ids }: Call): undefined {
  for (const id of ids) {
    const action = env.get('ir.actions.server', id);
    const model = env.model(text(env.find('ir.model', num(action, 'model_id')), 'model'));
    if (text(action, 'state') === 'webhook')
      for (const record of toIds(env.context['active_ids'])) queueWebhook(env, action, model, record);
    else createUniqueIndex(env, action, model);
  }
}

const createUniqueIndex = (env: Env, action: Row, model: Model): void => {
  const index = indexOf(action);
  if (index.table !== model.name.replaceAll('.', '_') || !model.fields.has(index.column)) {
    throw userError(`The sandbox cannot run the code of the action ${text(action, 'name')}.`);
  }
  const seen = new Set<unknown>([false]);
  for (const [, row] of env.table(model.name).entries()) {
    const value = row[index.column] ?? false;
    if (value !== false && seen.has(value)) throw validationError(`could not create unique index "${index.name}"`);
    seen.add(value);
  }
  addIndex(env.session.registry, env.session.store, model.name, index);
  env.patch('ir.actions.server', num(action, 'id'), { index_made: true });
};

const addIndex = (registry: Registry, store: Store, model: string, { name, column }: UniqueIndex): void => {
  if (registry.model(model).uniques.some((unique) => unique.fields.length === 1 && unique.fields[0] === column)) return;
  registry.addUnique(store, model, {
    fields: [column],
    message: (row) =>
      `duplicate key value violates unique constraint "${name}"\nDETAIL:  Key (${column})=(${String(row[column])}) already exists.\n`,
  });
};

/** After a restart: the indexes that actions have made. */
export const restoreUniqueIndexes = (store: Store, registry: Registry): void => {
  for (const [, action] of store.table('ir.actions.server').entries()) {
    const model = text(store.table('ir.model').get(num(action, 'model_id')), 'model');
    if (flag(action, 'index_made') && registry.models.has(model)) addIndex(registry, store, model, indexOf(action));
  }
};
