import { z } from 'zod';
import { baseUrl } from './base-url.ts';
import { marketplaceShape } from './marketplace.ts';
import { headerName, headerSecret } from './secret.ts';
import { isUsableWebhookSecret } from './webhook.ts';

/** The vendor's own list (supplier API page). */
export const cartonaCancellationReasons = [
  'out_of_stock',
  'cannot_deliver_the_order',
  'supplier_asked_me_to_cancel',
  'delayed_order',
  'pending_order_without_action',
  'removed_items',
  'supplier_attitude',
  'missing_items',
  'expired_products',
  'different_prices',
  'different_products',
] as const;

const supplierCode = z.string().trim().min(1).max(100);

/** Settings of a Cartona connection; all but `baseUrl` have defaults. */
export const cartonaSettings = z.strictObject({
  ...marketplaceShape,
  baseUrl: baseUrl
    .refine((url) => url.endsWith('/api/v1/'), 'must end in /api/v1/')
    .describe('Address of the supplier API, for example https://supplier-integrations.cartona.com/api/v1/'),
  authHeader: headerName.default('AuthorizationToken').describe('Header that carries the token, without a prefix.'),
  supplierCode: supplierCode
    .optional()
    .describe('Code of the kind of supplier: 1 retail, 2 wholesale, 3 wholesale of wholesale.'),
  internalSupplierCode: supplierCode
    .optional()
    .describe('Code of one account where several share the token; without it a write reaches all of them.'),
  pageSize: z.int().min(1).max(1000).default(100).describe('Orders or products asked for in one call.'),
  defaultDeliveredBy: z
    .enum(['delivered_by_supplier', 'delivered_by_cartona'])
    .default('delivered_by_supplier')
    .describe('Who delivers an order that does not say it.'),
  cancellationReason: z
    .enum(cartonaCancellationReasons)
    .default('cannot_deliver_the_order')
    .describe('Reason given to Cartona when an order is cancelled in Odoo.'),
  shippedWhen: z
    .enum(['first-transfer', 'delivered'])
    .default('first-transfer')
    .describe('What makes an order assigned_to_salesman: its first finished transfer, or only all of them.'),
});

export type CartonaSettings = z.output<typeof cartonaSettings>;

/** Secrets of a Cartona connection. */
export const cartonaSecrets = z.strictObject({
  token: headerSecret.describe('Token of the supplier account.'),
  webhookToken: headerSecret
    .refine(isUsableWebhookSecret, 'begins with whsec_, so the rest must be base64')
    .optional()
    .describe('What webhooks are proven with; without it every webhook is refused.'),
});

export type CartonaSecrets = z.output<typeof cartonaSecrets>;
