import type { z } from 'zod';
import { problemsOf } from '../config/connections/problems.ts';
import type { FieldProblem } from '../config/connections/problems.ts';
import { Problem } from './problem.ts';

/** @throws Problem 400 naming each wrong field */
export const parseInput = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: string,
): z.output<Schema> => {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw badInput(where, fieldProblems(result.error));
};

export const badInput = (where: string, errors: readonly FieldProblem[]): Problem =>
  new Problem('bad-input', `Wrong in ${where}: ${errors.map(inWords).join('; ')}`, { errors });

/** Every wrong field by its own path, without a root. */
const fieldProblems = (error: z.ZodError): FieldProblem[] => [...problemsOf(error)];

const inWords = ({ path, message }: FieldProblem): string => (path === '' ? message : `${path} ${message}`);
