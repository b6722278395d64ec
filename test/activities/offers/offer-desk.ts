import type { Kysely } from 'kysely';
import { marketplaceSettings } from '../../../src/config/connections/marketplace.ts';
import type { ActivityDependencies } from '../../../src/activities/dependencies.ts';
import { pushOffers } from '../../../src/activities/offers/push-offers.ts';
import type { PushOffersResult } from '../../../src/activities/offers/push-offers.ts';
import type { OfferOutcome, OfferPush } from '../../../src/connectors/marketplaces/port.ts';
import type { ProductValues } from '../../../src/domain/offers.ts';
import { markProductsDirty } from '../../../src/store/offers/notice.ts';
import type { Database } from '../../../src/store/schema.ts';

/** A marketplace and an Odoo that a test holds in its hands, around the real database. */
export interface OfferDesk {
  /** What Odoo says of each product; a product that is not here was deleted. */
  readonly products: Map<number, ProductValues>;
  /** All calls to the marketplace: `a=12.50/7`. */
  readonly calls: (readonly string[])[];
  /** What the marketplace shows. */
  readonly shown: Map<string, string>;
  /** How often Odoo was asked. */
  reads: number;
  /** What the marketplace does with a call instead of accepting all. */
  answer: (offers: readonly OfferPush[], accept: Accept) => Promise<readonly OfferOutcome[]> | readonly OfferOutcome[];
  /** What the marketplace says when it is asked whether it is there. */
  probe: () => Promise<string>;
  /** What Odoo does before it answers. */
  beforeRead: () => Promise<void> | void;
  set(productId: number, price: string, stock: number | string, active?: boolean): void;
  change(...productIds: readonly number[]): Promise<number>;
  push(options?: { stop?: AbortSignal; hasWaited?: boolean; isRetry?: boolean }): Promise<PushOffersResult>;
}

export type Accept = (offers?: readonly OfferPush[]) => readonly OfferOutcome[];

export const openDesk = (db: Kysely<Database>, given: Readonly<Record<string, unknown>> = {}): OfferDesk => {
  const { timeoutMs, ...offers } = { timeoutMs: 30_000, ...given };
  const settings = marketplaceSettings.parse({ timeoutMs, offers: { enabled: true, ...offers } });
  const desk: OfferDesk = {
    products: new Map(),
    calls: [],
    shown: new Map(),
    reads: 0,
    answer: (_, accept) => accept(),
    probe: () => Promise.resolve('It answers'),
    beforeRead: () => undefined,
    set: (productId, price, stock, active = true) => {
      desk.products.set(productId, { productId, active, price, priceDecimals: 2, stock: String(stock) });
    },
    change: (...productIds) => markProductsDirty(db, { productIds, bulk: false, reason: 'changed in Odoo' }),
    push: ({ stop = new AbortController().signal, hasWaited = true, isRetry = false } = {}) =>
      pushOffers(deps, 'cartona', { stop, hasWaited, isRetry }),
  };
  const pushed = async (offers: readonly OfferPush[]): Promise<readonly OfferOutcome[]> => {
    desk.calls.push(offers.map(words));
    return desk.answer(offers, (accepted = offers) => {
      for (const offer of accepted) desk.shown.set(offer.externalId, words(offer).slice(offer.externalId.length + 1));
      return offers.map(() => ({ done: true }));
    });
  };
  const readProductValues = async ({ productIds }: { productIds: readonly number[] }) => {
    desk.reads += 1;
    await desk.beforeRead();
    return new Map([...desk.products].filter(([id]) => productIds.includes(id)));
  };
  const deps = {
    db,
    odooUrl: 'http://odoo.invalid',
    odoo: () => Promise.resolve({ readProductValues }),
    marketplaceConnection: async () => ({
      id: 'cartona',
      name: 'Cartona Egypt',
      version: (await db.selectFrom('connections').select('version').executeTakeFirstOrThrow()).version,
      settings,
      marketplace: { pushOffers: pushed, test: () => desk.probe() },
    }),
    // The rest of Odoo and of the marketplace has no part in this.
  } as unknown as ActivityDependencies;
  return desk;
};

const words = ({ externalId, offer }: OfferPush): string => `${externalId}=${offer.price}/${offer.stock}`;
