import type { Env } from './env.ts';
import { accessError, attributeError, HttpError, missingError, OdooError, typeError, userError } from './errors.ts';
import { checkAccess } from './orm/access.ts';
import { genericMethods } from './orm/methods.ts';
import type { Major, Method, Model, Registry } from './registry.ts';
import type { Vals } from './values.ts';
import { toIds } from './values.ts';

/** A call with its arguments bound to names. */
export interface BoundCall {
  readonly model: Model;
  readonly name: string;
  readonly method: Method;
  readonly ids: readonly number[];
  readonly args: Vals;
}

const tables = new WeakMap<Model, Readonly<Record<string, Method>>>();

const methodsOf = (model: Model, major: Major): Readonly<Record<string, Method>> => {
  let table = tables.get(model);
  if (!table) tables.set(model, (table = { ...genericMethods(model, major), ...model.methods }));
  return table;
};

/** Finds a public method; what cannot be found is reported in the words of the version and the protocol. */
export const findMethod = (
  registry: Registry,
  modelName: string,
  name: string,
  protocol: 'jsonrpc' | 'json2',
): { model: Model; method: Method } => {
  const { major } = registry;
  const model = registry.models.get(modelName);
  if (!model)
    throw protocol === 'json2'
      ? new HttpError(404, `the model '${modelName}' does not exist`)
      : userError(`Object ${modelName} doesn't exist`);
  if (name.startsWith('_') || (major === 19 && name === 'exists')) {
    throw accessError(
      `Private methods (such as ${major === 17 ? name : `'${modelName}.${name}'`}) cannot be called remotely.`,
    );
  }
  const method = Object.hasOwn(methodsOf(model, major), name) ? methodsOf(model, major)[name] : undefined;
  if (method) return { model, method };
  const message =
    major === 17
      ? `The method '${name}' does not exist on the model '${modelName}'`
      : `The method '${modelName}.${name}' does not exist`;
  throw protocol === 'json2' ? new HttpError(404, message) : attributeError(message);
};

const plain = (param: string): string => param.replace(/\?$/, '');

/** Binds `execute_kw` arguments: the ids come first for methods on records. */
export const bindPositional = (
  model: Model,
  name: string,
  method: Method,
  args: readonly unknown[],
  kwargs: Vals,
): BoundCall => {
  const rest = [...args];
  let ids: number[] = [];
  if (method.on === 'record') {
    if (rest.length === 0) throw new OdooError('builtins.IndexError', 'list index out of range');
    ids = toIds(rest.shift());
  }
  const params = method.params.filter((param) => param !== '**');
  if (rest.length > params.length)
    throw typeError(
      `${model.name}.${name}() takes ${params.length + 1} positional arguments but ${rest.length + 1} were given`,
    );
  const bound: Record<string, unknown> = {};
  rest.forEach((value, at) => (bound[plain(params[at] ?? '')] = value));
  for (const [key, value] of Object.entries(kwargs)) {
    if (key in bound) throw typeError(`${model.name}.${name}() got multiple values for argument '${key}'`);
    bound[key] = value;
  }
  const problem = signatureProblem(method, bound);
  if (problem !== undefined) throw typeError(`${model.name}.${name}() ${problem}`);
  return { model, name, method, ids, args: bound };
};

/** Binds a JSON-2 body: everything by name, ids apart. */
export const bindNamed = (model: Model, name: string, method: Method, body: Vals): BoundCall => {
  const { ids: given, ...args } = body;
  Reflect.deleteProperty(args, 'context');
  const ids = toIds(given);
  if (method.on === 'model' && ids.length > 0) throw new HttpError(422, `cannot call ${model.name}.${name} with ids`);
  const problem = signatureProblem(method, args);
  if (problem !== undefined) throw new HttpError(422, problem);
  return { model, name, method, ids, args };
};

const signatureProblem = (method: Method, args: Vals): string | undefined => {
  const names = new Set(method.params.map(plain));
  const missing = method.params.find((param) => param !== '**' && !param.endsWith('?') && !(param in args));
  if (missing !== undefined) return `missing a required argument: '${missing}'`;
  const unknown = names.has('**') ? undefined : Object.keys(args).find((key) => !names.has(key));
  return unknown === undefined ? undefined : `got an unexpected keyword argument '${unknown}'`;
};

/** Checks rights and that the records are there, then runs the method. `read` leaves out what is gone. */
export const runCall = (env: Env, call: BoundCall): unknown => {
  checkContext(env);
  if (call.method.needs) checkAccess(env, call.model.name, call.method.needs);
  if (call.method.on === 'record' && !['read', 'web_read', 'exists'].includes(call.name)) {
    for (const id of call.ids) if (!env.find(call.model.name, id)) throw missingError(call.model.name, id, env.uid);
  }
  return call.method.run({ env, ids: call.ids, args: call.args });
};

/** A language that is not installed is refused from 18 on; a company of somebody else always. */
const checkContext = (env: Env): void => {
  const { lang, allowed_company_ids: companies } = env.context;
  if (env.major > 17 && typeof lang === 'string' && env.lookup('res.lang', 'code', lang).length === 0)
    throw userError(`Invalid language code: ${lang}`);
  if (companies === undefined) return;
  const own = toIds(env.find('res.users', env.uid)?.['company_ids']);
  if (toIds(companies).some((id) => !own.includes(id)))
    throw accessError('Access to unauthorized or invalid companies.');
};
