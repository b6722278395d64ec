import { z } from 'zod';

/** What both dialects read in the body of a request. */
const filled = z.union([z.string(), z.number()]).transform((value) => String(value).trim());

/** A text that must be there. */
export const required = filled.refine((text) => text !== '', 'cannot be blank');

/** A text that may be missing or blank: null. */
export const optional = filled
  .nullish()
  .transform((text) => (text === undefined || text === null || text === '' ? null : text));

/** A number, or a text that is one. */
export const amount = z
  .union([z.number(), z.string().trim().min(1).transform(Number)])
  .refine((value) => Number.isFinite(value), 'must be a number');

export const optionalAmount = amount.nullish().transform((value) => value ?? null);

export const quantity = amount.refine((value) => value > 0, 'must be greater than 0');

/** A list with commas, as Ysell takes serial numbers. */
export const commaList = z
  .string()
  .nullish()
  .transform((text) =>
    (text ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

/** A wrong field of a body, by its path. */
export interface WrongField {
  readonly field: string;
  readonly message: string;
}

export const wrongFieldsOf = (error: z.ZodError): readonly WrongField[] =>
  error.issues.map(({ path, message, code }) => ({
    field: path
      .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`))
      .join(''),
    message: code === 'invalid_type' || code === 'invalid_union' ? 'cannot be blank' : message,
  }));

/** The body of a request; null where it is no JSON object. */
export const jsonObject = (body: Buffer): object | null => {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
};
