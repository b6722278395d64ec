import type { Env } from '../env.ts';
import { missingError, valueError } from '../errors.ts';
import type { Field } from '../fields.ts';
import { repr } from '../python.ts';
import { isRecord, list, toIds } from '../values.ts';

/** One x2many command, or a bare id. */
type Command = readonly [code: number, id: number, rest: unknown];

const parseCommands = (value: unknown, field: Field): Command[] => {
  if (value === false || value === null) return [[6, 0, []]];
  if (!Array.isArray(value)) throw valueError(`Wrong value for ${field.string}: ${repr(value)}`);
  const items: unknown[] = value;
  // A bare list of ids replaces what was there.
  if (items.every((item) => typeof item === 'number')) return items.length > 0 ? [[6, 0, items]] : [];
  return items.map((item): Command => {
    if (Array.isArray(item) && typeof item[0] === 'number')
      return [item[0], typeof item[1] === 'number' ? item[1] : 0, item[2]];
    if (isRecord(item)) return [0, 0, item];
    throw valueError(`Wrong value for ${field.string}: ${repr(item)}`);
  });
};

const vals = (command: Command): Record<string, unknown> => (isRecord(command[2]) ? command[2] : {});

/** Applies commands to the lines of a one2many. */
export const applyOne2many = (env: Env, id: number, field: Field, value: unknown): void => {
  const model = field.relation ?? '';
  const inverse = field.inverse ?? '';
  const present = (): number[] => env.table(model).lookup(inverse, id);
  for (const command of parseCommands(value, field)) {
    const [code, target] = command;
    switch (code) {
      case 0:
        env.create(model, { ...vals(command), [inverse]: id });
        break;
      case 1:
        env.write(model, [target], vals(command));
        break;
      case 2:
        env.unlink(model, [target]);
        break;
      case 3:
        detach(env, model, inverse, [target]);
        break;
      case 4:
        if (env.ref(model, target, inverse) !== id) env.write(model, [target], { [inverse]: id });
        break;
      case 5:
        detach(env, model, inverse, present());
        break;
      case 6: {
        const wanted = toIds(command[2]);
        detach(
          env,
          model,
          inverse,
          present().filter((line) => !wanted.includes(line)),
        );
        for (const line of wanted)
          if (env.ref(model, line, inverse) !== id) env.write(model, [line], { [inverse]: id });
        break;
      }
      default:
        throw valueError(`Wrong value for ${field.string}: ${repr([...command])}`);
    }
  }
};

/** Lines that must have a parent are deleted when they are taken from it, others are only cut loose. */
const detach = (env: Env, model: string, inverse: string, ids: readonly number[]): void => {
  if (ids.length === 0) return;
  if (env.model(model).fields.get(inverse)?.required === true) env.unlink(model, ids);
  else env.write(model, ids, { [inverse]: false });
};

/** The ids a many2many holds after the commands. */
export const applyMany2many = (env: Env, before: readonly number[], field: Field, value: unknown): number[] => {
  const model = field.relation ?? '';
  let ids = [...before];
  for (const command of parseCommands(value, field)) {
    const [code, target] = command;
    switch (code) {
      case 0:
        ids.push(env.create(model, vals(command)));
        break;
      case 1:
        env.write(model, [target], vals(command));
        break;
      case 2:
        env.unlink(model, [target]);
        ids = ids.filter((id) => id !== target);
        break;
      case 3:
        ids = ids.filter((id) => id !== target);
        break;
      case 4:
        if (!ids.includes(target)) ids.push(target);
        break;
      case 5:
        ids = [];
        break;
      case 6:
        ids = toIds(command[2]);
        break;
      default:
        throw valueError(`Wrong value for ${field.string}: ${repr([...command])}`);
    }
  }
  for (const id of ids) if (!env.find(model, id)) throw missingError(model, id, env.uid);
  return [...new Set(ids)];
};

/** The ids a many2many holds now. */
export const many2manyIds = (env: Env, model: string, id: number, name: string): readonly number[] =>
  list(env.find(model, id), name);
