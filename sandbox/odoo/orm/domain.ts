import { toSeconds } from '../clock.ts';
import type { Env } from '../env.ts';
import { OdooError, valueError } from '../errors.ts';
import type { Field } from '../fields.ts';
import type { Model } from '../registry.ts';
import { repr, reprTuple } from '../python.ts';
import type { Row, Value } from '../values.ts';
import { num, toIds } from '../values.ts';
import { fieldValue } from './read.ts';
import { descendants, matchRelation } from './relations.ts';

export type Domain = readonly unknown[];
export type Predicate = (row: Row) => boolean;

/** A condition of a domain, checked for its form. */
export interface Leaf {
  readonly path: string;
  readonly operator: string;
  readonly value: unknown;
}

const OPERATORS = new Set([
  '=',
  '!=',
  '<=',
  '<',
  '>',
  '>=',
  '=?',
  '=like',
  '=ilike',
  'like',
  'not like',
  'ilike',
  'not ilike',
  'in',
  'not in',
  'child_of',
  'parent_of',
  'any',
  'not any',
]);

/** The condition in an item, or the error of this version: an IndexError on 17 and 18, a ValueError on 19. */
export const parseLeaf = (env: Env, item: unknown): Leaf => {
  const parts: unknown[] = Array.isArray(item) ? item : [];
  const [path, operator, value] = parts;
  if (parts.length === 3 && typeof path === 'string' && typeof operator === 'string') {
    const name = operator.toLowerCase() === '<>' ? '!=' : operator === '==' ? '=' : operator.toLowerCase();
    if (OPERATORS.has(name)) return { path, operator: name, value };
    throw valueError(
      `Invalid operator ${env.major === 19 ? `in ${repr(operator)}` : repr(operator)} in domain term ${reprTuple(parts)}`,
    );
  }
  if (parts.length === 1 && path === 1) return { path: '1', operator: '=', value: 1 };
  if (env.major === 19) throw valueError(`Domain() invalid item in domain: ${repr(item)}`);
  if (Array.isArray(item) && parts.length < 3 && parts.length > 0)
    throw new OdooError('builtins.IndexError', 'tuple index out of range');
  throw valueError(`Invalid leaf ${repr(item)}`);
};

/** Turns a domain (prefix notation, implicit and) into a test of rows. */
export const compileDomain = (env: Env, model: Model, domain: Domain): Predicate => {
  let at = 0;
  const operand = (): Predicate => {
    if (at >= domain.length)
      throw valueError(env.major === 19 ? 'Domain() malformed' : `Domain ${repr(domain)} is malformed`);
    const item = domain[at++];
    switch (item) {
      case '!': {
        const inner = operand();
        return (row) => !inner(row);
      }
      case '&': {
        const left = operand();
        const right = operand();
        return (row) => left(row) && right(row);
      }
      case '|': {
        const left = operand();
        const right = operand();
        return (row) => left(row) || right(row);
      }
      default:
        return compileLeaf(env, model, parseLeaf(env, item));
    }
  };
  const tests: Predicate[] = [];
  while (at < domain.length) tests.push(operand());
  const [only] = tests;
  if (only && tests.length === 1) return only;
  return (row) => tests.every((test) => test(row));
};

const compileLeaf = (env: Env, model: Model, leaf: Leaf): Predicate => {
  // `(1, '=', 1)` and its kin: constants that old code builds domains from.
  if (leaf.path === '1' || leaf.path === '0') return () => (leaf.path === '1') === (leaf.value === 1);
  const [name = '', ...rest] = leaf.path.split('.');
  const field = model.fields.get(name);
  if (!field || field.secret === true) {
    const where = env.major === 19 ? 'condition' : 'leaf';
    throw valueError(
      `Invalid field ${model.name}.${name} in ${where} ${reprTuple([leaf.path, leaf.operator, leaf.value])}`,
    );
  }
  if (field.relation !== undefined && field.type !== 'many2one_reference')
    return matchRelation(env, model, name, field, { ...leaf, path: rest.join('.') });
  if (name === 'id' && leaf.operator === 'child_of') {
    const family = descendants(env, model, toIds(leaf.value));
    return (row) => family.has(num(row, 'id'));
  }
  const test = compileScalar(env, field, leaf);
  return (row) => test(fieldValue(env, model, row, name, field));
};

type ValueTest = (value: Value | undefined) => boolean;

const isNull = (value: Value | undefined): boolean => value === false || value === undefined;

const compileScalar = (env: Env, field: Field, { operator, value }: Leaf): ValueTest => {
  switch (operator) {
    case '=?':
      return value === false || value === null
        ? () => true
        : compileScalar(env, field, { path: '', operator: '=', value });
    case '=':
    case 'in': {
      const wanted: unknown[] = Array.isArray(value) ? value : [value];
      const tests = wanted.map((item) => equals(env, field, item));
      if (tests.length > 8 && field.type !== 'datetime') return inSet(field, wanted);
      return (found) => tests.some((test) => test(found));
    }
    case '!=':
    case 'not in': {
      const equal = compileScalar(env, field, { path: '', operator: 'in', value });
      return (found) => !equal(found);
    }
    case '<':
    case '>':
    case '<=':
    case '>=':
      return compare(env, field, operator, value);
    default:
      return like(operator, value);
  }
};

const inSet = (field: Field, wanted: readonly unknown[]): ValueTest => {
  const set = new Set(wanted);
  const nulls = set.has(false) || set.has(null);
  return (found) => (isNull(found) && field.type !== 'boolean' ? nulls : set.has(found));
};

const equals = (env: Env, field: Field, wanted: unknown): ValueTest => {
  if (wanted === false || wanted === null) {
    const numeric = field.type === 'integer' || field.type === 'float' || field.type === 'monetary';
    return (found) => isNull(found) || (numeric && found === 0);
  }
  if (field.type === 'datetime') return equalMoment(env, wanted);
  if (field.type === 'boolean') return (found) => (found === true) === Boolean(wanted);
  if (typeof wanted === 'string' && (field.type === 'integer' || field.type === 'float'))
    return (found) => found === Number(wanted);
  return (found) => !isNull(found) && found === wanted;
};

/** 26 characters, so that texts compare as times do. */
const full = (moment: string): string => (moment.length === 19 ? `${moment}.000000` : moment);

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?)(\.\d{1,6})?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A time in a domain. 19 refuses zones; 17 and 18 hand the text to PostgreSQL, which ignores them. */
const parseMoment = (env: Env, value: unknown, dayEnd: boolean): { moment: string; whole: boolean } => {
  const found = typeof value === 'string' ? MOMENT.exec(value) : null;
  if (!found || (env.major === 19 && found[4] !== undefined))
    throw valueError(`Invalid isoformat string: ${repr(value)}`);
  const [, day = '', time, fraction] = found;
  if (time === undefined) return { moment: `${day} ${dayEnd ? '23:59:59' : '00:00:00'}.000000`, whole: true };
  const seconds = time.length === 5 ? `${time}:00` : time;
  return { moment: `${day} ${seconds}${(fraction ?? '.').padEnd(7, '0')}`, whole: fraction === undefined };
};

const equalMoment = (env: Env, wanted: unknown): ValueTest => {
  const { moment, whole } = parseMoment(env, wanted, false);
  // 19 compares whole seconds with whole seconds; before, only the exact microsecond is equal.
  if (env.major === 19 && whole)
    return (found) => typeof found === 'string' && found.slice(0, 19) === moment.slice(0, 19);
  return (found) => typeof found === 'string' && full(found) === moment;
};

const nextSecond = (moment: string): string => {
  const date = new Date(Date.parse(`${moment.slice(0, 19).replace(' ', 'T')}Z`) + 1000);
  return `${toSeconds(date)}.000000`;
};

const compare = (env: Env, field: Field, operator: '<' | '>' | '<=' | '>=', value: unknown): ValueTest => {
  if (field.type === 'datetime') {
    const { moment, whole } = parseMoment(env, value, operator === '>' || operator === '<=');
    const bySecond = env.major === 19 && whole;
    if (bySecond && operator === '>') return ordered('>=', nextSecond(moment), full);
    if (bySecond && operator === '<=') return ordered('<', nextSecond(moment), full);
    return ordered(operator, moment, full);
  }
  if (typeof value === 'number') return (found) => typeof found === 'number' && order(operator, found, value);
  return ordered(operator, typeof value === 'string' ? value : repr(value), (found) => found);
};

const ordered =
  (operator: '<' | '>' | '<=' | '>=', wanted: string, read: (found: string) => string): ValueTest =>
  (found) =>
    typeof found === 'string'
      ? order(operator, read(found), wanted)
      : typeof found === 'number' && order(operator, found, Number(wanted));

const order = <T extends string | number>(operator: '<' | '>' | '<=' | '>=', a: T, b: T): boolean => {
  switch (operator) {
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
  }
};

/** SQL patterns: `%` and `_`; plain `like` looks anywhere in the text. */
export const likePattern = (operator: string, value: unknown): RegExp => {
  const source = typeof value === 'string' ? value : repr(value);
  const body = source
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  const anchored = operator.startsWith('=');
  return new RegExp(anchored ? `^${body}$` : body, operator.includes('ilike') ? 'isu' : 'su');
};

const like = (operator: string, value: unknown): ValueTest => {
  const pattern = likePattern(operator, value);
  if (operator.startsWith('not')) return (found) => isNull(found) || !pattern.test(String(found));
  return (found) => !isNull(found) && pattern.test(String(found));
};
