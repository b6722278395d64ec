import { z } from 'zod';
import type { OfferRecord } from '../../store/offer-list.ts';

const time = z.iso.datetime().nullable();

export const offerShape = z
  .strictObject({
    connection: z.string(),
    externalId: z.string().describe('Of the listing.'),
    name: z.string().nullable(),
    productId: z.int().describe('`product.product`.'),
    enabled: z.boolean().describe('Of the listing: one that is not enabled is not pushed.'),
    price: z.string().nullable().describe('Last pushed; null while it is not known what the marketplace shows.'),
    stock: z.int().nullable().describe('Last pushed, in units of the listing; null while it is not known.'),
    pushedAt: time,
    pending: z.boolean().describe('Whether a change waits to be pushed.'),
    changedAt: time.describe('Since when it waits.'),
    reason: z.string().nullable().describe('What made it wait.'),
    refused: z.string().nullable().describe("The marketplace's words."),
    refusedPrice: z.string().nullable(),
    refusedStock: z.int().nullable(),
    refusedAt: time,
  })
  .meta({ id: 'Offer' });

export const toOffer = ({ pushedAt, changedAt, refusedAt, ...offer }: OfferRecord): z.input<typeof offerShape> => ({
  ...offer,
  pushedAt: pushedAt?.toISOString() ?? null,
  changedAt: changedAt?.toISOString() ?? null,
  refusedAt: refusedAt?.toISOString() ?? null,
});
