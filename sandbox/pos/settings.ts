import { z } from 'zod';

/** What one point of sale asks of a caller, and how its answers are dressed: the vendor's own programs read all of these. */
export const posSettingsSchema = z.strictObject({
  /** The key; `null`: revoked, every call is 401. */
  key: z.string().nullable(),
  /** Where it is looked for. */
  header: z.enum(['either', 'bearer', 'x-api-key']),
  /** A list, `{"orders": […]}` with other keys around it, or one object where there is exactly one order (else a list). */
  shape: z.enum(['list', 'orders', 'single']),
  /** What is answered where there is no order: the shape without orders, or no body at all. */
  empty: z.enum(['shape', 'no-body']),
  /** `thousands`: strings such as `1,250.50`. */
  numbers: z.enum(['numbers', 'strings', 'thousands']),
  /** `day-first`: `10-08-2025 05:16:43 PM`. */
  dates: z.enum(['iso', 'iso-without-zone', 'day-first', 'none']),
  /** The fields of the pull as it is documented, or those of the older raw event. */
  form: z.enum(['pull', 'event']),
  /** How amounts and quantities of a refund are written. */
  refunds: z.enum(['negative', 'positive']),
  /** How often each order stands in one answer. */
  repeat: z.int().min(1).max(10),
  /** Every order is sent, whatever `since` asks for. */
  ignoreSince: z.boolean(),
});
export type PosSettings = z.output<typeof posSettingsSchema>;

/** Settings to change; what is left out or undefined stays. */
export type PosSettingsChange = { readonly [K in keyof PosSettings]?: PosSettings[K] | undefined };

export const defaultPosKey = 'pos-sandbox-key';

export const defaultPosSettings: PosSettings = {
  key: defaultPosKey,
  header: 'either',
  shape: 'orders',
  empty: 'shape',
  numbers: 'numbers',
  dates: 'iso',
  form: 'pull',
  refunds: 'negative',
  repeat: 1,
  ignoreSince: false,
};
