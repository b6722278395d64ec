import type { Env } from '../env.ts';
import { validationError } from '../errors.ts';
import type { Domain } from '../orm/domain.ts';

/** Refuses to delete what such records refer to, in the words of the version. */
export const refuseReferred = (env: Env, model: string, domain: Domain, field: string): void => {
  if (env.with({ active_test: false }).search(model, domain, { limit: 1, order: 'id' }).length === 0) return;
  const { description, fields } = env.model(model);
  throw validationError(
    env.major === 19
      ? `The operation cannot be completed: Another model is using the record you are trying to delete.\n\nThe troublemaker is: '${description}' (${model})\nThanks to the following constraint: '${fields.get(field)?.string ?? field}' (${field})\nHow about archiving the record instead?`
      : `The operation cannot be completed: another model requires the record being deleted. If possible, archive it instead.\n\nModel: ${description} (${model})\nConstraint: ${model.replaceAll('.', '_')}_${field}_fkey\n\n`,
  );
};
