import { z } from 'zod';
import { marketplaceStatuses } from '../../domain/marketplace-order.ts';
import { webhookSettings } from './webhook.ts';

const odooId = z.int().positive();

const fieldName = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be the technical name of a field, such as x_cartona_id');

export const offerSettings = z.strictObject({
  enabled: z.boolean().default(false).describe('Whether changed prices and stock are pushed to the marketplace.'),
  price: z
    .union([z.literal('list_price'), z.strictObject({ pricelist: odooId.describe('Id of the pricelist in Odoo.') })], {
      error: 'must be list_price or {pricelist: <its id in Odoo>}',
    })
    .default('list_price')
    .describe('Where the price comes from: the sales price of the product, or a pricelist.'),
  stock: z
    .enum(['free_qty', 'virtual_available', 'qty_available'])
    .default('free_qty')
    .describe('Which of the quantities of Odoo is offered: free to use, forecast, or on hand.'),
  warehouses: z.array(odooId).default([]).describe('Ids of the warehouses whose stock counts; none named: all.'),
  batchSize: z.int().min(1).max(1000).default(100).describe('How many offers travel in one call.'),
  windowMs: z.int().min(0).max(600_000).default(0).describe('Milliseconds to collect changes before a push.'),
  minStock: z.int().min(0).default(0).describe('Less than this is offered as nothing.'),
  buffer: z.int().min(0).default(0).describe('Taken off the stock before it is offered.'),
  allowZeroPrice: z
    .boolean()
    .default(false)
    .describe('Whether a price of 0 or less may be sent; else such an offer waits for a person.'),
  reconcile: z
    .enum(['report', 'repair'])
    .default('report')
    .describe('Whether the daily comparison only reports differences or also repairs them.'),
});

const odoo = z.strictObject({
  company: odooId.optional().describe('Id of the company the sale orders belong to.'),
  warehouse: odooId.optional().describe('Id of the warehouse the sale orders are delivered from.'),
  team: odooId.optional().describe('Id of the sales team.'),
  pricelist: odooId.optional().describe('Id of the pricelist; it decides the currency of the sale orders.'),
  salesperson: odooId.optional().describe('Id of the responsible user.'),
  fields: z
    .strictObject({
      order: fieldName.optional().describe('Field of sale.order that keeps the marketplace id of the order.'),
      partner: fieldName.optional().describe('Field of res.partner that keeps the marketplace id of the customer.'),
      product: fieldName.optional().describe('Field of product.product that keeps the id of the listing.'),
      deliveredBy: fieldName.optional().describe('Field of sale.order that keeps who delivers.'),
    })
    .prefault({})
    .describe('Fields of your own in Odoo that are read for adoption and written.'),
});

/** What all marketplaces have in common; each kind spreads it into its own strict object. */
export const marketplaceShape = {
  pullEveryMinutes: z.int().min(1).max(1440).default(15).describe('Minutes between two pulls of orders.'),
  requestsPerSecond: z.number().positive().max(1000).default(5).describe('Requests a second, of all workers together.'),
  timeoutMs: z
    .int()
    .min(100)
    .max(600_000)
    .default(30_000)
    .describe('Milliseconds one call may take, its body included.'),
  unknownProduct: z
    .enum(['hold', 'skip-line'])
    .default('hold')
    .describe('What becomes of an order with a product nobody knows: it waits, or the line is left out.'),
  matchProductsBy: z
    .array(z.enum(['listing', 'internal-id', 'default-code', 'barcode']))
    .min(1)
    .refine((ways) => new Set(ways).size === ways.length, 'must not name the same way twice')
    .default(['listing', 'internal-id', 'default-code', 'barcode'])
    .describe('Ways in which the product of a line is looked for, in this order.'),
  confirmOrders: z
    .enum(['manual', 'on-import', 'on-approval'])
    .default('on-approval')
    .describe('When the sale order is confirmed in Odoo.'),
  onTotalMismatch: z
    .enum(['hold', 'note'])
    .default('note')
    .describe('What becomes of an order whose lines do not add up to its total.'),
  totalTolerance: z
    .number()
    .min(0)
    .default(0.01)
    .describe('Difference of totals that is not worth a word, in the currency of the order.'),
  taxes: z.enum(['odoo', 'none']).default('odoo').describe('Whether the default taxes of the products apply.'),
  offers: offerSettings.prefault({}).describe('How prices and stock reach the marketplace.'),
  odoo: odoo.prefault({}).describe('What the sale orders get in Odoo.'),
  matchExisting: z.boolean().default(true).describe('Whether records made by an earlier integration are adopted.'),
  statusMap: z
    .record(z.string().min(1), z.enum(marketplaceStatuses))
    .default({})
    .describe('Words of the marketplace for a status that differ from the usual ones, and what they mean.'),
  webhook: webhookSettings.prefault({}).describe('How webhooks of the marketplace are proven.'),
};

/** Settings that every marketplace connection has, whatever its kind. */
export const marketplaceSettings = z.strictObject(marketplaceShape);

export type OfferSettings = z.output<typeof offerSettings>;

export type MarketplaceSettings = z.output<typeof marketplaceSettings>;
