import type { Env } from '../env.ts';
import { valueError, validationError } from '../errors.ts';
import * as f from '../fields.ts';
import type { Call, Model } from '../registry.ts';
import { defineModel } from '../registry.ts';
import type { Vals } from '../values.ts';
import { asText, num, text } from '../values.ts';
import { READ_FOR_ALL } from './groups.ts';

const TTYPES = {
  char: 'char',
  text: 'text',
  html: 'html',
  integer: 'integer',
  float: 'float',
  monetary: 'monetary',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  selection: 'selection',
  many2one: 'many2one',
  one2many: 'one2many',
  many2many: 'many2many',
  many2one_reference: 'many2one_reference',
  binary: 'binary',
};

export const technicalModels = (): Model[] => [
  defineModel({
    name: 'ir.model',
    description: 'Models',
    order: 'model',
    displayName: (_env, row) => text(row, 'name'),
    fields: {
      name: f.char('Model Description', { required: true }),
      model: f.char('Model', { required: true, index: true }),
      state: f.selection('Type', { manual: 'Custom Object', base: 'Base Object' }, { default: 'base' }),
      transient: f.boolean('Transient Model'),
      field_id: f.one2many('Fields', 'ir.model.fields', 'model_id'),
    },
  }),
  defineModel({
    name: 'ir.model.fields',
    description: 'Fields',
    order: 'name, id',
    displayName: (_env, row) => `${text(row, 'field_description')} (${text(row, 'model')})`,
    uniques: [{ fields: ['model', 'name'], message: () => 'Field names must be unique per model.' }],
    indexes: { model_and_name: (row) => `${text(row, 'model')}.${text(row, 'name')}` },
    fields: {
      name: f.char('Field Name', { required: true, index: true }),
      model: f.char('Model Name', { required: true, index: true }),
      model_id: f.many2one('Model', 'ir.model', { required: true }),
      field_description: f.char('Field Label', { required: true }),
      ttype: f.selection('Field Type', TTYPES, { required: true }),
      relation: f.char('Related Model'),
      relation_field: f.char('Relation Field'),
      state: f.selection('Type', { manual: 'Custom Field', base: 'Base Field' }, { default: 'manual' }),
      required: f.boolean('Required'),
      readonly: f.boolean('Readonly'),
      store: f.boolean('Stored', { default: true }),
      index: f.boolean('Indexed'),
      copied: f.boolean('Copied', { default: true }),
      selection: f.char('Selection Options'),
      selection_ids: f.one2many('Selection Options', 'ir.model.fields.selection', 'field_id'),
    },
    beforeCreate: prepareField,
    afterCreate: (env) => env.session.registry.syncManualFields(env.session.store),
    afterUnlink: (env) => env.session.registry.syncManualFields(env.session.store),
  }),
  defineModel({
    name: 'ir.model.fields.selection',
    description: 'Fields Selection',
    order: 'sequence, id',
    fields: {
      field_id: f.many2one('Field', 'ir.model.fields', { required: true }),
      value: f.char('Value', { required: true }),
      name: f.char('Label', { required: true }),
      sequence: f.integer('Sequence'),
    },
    afterCreate: (env, id) => collectSelection(env, env.ref('ir.model.fields.selection', id, 'field_id')),
  }),
  defineModel({
    name: 'ir.model.data',
    description: 'Model Data',
    order: 'module, model, name',
    displayName: (_env, row) => text(row, 'complete_name'),
    uniques: [
      {
        fields: ['complete_name'],
        message: (row) =>
          `duplicate key value violates unique constraint "ir_model_data_module_name_uniq_index"\nDETAIL:  Key (module, name)=(${text(row, 'module')}, ${text(row, 'name')}) already exists.\n`,
      },
    ],
    fields: {
      module: f.char('Module', { required: true, index: true }),
      name: f.char('External Identifier', { required: true, index: true }),
      complete_name: f.char('Complete ID', { readonly: true, index: true }),
      model: f.char('Model Name', { required: true, index: true }),
      res_id: f.integer('Record ID'),
      reference: f.char('Reference', { readonly: true, index: true }),
      noupdate: f.boolean('Non Updatable'),
    },
    beforeCreate: (_env, vals) => {
      const name = asText(vals['name']);
      if (name.includes(' ')) throw validationError('External IDs cannot contain spaces');
      const module = asText(vals['module']);
      return {
        ...vals,
        complete_name: `${module}.${name}`,
        reference: `${asText(vals['model'])},${Number(vals['res_id'] ?? 0)}`,
      };
    },
  }),
  defineModel({
    name: 'ir.config_parameter',
    description: 'System Parameter',
    order: 'key',
    uniques: [{ fields: ['key'], message: () => 'Key must be unique.' }],
    fields: { key: f.char('Key', { required: true, index: true }), value: f.textField('Value', { required: true }) },
    displayName: (_env, row) => text(row, 'key'),
    methods: {
      get_param: {
        on: 'model',
        params: ['key', 'default?'],
        needs: 'read',
        run: ({ env, args }) => parameter(env, args['key']) || (args['default'] ?? false),
      },
      set_param: { on: 'model', params: ['key', 'value'], needs: 'write', run: setParameter },
    },
  }),
  defineModel({
    name: 'ir.module.module',
    description: 'Module',
    access: READ_FOR_ALL,
    order: 'name',
    fields: {
      name: f.char('Technical Name', { required: true, index: true }),
      shortdesc: f.char('Module Name'),
      state: f.selection(
        'Status',
        { uninstalled: 'Not Installed', installed: 'Installed', 'to upgrade': 'To be upgraded' },
        { default: 'uninstalled' },
      ),
      latest_version: f.char('Installed Version'),
    },
    afterCreate: (env) => env.session.registry.syncModules(env.session.store),
    afterWrite: (env) => env.session.registry.syncModules(env.session.store),
    methods: {
      button_immediate_install: {
        on: 'record',
        params: [],
        needs: 'write',
        run: (call) => switchTo(call, 'installed'),
      },
      button_immediate_uninstall: {
        on: 'record',
        params: [],
        needs: 'write',
        run: (call) => switchTo(call, 'uninstalled'),
      },
    },
  }),
];

/** A module's fields come or go at once. */
function switchTo({ env, ids }: Call, state: 'installed' | 'uninstalled'): unknown {
  env.write('ir.module.module', ids, { state });
  return { type: 'ir.actions.client', tag: 'reload' };
}

/** A field made by hand: its name starts with `x_`, its model is known. */
function prepareField(env: Env, vals: Vals): Vals {
  const state = vals['state'] ?? 'manual';
  const name = asText(vals['name']);
  if (state === 'manual' && !/^x_[a-z0-9_]*$/.test(name)) {
    throw validationError(
      name.startsWith('x_')
        ? 'Field names can only contain characters, digits and underscores (up to 63).'
        : `Custom fields must have a name that starts with 'x_'!`,
    );
  }
  const model = text(env.find('ir.model', Number(vals['model_id'] ?? 0)), 'model');
  if (vals['ttype'] === undefined) throw valueError('ir.model.fields.ttype is required');
  return { ...vals, state, model: vals['model'] ?? model, selection: vals['selection'] ?? false };
}

const collectSelection = (env: Env, fieldId: number): void => {
  const values = env.lookup('ir.model.fields.selection', 'field_id', fieldId);
  values.sort((a, b) => num(a, 'sequence') - num(b, 'sequence'));
  env.patch('ir.model.fields', fieldId, {
    selection: JSON.stringify(values.map((row) => [text(row, 'value'), text(row, 'name')])),
  });
  env.session.registry.syncManualFields(env.session.store);
};

const parameter = (env: Env, key: unknown): string | false =>
  text(env.lookup('ir.config_parameter', 'key', String(key))[0], 'value') || false;

/** Answers the value that was there before; a false value removes the parameter. */
function setParameter({ env, args }: Call): unknown {
  const key = String(args['key']);
  const before = parameter(env, key);
  const [row] = env.lookup('ir.config_parameter', 'key', key);
  const value = args['value'];
  if (value === false || value === null || value === '') {
    if (row) env.unlink('ir.config_parameter', [num(row, 'id')]);
  } else if (row) env.write('ir.config_parameter', [num(row, 'id')], { value: asText(value) });
  else env.create('ir.config_parameter', { key, value: asText(value) });
  return before;
}
