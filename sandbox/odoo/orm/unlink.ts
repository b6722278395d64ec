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
      else for (const line of lines) env.patch(field.relation, line, { [field.inverse]: false });
    }
    env.session.transaction.put(env.table(modelName), id, undefined);
    if (modelName !== 'ir.model.data') unlinkExternalIds(env, modelName, id);
    if (model.thread) unlinkChatter(env, modelName, id);
  }
  model.afterUnlink?.(env, rows);
};

const unlinkExternalIds = (env: Env, model: string, id: number): void => {
  const data = env.lookup('ir.model.data', 'reference', `${model},${id}`).map((row) => num(row, 'id'));
  if (data.length > 0) env.unlink('ir.model.data', data);
};

const unlinkChatter = (env: Env, model: string, id: number): void => {
  for (const side of ['mail.message', 'mail.activity', 'mail.followers']) {
    env.unlink(side, env.table(side).lookup('document', `${model},${id}`));
  }
};
