import { z } from 'zod';

/** What the plain loop reads, and of which Odoo. */
export const rawSetup = z.object({
  odoo: z.object({ url: z.string(), database: z.string(), user: z.string(), password: z.string() }),
  model: z.string(),
  fields: z.array(z.string()),
  page: z.int(),
});
export type RawSetup = z.output<typeof rawSetup>;

/** A time of Odoo's (`2026-01-31 10:00:00`), or null: everything. */
export const rawRequest = z.object({ since: z.string().nullable() });
export type RawRequest = z.output<typeof rawRequest>;

export const rawAnswer = z.object({ records: z.int(), seconds: z.number() });
export type RawAnswer = z.output<typeof rawAnswer>;
