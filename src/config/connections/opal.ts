import { z } from 'zod';
import { baseUrl } from './base-url.ts';
import { headerSecret } from './secret.ts';

const line = z.string().trim().min(1).max(100);

/** Where the courier collects. */
const sender = z.strictObject({
  name: line.describe('Company or person.'),
  contact: line.optional().describe('Whom the courier asks for.'),
  street: line.describe('Without the house number.'),
  houseNumber: z.string().trim().min(1).max(20).optional().describe('House number.'),
  zip: z.string().trim().min(1).max(20).describe('Postal code.'),
  city: line.describe('City.'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be two capital letters, as in DE')
    .default('DE')
    .describe('Country, as two capital letters.'),
  phone: z.string().trim().min(1).max(40).optional().describe('Phone of whom the courier asks for.'),
  email: z.email().optional().describe('E-mail of whom the courier asks for.'),
});

/** Settings of an OPAL connection. */
export const opalSettings = z.strictObject({
  baseUrl: baseUrl.describe('Address of the gateway to OPAL, for example https://opal-gateway.example.com/'),
  requestsPerSecond: z.number().positive().max(1000).default(2).describe('Requests a second, of all workers together.'),
  timeoutMs: z
    .int()
    .min(1000)
    .max(600_000)
    .default(300_000)
    .describe('Milliseconds until a call is given up: a booking may take minutes.'),
  sender: sender.describe('Where the courier collects.'),
  trackEveryMinutes: z
    .int()
    .min(1)
    .max(1440)
    .default(60)
    .describe('Minutes between two rounds that ask after open shipments.'),
  weightFallbackKg: z
    .number()
    .positive()
    .max(1000)
    .optional()
    .describe('Weight of a picking whose products have none; without it such a picking is refused.'),
});

export type OpalSettings = z.output<typeof opalSettings>;

/** Secrets of an OPAL connection. */
export const opalSecrets = z.strictObject({
  token: headerSecret.describe('Token of the gateway, sent as Authorization: Bearer.'),
});

export type OpalSecrets = z.output<typeof opalSecrets>;
