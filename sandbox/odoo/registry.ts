import type { Env } from './env.ts';
import type { Field } from './fields.ts';
import { boolean, char, datetime, integer, isStored, many2one } from './fields.ts';
import type { KeyOf, Store } from './store.ts';
import type { Row, Vals } from './values.ts';
import { text } from './values.ts';

export type Major = 17 | 18 | 19;

export type Operation = 'read' | 'write' | 'create' | 'unlink';

/** Groups by their XML id; what a user must have (one of them) to do an operation on a model. */
export type Access = Readonly<Record<Operation, readonly string[]>>;

export interface Call {
  readonly env: Env;
  readonly ids: readonly number[];
  readonly args: Vals;
}

/** A set of records as a method returns it: printed on 17 and 18, a list of ids on 19. */
export class Recordset {
  readonly model: string;
  readonly ids: readonly number[];

  constructor(model: string, ids: readonly number[]) {
    this.model = model;
    this.ids = ids;
  }
}

export interface Method {
  /** `model`: takes no records (`@api.model`), `record`: called on ids. */
  readonly on: 'model' | 'record';
  /** Parameter names after the ids; a trailing `?` marks an optional one, `**` that any other keyword is accepted. */
  readonly params: readonly string[];
  /** Right needed on the model, if any. */
  readonly needs?: Operation;
  /** `undefined` is Python's None. */
  readonly run: (call: Call) => unknown;
}

export interface Unique {
  readonly fields: readonly string[];
  /** The whole message a caller sees after "The operation cannot be completed: ". */
  readonly message: (row: Row) => string;
}

export interface Model {
  readonly name: string;
  readonly description: string;
  readonly order: string;
  readonly recName: string;
  readonly fields: Map<string, Field>;
  /** Parent model by delegation: its fields are ours through the many2one. */
  readonly inherits?: { readonly model: string; readonly field: string };
  readonly displayName?: (env: Env, row: Row) => string;
  readonly uniques: Unique[];
  readonly indexes: Readonly<Record<string, KeyOf>>;
  readonly methods: Readonly<Record<string, Method>>;
  readonly access: Access;
  /** Has a chatter: message_post, activities, followers. */
  readonly thread: boolean;
  readonly beforeCreate?: (env: Env, vals: Vals) => Vals;
  readonly afterCreate?: (env: Env, id: number, vals: Vals) => void;
  readonly beforeWrite?: (env: Env, ids: readonly number[], vals: Vals) => Vals;
  /** `before` are the rows as they were. */
  readonly afterWrite?: (env: Env, ids: readonly number[], vals: Vals, before: readonly Row[]) => void;
  readonly beforeUnlink?: (env: Env, ids: readonly number[]) => void;
  readonly afterUnlink?: (env: Env, rows: readonly Row[]) => void;
}

export type ModelSpec = Omit<Partial<Model>, 'fields' | 'name' | 'description'> & {
  readonly name: string;
  readonly description: string;
  readonly fields: Readonly<Record<string, Field | false>>;
};

const SYSTEM: Access = { read: [], write: [], create: [], unlink: [] };

const logFields: Record<string, Field> = {
  id: integer('ID', { readonly: true }),
  create_uid: many2one('Created by', 'res.users', { readonly: true }),
  create_date: datetime('Created on', { readonly: true }),
  write_uid: many2one('Last Updated by', 'res.users', { readonly: true }),
  write_date: datetime('Last Updated on', { readonly: true }),
};

/** A model from its parts; a field given as `false` does not exist in this version. */
export const defineModel = (spec: ModelSpec): Model => {
  const fields = new Map<string, Field>(Object.entries(logFields));
  fields.set('display_name', char('Display Name', { compute: (env, row) => env.displayName(spec.name, row) }));
  for (const [name, field] of Object.entries(spec.fields)) if (field) fields.set(name, field);
  return {
    order: 'id',
    recName: 'name',
    uniques: [],
    indexes: {},
    methods: {},
    access: SYSTEM,
    thread: false,
    ...spec,
    fields,
  };
};

/** Index of rows by the minute in which they were last written. */
export const writtenIn = 'written-in';

/** All models of one Odoo version, with the `x_` fields people have added. */
export class Registry {
  readonly major: Major;
  readonly models: ReadonlyMap<string, Model>;
  /** Fields that come and go with their module, by model. */
  readonly #ofModules = new Map<Model, readonly (readonly [string, Field])[]>();

  constructor(major: Major, models: readonly Model[]) {
    this.major = major;
    this.models = new Map(models.map((model) => [model.name, model]));
    for (const model of models)
      this.#ofModules.set(
        model,
        [...model.fields].filter(([, field]) => field.module !== undefined),
      );
    for (const model of models) this.#inherit(model);
  }

  model(name: string): Model {
    const model = this.models.get(name);
    if (!model) throw new Error(`the Odoo simulator has no model ${name}`);
    return model;
  }

  /** Fields of the parent by delegation are ours as related fields. */
  #inherit(model: Model): void {
    const inherits = model.inherits;
    if (!inherits) return;
    for (const [name, field] of this.model(inherits.model).fields) {
      if (model.fields.has(name) || logFields[name] !== undefined) continue;
      const take = (env: Env, id: number, value: unknown): void => {
        env.write(inherits.model, [env.ref(model.name, id, inherits.field)], { [name]: value });
      };
      const inherited = { ...field };
      for (const own of ['compute', 'default', 'required'] as const) Reflect.deleteProperty(inherited, own);
      model.fields.set(name, { ...inherited, related: `${inherits.field}.${name}`, take });
    }
  }

  /** Indexes of the tables: those asked for, the many2ones behind one2manys, and the unique keys. */
  prepare(store: Store): void {
    for (const model of this.models.values()) {
      const table = store.table(model.name);
      table.addIndex(writtenIn, (row) => text(row, 'write_date').slice(0, 16) || undefined);
      for (const [name, keyOf] of Object.entries(model.indexes)) table.addIndex(name, keyOf);
      for (const unique of model.uniques) addUniqueIndex(store, model.name, unique);
      for (const [name, field] of model.fields) {
        if (field.type === 'one2many' && field.relation !== undefined && field.inverse !== undefined)
          addColumnIndex(store, field.relation, field.inverse);
        if (field.index === true && isStored(field)) addColumnIndex(store, model.name, name);
      }
    }
    this.syncManualFields(store);
    this.syncModules(store);
  }

  /** Makes the fields of modules exactly those of the installed ones. */
  syncModules(store: Store): void {
    const installed = new Set<string>();
    for (const [, row] of store.table('ir.module.module').entries())
      if (row['state'] === 'installed') installed.add(text(row, 'name'));
    for (const [model, fields] of this.#ofModules)
      for (const [name, field] of fields)
        if (installed.has(field.module ?? '')) model.fields.set(name, field);
        else model.fields.delete(name);
  }

  /** Makes the `x_` fields of the models exactly those in the table of fields. */
  syncManualFields(store: Store): void {
    for (const model of this.models.values()) {
      for (const [name, field] of model.fields) if (field.manual === true) model.fields.delete(name);
    }
    for (const [, row] of store.table('ir.model.fields').entries()) {
      if (row['state'] === 'manual')
        this.models.get(text(row, 'model'))?.fields.set(text(row, 'name'), manualField(row));
    }
  }

  addUnique(store: Store, modelName: string, unique: Unique): void {
    this.model(modelName).uniques.push(unique);
    addUniqueIndex(store, modelName, unique);
  }
}

export const uniqueIndexName = (unique: Unique): string => `unique:${unique.fields.join(',')}`;

/** The key of a unique constraint; as in SQL, a row with a null in it is never a duplicate. */
export const uniqueKey = (unique: Unique, row: Row): string | undefined => {
  const parts = unique.fields.map((field) => row[field]);
  return parts.some((part) => part === undefined || part === false) ? undefined : JSON.stringify(parts);
};

const addUniqueIndex = (store: Store, modelName: string, unique: Unique): void =>
  store.table(modelName).addIndex(uniqueIndexName(unique), (row) => uniqueKey(unique, row));

const addColumnIndex = (store: Store, modelName: string, field: string): void =>
  store.table(modelName).addIndex(field, (row) => {
    const value = row[field];
    return typeof value === 'number' || typeof value === 'string' ? value : undefined;
  });

const manualField = (row: Row): Field => {
  const base = { string: text(row, 'field_description'), manual: true, required: row['required'] === true };
  const ttype = text(row, 'ttype');
  switch (ttype) {
    case 'many2one':
    case 'many2many':
      return { type: ttype, relation: text(row, 'relation'), ...base };
    case 'selection':
      return { type: ttype, selection: parseSelection(text(row, 'selection')), ...base };
    case 'integer':
    case 'float':
    case 'boolean':
    case 'date':
    case 'datetime':
    case 'text':
    case 'html':
      return { type: ttype, ...base };
    default:
      return { ...char(base.string), ...base };
  }
};

const parseSelection = (source: string): [string, string][] =>
  source === '' ? [] : (JSON.parse(source) as [string, string][]);

export const active = (): Field => boolean('Active', { default: true });
