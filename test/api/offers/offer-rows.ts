import type { Insertable } from 'kysely';
import type { Database } from '../../../src/store/schema.ts';
import type { Answered, ApiUnderTest } from '../running-api.ts';
import { aConnection } from '../rows.ts';

/** A Cartona connection whose offers are on. */
export const aConnectionWithOffers = (api: ApiUnderTest, offers: Record<string, unknown> = {}): Promise<void> =>
  aConnection(api, {
    settings: { baseUrl: 'https://cartona.example.com/api/v1/', offers: { enabled: true, ...offers } },
  });

/** A listing with a product. */
export const aListing = async (
  { store }: ApiUnderTest,
  externalId: string,
  productId: number | null,
  changes: Partial<Insertable<Database['listings']>> = {},
): Promise<void> => {
  await store.db
    .insertInto('listings')
    .values({ connection: 'cartona', external_id: externalId, product_id: productId, source: 'test', ...changes })
    .execute();
};

/** What the marketplace was told of it. */
export const aPushedOffer = async (
  { store }: ApiUnderTest,
  externalId: string,
  changes: Partial<Insertable<Database['offers']>> = {},
): Promise<void> => {
  await store.db
    .insertInto('offers')
    .values({
      connection: 'cartona',
      external_id: externalId,
      price: '200.00',
      stock: 40,
      pushed_at: '2026-01-17T10:00:00Z',
      ...changes,
    })
    .execute();
};

/** Ids of the listings a list shows. */
export const listingsOf = ({ body }: Answered): string[] => body.items.map(({ externalId }) => externalId);

/** What waits to be pushed, by listing. */
export const dirtyListings = async ({ store }: ApiUnderTest): Promise<string[]> => {
  const rows = await store.db.selectFrom('dirty_offers').select('external_id').orderBy('external_id').execute();
  return rows.map((row) => row.external_id);
};
