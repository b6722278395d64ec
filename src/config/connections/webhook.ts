import { z } from 'zod';
import { headerName } from './secret.ts';

/** How many webhooks are taken, whatever sends them. */
export const webhookRatesShape = {
  perSecond: z
    .int()
    .min(1)
    .max(100_000)
    .default(2_000)
    .describe('Proven webhooks taken in a second by each API process; more are answered 429.'),
  unprovenPerSecond: z
    .int()
    .min(1)
    .max(100_000)
    .default(20)
    .describe('Webhooks without proof that are answered 401 in a second; more are answered 429.'),
};

/** How a vendor proves that a webhook is its own. The secret is `webhookToken`. */
export const webhookSettings = z
  .strictObject({
    scheme: z
      .enum(['token', 'standard-webhooks', 'hmac-base64', 'hmac-hex'])
      .default('token')
      .describe(
        'How the sender proves who it is: the token itself in a header, a Standard Webhooks signature, or an HMAC-SHA256 of the raw body.',
      ),
    header: headerName
      .optional()
      .describe(
        'Header with the HMAC (needed for hmac-base64 and hmac-hex), or one more header in which the token is looked for.',
      ),
    ...webhookRatesShape,
  })
  .refine(({ scheme, header }) => !scheme.startsWith('hmac-') || header !== undefined, {
    path: ['header'],
    error: 'is needed for hmac-base64 and hmac-hex: the name of the header with the signature',
  });

export type WebhookSettings = z.output<typeof webhookSettings>;

const whsec = /^whsec_[A-Za-z0-9+/]{4,}={0,2}$/;

/** A `whsec_…` secret is base64 behind its prefix; any other text is taken as it is. */
export const isUsableWebhookSecret = (secret: string): boolean => !secret.startsWith('whsec_') || whsec.test(secret);
