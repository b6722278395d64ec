import { z } from 'zod';
import { readAmount } from '../domain/amount.ts';

/** Ids are strings that may look like numbers, and now and then come as such. */
export const idText = z
  .union([z.string(), z.int()], { error: 'must be a text or a whole number' })
  .transform((id) => String(id).trim());

/** Blank is the same as missing. */
export const optionalText = idText
  .nullish()
  .transform((text) => (text === undefined || text === null || text === '' ? null : text));

interface AmountRules {
  /** What is wrong with an amount that can be read; undefined when nothing is. */
  readonly refuse?: (amount: string) => string | undefined;
  /** Digits that are kept exactly: see `readAmount`. */
  readonly digits?: number;
}

const checkedAmount = (value: unknown, { refuse, digits }: AmountRules, context: z.core.$RefinementCtx): string => {
  const reading = readAmount(value, digits);
  const problem = reading.ok ? refuse?.(reading.amount) : reading.problem;
  if (problem !== undefined) context.issues.push({ code: 'custom', message: problem, input: value });
  return reading.ok ? reading.amount : z.NEVER;
};

/** A number or a text that is one, read exactly (`readAmount`). */
export const amountField = (rules: AmountRules = {}) =>
  z.unknown().transform((value, context) => checkedAmount(value, rules, context));

/** The same where it may be missing or blank: null. */
export const optionalAmountField = (rules: AmountRules = {}) =>
  z.unknown().transform((value, context) => {
    const isMissing = value === undefined || value === null || value === '';
    return isMissing ? null : checkedAmount(value, rules, context);
  });
