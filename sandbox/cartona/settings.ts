import { z } from 'zod';
import { rateLimitSchema } from '../rate-limit.ts';

export const webhookSchema = z.strictObject({
  url: z.url(),
  token: z.string(),
  header: z.string().default('AuthorizationToken'),
  /** Also tell of new orders and edits (`pending`, `editing`), not only of status changes. */
  newOrders: z.boolean().default(false),
  /** How often one event is sent while it is not answered by 2xx; the pause between is a second. */
  attempts: z.int().min(1).max(20).default(1),
});

/** What can be changed while the simulator runs. */
export const cartonaSettingsSchema = z.strictObject({
  /** The supplier's token; `null`: revoked, every call is 401. */
  token: z.string().nullable(),
  authHeader: z.string(),
  /** Cartona publishes no limit, so there is none by default. */
  rateLimit: rateLimitSchema.nullable(),
  /**
   * What a bulk update answers when one item is bad: the whole batch refused (422, naming it), refused without saying which, or 200 and the item
   * left out, with its error or in silence. Cartona documents none of it.
   */
  badOffers: z.enum(['refuse-batch', 'refuse-silently', 'report-item', 'ignore-item']),
  webhook: webhookSchema.nullable(),
});
export type CartonaSettings = z.output<typeof cartonaSettingsSchema>;

export const defaultToken = 'cartona-sandbox-token';

export const defaultSettings: CartonaSettings = {
  token: defaultToken,
  authHeader: 'AuthorizationToken',
  rateLimit: null,
  badOffers: 'refuse-batch',
  webhook: null,
};
