import { z } from 'zod';

/** Odoo's `false` for "no value" (odoo.md §2.1). */
export const orNull = <T>(schema: z.ZodType<T>): z.ZodType<T | null> =>
  z.union([schema, z.literal(false), z.null()]).transform((value) => (value === false ? null : value));

export const id = z.int().positive();
export const text = orNull(z.string());
/** A many2one read with `load: ""`: the bare id. */
export const reference = orNull(id);
/** Results nobody looks at: true, null, an action. */
export const anything = z.unknown();

/** What a method gives that returns a recordset: an id, a list of ids, or `mail.activity(18,)` on 17 and 18 (odoo.md §1.1). */
export const recordIds: z.ZodType<readonly number[]> = z.union([
  id.transform((one) => [one]),
  z.array(id),
  z
    .string()
    .regex(/^[\w.]+\((\d+(, ?\d+)*,?)?\)$/)
    .transform((printed) => (printed.slice(printed.indexOf('(')).match(/\d+/g) ?? []).map(Number)),
]);
