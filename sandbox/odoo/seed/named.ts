import type { Env } from '../env.ts';
import type { Vals } from '../values.ts';

/** Names a record as a module's data would. */
export const name = (env: Env, xmlid: string, model: string, id: number): number => {
  const [module = '', ...rest] = xmlid.split('.');
  env.create('ir.model.data', { module, name: rest.join('.'), model, res_id: id, noupdate: true });
  return id;
};

/** Makes a record that a module's data would name. */
export const makeNamed = (env: Env, xmlid: string, model: string, vals: Vals): number =>
  name(env, xmlid, model, env.create(model, vals));
