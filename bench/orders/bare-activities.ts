import type { Marketplace } from '../../src/connectors/marketplaces/port.ts';
import type { Odoo } from '../../src/connectors/odoo/client.ts';
import type { MarketplaceOrder, MarketplaceStatus } from '../../src/domain/marketplace-order.ts';
import { odooExternalId } from '../../src/domain/odoo-external-id.ts';

export interface BareDependencies {
  readonly connection: string;
  readonly odoo: Odoo;
  readonly marketplace: Marketplace;
  /** What was pulled, by external id. */
  readonly orders: ReadonlyMap<string, MarketplaceOrder>;
}

/** The calls the product makes for an order, through the product's own clients, and nothing else. */
export const createBareActivities = ({ connection, odoo, marketplace, orders }: BareDependencies) => {
  const partners = new Map<string, Promise<number>>();

  const findOrCreateCustomer = async (customer: MarketplaceOrder['customer'], ref: string): Promise<number> => {
    const [found] = await odoo.findPartnersByRef(ref);
    if (found !== undefined) return found.id;
    return odoo.createCustomerOnce(odooExternalId([connection, ref]), {
      name: customer.name,
      ref,
      phone: customer.phone,
      phone2: customer.phone2,
      email: customer.email,
      street: customer.address,
      comment: customer.notes,
      fields: {},
    });
  };

  const customerOf = ({ customer }: MarketplaceOrder): Promise<number> => {
    const ref = customer.ref ?? '';
    const known = partners.get(ref);
    if (known !== undefined) return known;
    const found = findOrCreateCustomer(customer, ref);
    partners.set(ref, found);
    // The activity is tried again, and then it is looked up again.
    found.catch(() => partners.delete(ref));
    return found;
  };

  const productOf = async (internalId: string | null): Promise<number> => {
    const [product] = await odoo.findProducts({ by: 'id', value: Number(internalId) });
    if (product === undefined) throw new Error(`There is no product ${internalId ?? ''}`);
    return product.id;
  };

  return {
    importBare: async ({ externalId }: { externalId: string }): Promise<{ id: number; name: string }> => {
      const order = orders.get(externalId);
      if (order === undefined) throw new Error(`Order ${externalId} was not pulled`);
      const lines = await Promise.all(
        order.lines.map(async ({ internalId, quantity, unitPrice, name }) => ({
          productId: await productOf(internalId),
          quantity,
          unitPrice,
          description: name,
        })),
      );
      const partnerId = await customerOf(order);
      await odoo.findSaleOrders('client_order_ref', order.number);
      const id = await odoo.createSaleOrderOnce(odooExternalId([connection, 'order', externalId]), {
        partnerId,
        clientOrderRef: order.number,
        origin: `${connection} ${externalId}`,
        note: `delivered_by: ${order.deliveredBy}`,
        lines,
        taxes: 'odoo',
        companyId: null,
        warehouseId: null,
        teamId: null,
        pricelistId: null,
        userId: null,
        fields: {},
      });
      const saleOrder = await odoo.readSaleOrder(id, { lines: false, pickings: false });
      return { id, name: saleOrder?.name ?? '' };
    },

    acknowledgeBare: ({ externalId }: { externalId: string }): Promise<void> =>
      marketplace.acknowledgeOrder(externalId),

    readBare: async ({ id }: { id: number }): Promise<void> => {
      await odoo.readSaleOrder(id, { lines: false, pickings: true });
    },

    pushBare: async (push: { externalId: string; statuses: readonly MarketplaceStatus[] }): Promise<void> => {
      for (const status of push.statuses) await marketplace.pushStatus(push.externalId, { status });
    },
  };
};

export type BareActivities = ReturnType<typeof createBareActivities>;
