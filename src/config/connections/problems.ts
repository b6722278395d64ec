import type { z } from 'zod';
import { fieldPath } from '../../domain/field-path.ts';

/** One wrong field, as problem+json and the command line show it. Never holds the value itself. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** Every wrong field of an input by its own path, below `root` (`settings`); an unknown field is named too. */
export const problemsOf = (error: z.ZodError, root?: string): readonly FieldProblem[] =>
  error.issues.flatMap((issue) => {
    const at = root === undefined ? issue.path : [root, ...issue.path];
    if (issue.code !== 'unrecognized_keys') return [{ path: fieldPath(at), message: wordsOf(issue) }];
    return issue.keys.map((key) => ({
      path: fieldPath([...at, key]),
      message: 'is not known here: check its spelling',
    }));
  });

/** What is wrong with one field, in words that complete its path. */
const wordsOf = (issue: z.core.$ZodIssue): string => {
  if (!isDefaultText(issue.message)) return issue.message;
  if (issue.code === 'invalid_value') {
    return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`;
  }
  if (issue.code === 'too_small')
    return `must ${sizeOf(issue.origin)} ${issue.inclusive === true ? 'at least' : 'more than'} ${issue.minimum}${unitOf(issue.origin)}`;
  if (issue.code === 'too_big') return `must ${sizeOf(issue.origin)} at most ${issue.maximum}${unitOf(issue.origin)}`;
  if (issue.code !== 'invalid_type') return issue.message;
  return issue.message.endsWith(' undefined') ? 'is missing' : `must be of type ${issue.expected}`;
};

const units: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' };

const unitOf = (origin: string): string => units[origin] ?? '';

const sizeOf = (origin: string): string => (origin in units ? 'have' : 'be');

// The library's own texts speak of inputs and schemas; what a schema here says itself is kept.
const isDefaultText = (message: string): boolean => /^(?:Invalid |Too (?:small|big))/.test(message);
