import { z } from 'zod';
import { exactUrl } from './base-url.ts';
import { headerSecret } from './secret.ts';
import { webhookRatesShape } from './webhook.ts';

/** Ways a product is found: by `OdooItemID`, then by `ItemID` in several ways, then by `ItemName` (vendors.md §3). */
export const posMatchRules = ['odoo-item-id', 'listing', 'internal-id', 'default-code', 'barcode', 'name'] as const;

/** Settings of a point of sale; all but `posConfig` and, unless it only pushes, `url` have defaults. */
export const posSettings = z
  .strictObject({
    url: exactUrl
      .refine((url) => !hasSince(url), 'must not have since in its query: each fetch adds its own')
      .optional()
      .describe('Address the orders are fetched from with GET; may be left out where the source only pushes.'),
    auth: z.enum(['bearer', 'x-api-key']).default('bearer').describe('How apiKey is sent.'),
    requestsPerSecond: z
      .number()
      .positive()
      .max(1000)
      .default(5)
      .describe('Requests a second, of all workers together.'),
    timeoutMs: z
      .int()
      .min(1000)
      .max(600_000)
      .default(30_000)
      .describe('Milliseconds without a byte until a call is given up.'),
    posConfig: z
      .union([z.string().trim().min(1).max(200), z.int().positive()])
      .describe('Name or id of the point of sale in Odoo.'),
    autoCreateSession: z.boolean().default(true).describe('Whether a session is opened when none is.'),
    syncEveryMinutes: z.int().min(1).max(1440).default(15).describe('Minutes between two fetches.'),
    matchProductsBy: z
      .array(z.enum(posMatchRules))
      .min(1)
      .refine((ways) => new Set(ways).size === ways.length, 'must not name the same way twice')
      .default(['odoo-item-id', 'listing', 'internal-id', 'name'])
      .describe('How products are found, tried in this order.'),
    paymentFallback: z
      .union([z.literal('first'), z.literal('refuse'), z.string().trim().min(1).max(200)])
      .default('first')
      .describe('Payment method for what no method matches: first, the name of one, or refuse.'),
    bundleParts: z
      .enum(['ignore', 'explode'])
      .default('ignore')
      .describe('Whether OrderDetailPackages are left out, or sold instead of their bundle.'),
    sinceOverlapMinutes: z
      .int()
      .min(0)
      .max(10_080)
      .default(10)
      .describe('How far each fetch reaches back before the last one.'),
    timeZone: z
      .string()
      .default('UTC')
      .refine(isTimeZone, 'must be the name of a time zone, such as Asia/Riyadh')
      .describe('Of dates that come without one.'),
    acceptPush: z.boolean().default(false).describe('Whether orders may be posted to /webhooks/{connection}/orders.'),
    webhook: z.strictObject(webhookRatesShape).prefault({}).describe('How many pushes are taken.'),
  })
  .refine(({ url, acceptPush }) => url !== undefined || acceptPush, {
    path: ['url'],
    error: 'is needed unless acceptPush is true',
  });

function hasSince(url: string): boolean {
  return URL.canParse(url) && new URL(url).searchParams.has('since');
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export type PosSettings = z.output<typeof posSettings>;

/** Secrets of a point of sale. */
export const posSecrets = z.strictObject({
  apiKey: headerSecret.optional().describe('What the source is asked with.'),
  pushKey: headerSecret.optional().describe('What pushed orders are proven with: X-API-Key or bearer.'),
});

export type PosSecrets = z.output<typeof posSecrets>;
