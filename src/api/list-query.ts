import { z } from 'zod';

/** How many items a page has. */
export const pageSize = (usual: number) =>
  z
    .string()
    .regex(/^\d{1,3}$/, 'must be a whole number from 1 to 500')
    .transform(Number)
    .pipe(
      z.int('must be a whole number from 1 to 500').min(1, 'must be from 1 to 500').max(500, 'must be from 1 to 500'),
    )
    .optional()
    .transform((limit) => limit ?? usual)
    .describe(`Items a page, 1 to 500; default ${usual}.`);

/** What every list takes. */
export const pageQuery = {
  cursor: z.string().optional().describe('`next` of the page before.'),
  limit: pageSize(50),
};

export const flag = z
  .enum(['true', 'false', '1', '0', ''])
  .transform((text) => text === 'true' || text === '1' || text === '')
  .optional();

export const moment = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], {
    error: 'must be a time in ISO 8601, for example 2026-01-17T10:00:00Z',
  })
  .transform((text) => new Date(text));

/** @param words which numbers are looked for */
export const numberFilter = (words: string) => z.string().trim().min(1).max(200).optional().describe(words);

export const connectionFilter = z.string().min(1).optional().describe('Id of a connection.');

/** A page of a list, as the OpenAPI document tells it. */
export const pageShape = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().nullable().describe('Give it back as `cursor`; null on the last page.'),
  });

export const reasonBody = z.strictObject({
  reason: z.string().trim().min(1, 'must say why').max(1_000),
});
