import type { Env } from '../env.ts';
import { num } from '../values.ts';

/** Deletes records with what hangs on them: external ids, lines that cannot be without them, chatter. */
export const unlinkRecords = (env: Env, modelName: string, ids: readonly number[]): void => {
  const model = env.model(modelName);
  const rows = env.rows(modelName, ids);
  model.beforeUnlink?.(env, ids);
  for (const id of ids) {
    if (!env.find(modelName, id)) continue;
    for (const field of model.fields.values()) {
      if (field.type !== 'one2many' || field.inverse === undefined || field.relation === undefined) continue;
      // Lines of the parent by delegation are the parent's.
      if (field.related !== undefined) continue;
      const lines = env.table(field.relation).lookup(field.inverse, id);
      if (env.model(field.relation).fields.get(field.inverse)?.required === true) env.unlink(field.relation, lines);
      else for (const line of lines) env.overwrite(field.relation, line, { [field.inverse]: false });
    }
    env.session.transaction.put(env.table(modelName), id, undefined);
    forgetEverywhere(env, modelName, id);
    if (modelName !== 'ir.model.data') unlinkExternalIds(env, modelName, id);
    if (model.thread) unlinkChatter(env, modelName, id);
  }
  model.afterUnlink?.(env, rows);
};

/** Foreign keys that are set to null: nothing of Odoo runs there. */
const forgetEverywhere = (env: Env, modelName: string, id: number): void => {
  for (const [model, field] of forgetful(env, modelName)) {
    const table = env.table(model);
    const ids = table.hasIndex(field)
      ? table.lookup(field, id)
      : [...table.entries()].filter(([, row]) => row[field] === id).map(([other]) => other);
    for (const other of ids) env.overwrite(model, other, { [field]: false });
  }
};

const forgetful = (env: Env, relation: string): readonly [model: string, field: string][] =>
  [...env.session.registry.models.values()].flatMap((model) =>
    [...model.fields]
      .filter(([, field]) => field.forgets === true && field.relation === relation)
      .map(([name]): [string, string] => [model.name, name]),
  );

const unlinkExternalIds = (env: Env, model: string, id: number): void => {
  const data = env.lookup('ir.model.data', 'reference', `${model},${id}`).map((row) => num(row, 'id'));
  if (data.length > 0) env.unlink('ir.model.data', data);
};

const unlinkChatter = (env: Env, model: string, id: number): void => {
  for (const side of ['mail.message', 'mail.activity', 'mail.followers']) {
    env.unlink(side, env.table(side).lookup('document', `${model},${id}`));
  }
};
