import { z } from 'zod';
import type { ListingRecord } from '../../store/listings.ts';

export const listingShape = z
  .strictObject({
    connection: z.string(),
    externalId: z.string(),
    productId: z.int().nullable().describe('`product.product`; null while nobody said which.'),
    enabled: z.boolean(),
    factor: z.string().describe('Units of the product in one unit of the listing.'),
    name: z.string().nullable(),
    internalId: z.string().nullable().describe("The marketplace's copy of our own id."),
    problem: z
      .string()
      .nullable()
      .describe('Why it has no product, or what is wrong with the one it has; null when all is well.'),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Listing' });

export const toListing = ({ updatedAt, ...listing }: ListingRecord) => ({
  ...listing,
  updatedAt: updatedAt.toISOString(),
});

/** Odoo's ids are 32-bit. */
export const largestProductId = 2_147_483_647;

/** A number above 0 that is kept exactly: at most twelve digits before and six after the point. */
export const factor = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine(
    (text) => /^\d{1,12}(\.\d{1,6})?$/.test(text) && Number(text) > 0,
    'must be a number above 0, for example 144 or 0.5',
  );
