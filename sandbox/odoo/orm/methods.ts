import type { Env } from '../env.ts';
import type { Call, Method, Model } from '../registry.ts';
import { Recordset } from '../registry.ts';
import { isRecord, num, text } from '../values.ts';
import { createAll } from './create.ts';
import { describeFields } from './describe.ts';
import { loadRecords } from './load.ts';
import { readRecords } from './read.ts';
import type { SearchOptions } from './search.ts';
import { webRead } from './web-read.ts';

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
const domainOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const isClassic = (value: unknown): boolean => value === undefined || Boolean(value);

const searchOptions = (args: Call['args']): SearchOptions => ({
  ...(typeof args['offset'] === 'number' && { offset: args['offset'] }),
  ...(typeof args['limit'] === 'number' && { limit: args['limit'] }),
  ...(typeof args['order'] === 'string' && args['order'] !== '' && { order: args['order'] }),
});

/** The methods every model has. `exists` is private on 19. */
export const genericMethods = (model: Model, major: number): Record<string, Method> => ({
  create: {
    on: 'model',
    params: ['vals_list'],
    needs: 'create',
    run: ({ env, args }) => {
      const { ids, single } = createAll(env, model.name, args['vals_list']);
      return single ? ids[0] : ids;
    },
  },
  read: {
    on: 'record',
    params: ['fields?', 'load?'],
    needs: 'read',
    run: ({ env, ids, args }) => readRecords(env, model.name, ids, strings(args['fields']), isClassic(args['load'])),
  },
  web_read: {
    on: 'record',
    params: ['specification'],
    needs: 'read',
    run: ({ env, ids, args }) =>
      webRead(env, model.name, ids, isRecord(args['specification']) ? args['specification'] : {}),
  },
  write: {
    on: 'record',
    params: ['vals'],
    needs: 'write',
    run: ({ env, ids, args }) => {
      env.write(model.name, ids, isRecord(args['vals']) ? args['vals'] : {});
      return true;
    },
  },
  unlink: {
    on: 'record',
    params: [],
    needs: 'unlink',
    run: ({ env, ids }) => {
      env.unlink(model.name, ids);
      return true;
    },
  },
  search: {
    on: 'model',
    params: ['domain', 'offset?', 'limit?', 'order?'],
    needs: 'read',
    run: ({ env, args }) => env.search(model.name, domainOf(args['domain']), searchOptions(args)),
  },
  search_read: {
    on: 'model',
    params: ['domain?', 'fields?', 'offset?', 'limit?', 'order?', 'load?'],
    needs: 'read',
    run: ({ env, args }) => {
      const ids = env.search(model.name, domainOf(args['domain']), searchOptions(args));
      return readRecords(env, model.name, ids, strings(args['fields']), isClassic(args['load']));
    },
  },
  search_count: {
    on: 'model',
    params: ['domain', 'limit?'],
    needs: 'read',
    run: ({ env, args }) =>
      env.search(model.name, domainOf(args['domain']), { order: 'id', ...searchOptions(args) }).length,
  },
  name_search: {
    on: 'model',
    params: ['name?', major === 19 ? 'domain?' : 'args?', 'operator?', 'limit?'],
    needs: 'read',
    run: ({ env, args }) => nameSearch(env, model, args),
  },
  fields_get: {
    on: 'model',
    params: ['allfields?', 'attributes?'],
    needs: 'read',
    run: ({ args }) => describeFields(model, strings(args['allfields']), strings(args['attributes'])),
  },
  default_get: {
    on: 'model',
    params: [major === 19 ? 'fields' : 'fields_list'],
    run: ({ env, args }) => defaults(env, model, strings(args['fields'] ?? args['fields_list'])),
  },
  load: {
    on: 'model',
    params: ['fields', 'data'],
    run: ({ env, args }) => loadRecords(env, model, strings(args['fields']), domainOf(args['data'])),
  },
  get_metadata: {
    on: 'record',
    params: [],
    needs: 'read',
    run: ({ env, ids }) => ids.map((id) => metadata(env, model, id)),
  },
  ...(major < 19 && {
    exists: {
      on: 'record',
      params: [],
      run: ({ env, ids }: Call) =>
        new Recordset(
          model.name,
          ids.filter((id) => env.find(model.name, id)),
        ),
    },
  }),
});

const nameSearch = (env: Env, model: Model, args: Call['args']): [number, string][] => {
  const wanted = typeof args['name'] === 'string' ? args['name'].toLowerCase() : '';
  const isExact = args['operator'] === '=';
  const found: [number, string][] = [];
  for (const id of env.search(model.name, domainOf(args['domain'] ?? args['args']))) {
    const name = env.displayName(model.name, env.get(model.name, id));
    if (isExact ? name.toLowerCase() === wanted : name.toLowerCase().includes(wanted)) found.push([id, name]);
  }
  const limit = typeof args['limit'] === 'number' && args['limit'] > 0 ? args['limit'] : 100;
  return found.slice(0, limit);
};

const defaults = (env: Env, model: Model, names: readonly string[]): Record<string, unknown> => {
  const found: Record<string, unknown> = {};
  for (const name of names) {
    const field = model.fields.get(name);
    const value =
      env.context[`default_${name}`] ?? (typeof field?.default === 'function' ? field.default(env) : field?.default);
    if (value !== undefined) found[name] = value;
  }
  return found;
};

/** Who made a record and when, and its external id: open to users who cannot read `ir.model.data`. */
const metadata = (env: Env, model: Model, id: number): Record<string, unknown> => {
  const row = env.get(model.name, id);
  const data = env.lookup('ir.model.data', 'reference', `${model.name},${id}`);
  const user = (field: string): unknown => {
    const found = env.find('res.users', num(row, field));
    return found ? [num(found, 'id'), env.displayName('res.users', found)] : false;
  };
  const xmlids = data.map((entry) => ({
    xmlid: `${text(entry, 'module')}.${text(entry, 'name')}`,
    noupdate: entry['noupdate'] === true,
  }));
  return {
    id,
    create_uid: user('create_uid'),
    create_date: text(row, 'create_date').slice(0, 19),
    write_uid: user('write_uid'),
    write_date: text(row, 'write_date').slice(0, 19),
    xmlids,
    xmlid: xmlids[0]?.xmlid ?? false,
    noupdate: xmlids[0]?.noupdate ?? false,
  };
};
