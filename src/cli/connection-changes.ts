import { isDeepStrictEqual } from 'node:util';
import type { Connection } from './answers.ts';
import { problemInWords } from './api-problem.ts';
import type { ApiProblem } from './api-problem.ts';

/** One field that is not as it was; `before` is undefined where there was none, `after` where there is none now. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What became of one connection of a file. Secrets never appear, only what happened to them. */
export interface AppliedConnection {
  readonly id: string;
  readonly action: 'created' | 'updated' | 'unchanged' | 'refused';
  readonly changes: readonly FieldChange[];
  readonly secrets: Readonly<Record<string, 'changed' | 'kept'>>;
  readonly problem?: ApiProblem['document'];
}

type Shown = Pick<Connection, 'kind' | 'name' | 'enabled' | 'settings'>;

/** Compares the shown fields of a connection, settings leaf by leaf. */
export const changedFields = (before: Shown | undefined, after: Shown): FieldChange[] => {
  const old = before === undefined ? new Map<string, unknown>() : fieldsOf(before);
  const now = fieldsOf(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({ field, before: old.get(field), after: now.get(field) }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after));
};

const fieldsOf = ({ kind, name, enabled, settings }: Shown): Map<string, unknown> =>
  new Map(leaves('', { kind, name, enabled, settings }));

/** Lists are compared as a whole: a line for each of their places tells nobody anything. */
const leaves = (path: string, value: unknown): [string, unknown][] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(path === '' ? name : `${path}.${name}`, inner));
};

/** For people: a line for each connection, one for each change below it. */
export const changesInWords = (applied: readonly AppliedConnection[]): string =>
  applied.length === 0 ? 'The file names no connections: nothing to do.' : applied.flatMap(linesOf).join('\n');

const linesOf = (result: AppliedConnection): string[] => {
  const heading = `${result.id}: ${result.action}`;
  if (result.action === 'refused')
    return [`${heading}: ${result.problem === undefined ? 'no reason was given' : problemInWords(result.problem)}`];
  const fields = result.changes.map(({ field, before, after }) =>
    before === undefined ? `  ${field}: ${shown(after)}` : `  ${field}: ${shown(before)} -> ${shown(after)}`,
  );
  const secrets = Object.entries(result.secrets).map(([name, what]) => `  secrets.${name}: ${what}`);
  return [heading, ...fields, ...(result.action === 'unchanged' ? [] : secrets)];
};

const shown = (value: unknown): string => (value === undefined ? '(none)' : JSON.stringify(value));
