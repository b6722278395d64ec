import type { Env } from '../env.ts';
import { accessError } from '../errors.ts';
import type { Operation } from '../registry.ts';
import { list, num, text } from '../values.ts';

const VERB: Readonly<Record<Operation, string>> = {
  read: 'access',
  write: 'modify',
  create: 'create',
  unlink: 'delete',
};

/** XML ids of the groups a user is in. */
export const groupsOf = (env: Env, uid: number): ReadonlySet<string> => {
  const user = env.find('res.users', uid);
  const ids = list(user, env.major === 19 ? 'group_ids' : 'groups_id');
  return new Set(ids.map((id) => text(env.find('res.groups', id), 'technical_name')));
};

/** Odoo's model access: one of the model's groups for the operation, or an AccessError that lists them. */
export const checkAccess = (env: Env, modelName: string, operation: Operation): void => {
  const model = env.model(modelName);
  const allowed = model.access[operation];
  const groups = groupsOf(env, env.uid);
  if (groups.has('base.group_system') || allowed.some((group) => groups.has(group))) return;
  throw accessError(
    `You are not allowed to ${VERB[operation]} '${model.description}' (${modelName}) records.\n\n${allowedText(env, allowed)}\n\nContact your administrator to request access if necessary.`,
  );
};

const allowedText = (env: Env, allowed: readonly string[]): string => {
  const names = env
    .rows('res.groups', env.search('res.groups', []))
    .filter((row) => allowed.includes(text(row, 'technical_name')))
    .sort((a, b) => num(a, 'sequence') - num(b, 'sequence'))
    .map((row) => `\t- ${text(row, 'full_name')}`);
  return names.length === 0
    ? 'No group currently allows this operation.'
    : `This operation is allowed for the following groups:\n${names.join('\n')}`;
};
