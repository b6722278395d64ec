import { z } from 'zod';

/** What the plain loop reads, and of which Odoo. */
export const rawSetup = z.object({
  odoo: z.object({ url: z.string(), database: z.string(), user: z.string(), password: z.string() }),
  model: z.string(),
  fields: z.array(z.string()),
  page: z.int(),
});
export type RawSetup = z.output<typeof rawSetup>;

/**
 * `since`: a time of Odoo's (`2026-01-31 10:00:00`), or null: everything. `idsAtOnce`: asks for all ids too, so many at once, as whoever wants to know of
 * deletions must; null: does not.
 */
export const rawRequest = z.object({ since: z.string().nullable(), idsAtOnce: z.int().nullable() });
export type RawRequest = z.output<typeof rawRequest>;

export const rawAnswer = z.object({
  records: z.int(),
  seconds: z.number(),
  /** For the ids, beside that. */
  idSeconds: z.number(),
});
export type RawAnswer = z.output<typeof rawAnswer>;
