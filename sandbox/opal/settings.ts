import { z } from 'zod';
import { rateLimitSchema } from '../rate-limit.ts';

/** What the gateway asks of a caller, and how it answers. */
export const opalSandboxSettingsSchema = z.strictObject({
  /** The token; `null`: revoked, every call is 401. */
  token: z.string().nullable(),
  rateLimit: rateLimitSchema.nullable(),
  /** Milliseconds until a booking is made and answered; it is made also when nobody waits any more. */
  bookingMs: z.int().min(0),
  /** What the web site says to every booking; `null`: it takes them. */
  bookingRefusal: z.string().nullable(),
  /** Whether a booking is answered with its number. */
  tellsNumber: z.boolean(),
  /** When an order gets its HWB number: with the booking, when it is planned (`UNKNOWN` until then), never; `sometimes`: of three orders one must wait. */
  tracking: z.enum(['sometimes', 'at-once', 'later', 'never']),
  /** When there is a label: when the order is planned, with the booking, never; or what is given instead of one. */
  label: z.enum(['planned', 'at-once', 'never', 'no-pdf', 'too-large']),
  /** What a look-up by reference finds: those with this reference; the newest orders, whatever is asked; nothing. */
  lookup: z.enum(['exact', 'ignored', 'blind']),
  /** Whether orders may be cancelled until they are collected. */
  cancel: z.enum(['until-collected', 'refuse']),
});
export type OpalSandboxSettings = z.output<typeof opalSandboxSettingsSchema>;

/** Settings to change; what is left out or undefined stays. */
export type OpalSettingsChange = { readonly [K in keyof OpalSandboxSettings]?: OpalSandboxSettings[K] | undefined };

export const defaultOpalToken = 'opal-sandbox-token';

export const defaultOpalSettings: OpalSandboxSettings = {
  token: defaultOpalToken,
  rateLimit: null,
  bookingMs: 0,
  bookingRefusal: null,
  tellsNumber: true,
  tracking: 'sometimes',
  label: 'planned',
  lookup: 'exact',
  cancel: 'until-collected',
};
