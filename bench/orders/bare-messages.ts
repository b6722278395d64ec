import { z } from 'zod';

/** What the process of the bare workflows is started with, as the one argument of its command line. */
export const bareSetup = z.object({
  temporalAddress: z.string(),
  namespace: z.string(),
  connection: z.string(),
  settings: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.string()),
  odoo: z.object({ url: z.string(), database: z.string(), user: z.string(), password: z.string() }),
});
export type BareSetup = z.output<typeof bareSetup>;

/** What it is asked: to pull and start what waits at the marketplace, or to tell a run that Odoo changed. */
export const bareRequest = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('pull') }),
  z.object({ ask: z.literal('signal'), externalId: z.string() }),
]);
export type BareRequest = z.output<typeof bareRequest>;

/** What it says: that it polls, that a pull is done and all runs are started, or what went wrong. */
export const bareAnswer = z.discriminatedUnion('said', [
  z.object({ said: z.literal('ready') }),
  z.object({ said: z.literal('pulled') }),
  z.object({ said: z.literal('failed'), words: z.string() }),
]);
export type BareAnswer = z.output<typeof bareAnswer>;
