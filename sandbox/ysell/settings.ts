import { z } from 'zod';
import { rateLimitSchema } from '../rate-limit.ts';

/** What Ysell asks of a caller, and how it answers. */
export const ysellSettingsSchema = z.strictObject({
  /** The key; `null`: revoked, every call is 401. */
  key: z.string().nullable(),
  rateLimit: rateLimitSchema.nullable(),
  /** Whether an order is found by the client's reference; where it is not, the list of `v1` takes no notice of the filter. */
  lookup: z.boolean(),
  /** Whether what is found shows the client's reference. */
  showsReference: z.boolean(),
  /** What the creation of an order is answered with. `none`: without an id. */
  createdId: z.enum(['id', 'order_id', 'order', 'none']),
  /** What stands around an order in the dialect of the requirement. */
  shape: z.enum(['bare', 'order', 'orders', 'data', 'list']),
  /** How it says there that it has no such order. */
  missing: z.enum(['404', 'null', 'empty-list', 'empty-object', 'words']),
  /** Where the status stands. */
  statusField: z.enum(['status', 'state']),
  /** A second order with the same reference. */
  duplicates: z.enum(['accept', 'refuse']),
  /** A serial number that an order has already which is not dead. */
  usedSerials: z.enum(['refuse', 'accept']),
  /** The products there are; `null`: all. */
  products: z.array(z.string()).nullable(),
  /** An order with another product: waits at 3.2, or is refused. */
  unknownProduct: z.enum(['hold', 'refuse']),
  /** Whether the list of `v1` says how many pages it has. */
  pageCount: z.boolean(),
});
export type YsellSandboxSettings = z.output<typeof ysellSettingsSchema>;

/** Settings to change; what is left out or undefined stays. */
export type YsellSettingsChange = { readonly [K in keyof YsellSandboxSettings]?: YsellSandboxSettings[K] | undefined };

export const defaultYsellKey = 'ysell-sandbox-key';

export const defaultYsellSettings: YsellSandboxSettings = {
  key: defaultYsellKey,
  rateLimit: null,
  lookup: true,
  showsReference: true,
  createdId: 'id',
  shape: 'bare',
  missing: '404',
  statusField: 'status',
  duplicates: 'accept',
  usedSerials: 'refuse',
  products: null,
  unknownProduct: 'hold',
  pageCount: true,
};
