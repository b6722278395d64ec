import { findPosProduct, wantsCatalogue } from '../../domain/pos/find-product.ts';
import { indexProducts } from '../../domain/pos/known-products.ts';
import type { KnownProducts } from '../../domain/pos/known-products.ts';
import type { SeenPosLine } from '../../domain/pos/odoo-pos.ts';
import type { PosPlanSurroundings } from '../../domain/pos/plan-order.ts';
import type { PosItem, PosOrder } from '../../domain/pos/pos-order.ts';
import { listingKeys, wantedListings, wantedProducts } from '../../domain/pos/wanted-products.ts';
import type { PosListings } from '../../domain/pos/wanted-products.ts';
import { getListings, noteListings } from '../../store/listings.ts';
import { findImportedSales } from '../../store/pos/import-rows.ts';
import type { OpenPosOrder } from '../../store/pos/import-rows.ts';
import type { ImportContext } from './import-context.ts';

/** What the orders of a batch are planned by, looked up once for all of them. */
export interface PreparedBatch {
  readonly findProduct: PosPlanSurroundings['findProduct'];
  readonly findPartner: PosPlanSurroundings['findPartner'];
  /** Lines of what a refund takes back; null where that is not known. */
  readonly originalOf: (order: OpenPosOrder) => readonly SeenPosLine[] | null;
  /** Writes down the items that nobody knew, so that they can be mapped. */
  readonly noteUnknown: () => Promise<void>;
}

export const prepareBatch = async (context: ImportContext, orders: readonly OpenPosOrder[]): Promise<PreparedBatch> => {
  const contents = orders.map(({ content }) => content);
  const known = await findProducts(context, contents);
  const { connection } = context;
  const unknown = new Map<string, PosItem>();
  const [findPartner, originalOf] = await Promise.all([
    findPartners(context, contents),
    findOriginals(context, orders),
  ]);
  return {
    findProduct: (item) => {
      const found = findPosProduct(item, {
        connection: connection.id,
        rules: connection.settings.matchProductsBy,
        known,
      });
      const [key] = listingKeys(item);
      if ('kind' in found && found.kind === 'unknown-product' && key !== undefined) unknown.set(key, item);
      return found;
    },
    findPartner,
    originalOf,
    noteUnknown: () =>
      noteListings(
        context.deps.db,
        connection.id,
        [...unknown].map(([externalId, { name }]) => ({ externalId, name, internalId: null })),
      ),
  };
};

const findProducts = async (
  { deps, connection, pos, config }: ImportContext,
  orders: readonly PosOrder[],
): Promise<KnownProducts> => {
  const { settings } = connection;
  const listings = await readListings(deps.db, connection.id, wantedListings(orders, settings));
  const products = await pos.findProducts(wantedProducts(orders, listings, settings));
  const sources = { products, listings, companyId: config.companyId };
  const known = indexProducts({ ...sources, catalogue: null });
  if (!wantsCatalogue(orders, settings, known)) return known;
  return indexProducts({ ...sources, catalogue: await pos.readCatalogue() });
};

const readListings = async (
  db: ImportContext['deps']['db'],
  connection: string,
  externalIds: readonly string[],
): Promise<PosListings> => {
  const listings = await getListings(db, connection, externalIds);
  return new Map(
    listings.flatMap(({ externalId, productId, factor, enabled }) =>
      productId === null || !enabled ? [] : [[externalId, { productId, factor }]],
    ),
  );
};

const findPartners = async (
  { pos }: ImportContext,
  orders: readonly PosOrder[],
): Promise<PosPlanSurroundings['findPartner']> => {
  const customers = orders.flatMap(({ customer }) => customer ?? []);
  const ids = [...new Set(customers.flatMap(({ partnerId }) => partnerId ?? []))];
  const refs = [...new Set(customers.flatMap(({ ref }) => ref ?? []))];
  const partners = ids.length + refs.length === 0 ? [] : await pos.findPartners({ ids, refs });
  return ({ orderId, customer }) => {
    if (customer === null || (customer.partnerId === null && customer.ref === null)) return null;
    const { partnerId, ref } = customer;
    const found = partners.filter((partner) => (partnerId === null ? partner.ref === ref : partner.id === partnerId));
    const [only, ...more] = found;
    if (only !== undefined && more.length === 0) return only.id;
    const named = partnerId === null ? `the reference ${ref ?? ''}` : `the id ${partnerId}`;
    return {
      kind: more.length > 0 ? 'ambiguous-record' : 'customer',
      reason:
        more.length > 0
          ? `The customer of order ${orderId} has ${named}, and so have ${found.length} contacts in Odoo: make it that of one, and retry.`
          : `The customer of order ${orderId} has ${named}, which no contact in Odoo has: make one, and retry.`,
    };
  };
};

const findOriginals = async (
  { deps, connection, pos }: ImportContext,
  orders: readonly OpenPosOrder[],
): Promise<PreparedBatch['originalOf']> => {
  const refunded = orders.filter(({ kind }) => kind === 'refund').map((order) => order.order_id);
  const sales = await findImportedSales(deps.db, connection.id, refunded);
  const lines = sales.size === 0 ? [] : await pos.readOrderLines([...sales.values()]);
  const byOrder = Map.groupBy(lines, ({ orderId }) => orderId);
  return (order) => {
    const sale = order.kind === 'refund' ? sales.get(order.order_id) : undefined;
    return sale === undefined ? null : (byOrder.get(sale) ?? null);
  };
};
