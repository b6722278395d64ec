import { isObject } from '../an-odoo.ts';

const DATETIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{6})?$/;

const kindOf = (value: unknown): string => {
  if (typeof value === 'string') return DATETIME.test(value) ? `datetime(${String(value.length)})` : 'text';
  if (Array.isArray(value)) return isMany2one(value) ? 'many2one' : 'list';
  return value === null ? 'null' : typeof value;
};

const isMany2one = (value: readonly unknown[]): boolean =>
  value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string';

/**
 * The ways in which an answer differs in shape from the recorded one. Ids, names and amounts may differ; `false`
 * stands for any empty value on either side.
 */
export const differences = (recorded: unknown, found: unknown, path = 'answer'): string[] => {
  if (recorded === false || found === false)
    return allowsFalse(recorded === false ? found : recorded)
      ? []
      : [`${path}: ${JSON.stringify(recorded)} and ${JSON.stringify(found)}`];
  if (kindOf(recorded) !== kindOf(found)) return [`${path}: ${kindOf(recorded)} was recorded, ${kindOf(found)} found`];
  if (Array.isArray(recorded) && Array.isArray(found)) {
    if (isMany2one(recorded) || recorded.length === 0) return [];
    return found.flatMap((item: unknown, at) =>
      differences(recorded[Math.min(at, recorded.length - 1)], item, `${path}[${String(at)}]`),
    );
  }
  if (isObject(recorded) && isObject(found)) {
    const keys = [Object.keys(recorded), Object.keys(found)].map((names) => names.sort().join(', '));
    if (keys[0] !== keys[1]) return [`${path}: keys ${String(keys[0])} were recorded, ${String(keys[1])} found`];
    return Object.keys(recorded).flatMap((key) => differences(recorded[key], found[key], `${path}.${key}`));
  }
  return [];
};

const allowsFalse = (other: unknown): boolean =>
  other === false ||
  ['text', 'datetime(19)', 'datetime(26)', 'many2one', 'boolean'].includes(kindOf(other)) ||
  typeof other === 'number';

/** An error text without what differs from run to run. */
export const withoutNumbers = (message: unknown): string =>
  String(message)
    .replaceAll(/server at "[^"]*"/g, 'server at "?"')
    .replaceAll(/\b[0-9a-f]{6,8}\b/g, '#')
    .replaceAll(/\d+/g, '#');
