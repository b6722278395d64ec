import { z } from 'zod';

/** What the process of the bare loop is started with, as the one argument of its command line. */
export const bareSetup = z.object({
  odoo: z.object({ url: z.string(), database: z.string(), user: z.string(), password: z.string() }),
  configId: z.int(),
  source: z.object({ url: z.string(), key: z.string() }),
});
export type BareSetup = z.output<typeof bareSetup>;

/** What it is asked: to import what the source changed at or after then. */
export const bareRequest = z.object({ since: z.string() });
export type BareRequest = z.output<typeof bareRequest>;

/** What it says. */
export const bareAnswer = z.discriminatedUnion('said', [
  z.object({ said: z.literal('ready') }),
  z.object({
    said: z.literal('imported'),
    orders: z.int(),
    calls: z.int(),
    seconds: z.number(),
    processorMs: z.number(),
  }),
  z.object({ said: z.literal('failed'), words: z.string() }),
]);
export type BareAnswer = z.output<typeof bareAnswer>;
