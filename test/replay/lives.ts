import { taskQueues, workflowIds, workflowTypes } from '../../src/domain/names.ts';
import { listGoods, setPrice, untilOffersRest, untilTold } from '../support/offer-shop.ts';
import { anOrder } from '../support/order-builders.ts';
import type { OrderTemplate } from '../support/order-builders.ts';
import { reconcileNow, syncListingsNow } from '../support/run-now.ts';
import type { Service } from '../support/service.ts';
import type { Shop } from '../support/shop.ts';
import { deliveryLives } from './delivery-lives.ts';
import { mirrorLives } from './mirror-lives.ts';
import { posLives } from './pos-lives.ts';
import { shipmentLives } from './shipment-lives.ts';

/** One way of living, played on a running service; gives the id of the run whose history shows it. */
type Life = (service: Service) => Promise<string>;

const run = (externalId: string): string => workflowIds.order('cartona', externalId);
const received = ({ shop, odoo }: Service, template: OrderTemplate = {}) =>
  shop.receive(anOrder(odoo.goods(0), template));

/** Every kind of event that a run can meet stands in one of these. */
export const lives: Readonly<Record<string, Life>> = {
  'delivered-by-supplier': async (service) => {
    const { shop, odoo } = service;
    const { id, saleOrderId } = await received(service);
    await odoo.confirm(saleOrderId);
    await shop.untilTold(id, 'approved');
    await odoo.deliver(saleOrderId);
    await shop.untilClosed(id, 'delivered');
    return run(id);
  },

  'delivered-by-cartona': async (service) => {
    const { shop } = service;
    const { id } = await received(service, { delivered_by: 'delivered_by_cartona' });
    await shop.says(id, 'approved');
    await shop.untilStage(id, 'confirmed');
    await shop.says(id, 'assigned_to_salesman');
    await shop.untilStage(id, 'shipped');
    await shop.says(id, 'delivered');
    await shop.untilClosed(id, 'delivered');
    return run(id);
  },

  'attention-and-retry': async ({ shop, odoo, rest }) => {
    const lines = [{ supplier_product_id: 'nobody-1', internal_product_id: null, amount: 1, selling_price: 5 }];
    const { hashed_id: id } = shop.place(anOrder(odoo.goods(0), { lines }));
    await shop.pull();
    await shop.untilAttention(id, 'unknown-product');
    const productId = odoo.goods(1).id;
    await rest.call('PUT', '/api/listings/cartona/nobody-1', { productId, enabled: true, factor: '1' });
    await shop.act(id, 'retry');
    await shop.untilStage(id, 'acknowledged');
    await shop.says(id, 'cancelled_by_retailer');
    await shop.untilClosed(id, 'cancelled');
    return run(id);
  },

  'cancelled-by-the-retailer': async (service) => {
    const { shop } = service;
    const { id } = await received(service);
    shop.cartona.setStatus(id, { status: 'cancelled_by_retailer' });
    await shop.pull();
    await shop.untilClosed(id, 'cancelled');
    return run(id);
  },

  'cancelled-by-a-person': async (service) => {
    const { shop } = service;
    const { id } = await received(service);
    await shop.act(id, 'cancel', { reason: 'out_of_stock' });
    await shop.untilClosed(id, 'cancelled');
    return run(id);
  },

  'skipped-by-a-person': async ({ shop, odoo }) => {
    const lines = [{ supplier_product_id: 'nobody-2', internal_product_id: null, amount: 1, selling_price: 5 }];
    const { hashed_id: id } = shop.place(anOrder(odoo.goods(0), { lines }));
    await shop.pull();
    await shop.untilAttention(id, 'unknown-product');
    await shop.act(id, 'skip', { reason: 'sold by phone' });
    await shop.untilClosed(id, 'skipped');
    return run(id);
  },

  'one-time-password': async (service) => {
    const { shop, odoo } = service;
    const { id, saleOrderId } = await received(service, { installment_cost: 50, retailerOtp: '4711' });
    await odoo.confirm(saleOrderId);
    await shop.untilAttention(id, 'otp-required');
    await odoo.deliver(saleOrderId);
    await shop.untilTold(id, 'assigned_to_salesman');
    await shop.act(id, 'otp', { otp: '1' });
    await shop.untilAttention(id, 'otp-required');
    await shop.act(id, 'otp', { otp: '4711' });
    await shop.untilClosed(id, 'delivered');
    return run(id);
  },

  waiting: async (service) => {
    const { id } = await received(service);
    await service.shop.untilAtRest(id);
    return run(id);
  },

  pull: async ({ shop }) => {
    await shop.pull();
    return workflowIds.now(workflowIds.pullOrders('cartona'));
  },

  housekeeping: async ({ client }) => {
    const workflowId = workflowIds.now(workflowIds.housekeeping);
    await client.workflow.execute(workflowTypes.housekeeping, {
      workflowId,
      taskQueue: taskQueues.workflows,
      args: [{}],
    });
    return workflowId;
  },

  offers: async (service) => {
    const shop = await service.connect('offers', { offers: { enabled: true } });
    await pushPrice(service, shop, 12.5);
    await untilOffersRest(service, shop);
    return workflowIds.offers(shop.id);
  },

  'offers-collected': async (service) => {
    const shop = await service.connect('collected', { offers: { enabled: true, windowMs: 300 } });
    await pushPrice(service, shop, 13.5);
    await untilOffersRest(service, shop);
    return workflowIds.offers(shop.id);
  },

  listings: async (service) => {
    const shop = await service.connect('listings', {});
    await syncListingsNow(service.client, shop.id);
    return workflowIds.now(workflowIds.syncListings(shop.id));
  },

  reconcile: async (service) => {
    const shop = await service.connect('reconcile', { offers: { enabled: true } });
    await listGoods(service, 1, { shop });
    await reconcileNow(service.client, { connection: shop.id });
    return workflowIds.now(workflowIds.reconcileOffers(shop.id));
  },

  ...posLives,
  ...shipmentLives,
  ...mirrorLives,
  ...deliveryLives,

  watch: () => Promise.resolve(workflowIds.watchOdoo),
};

const pushPrice = async (service: Service, shop: Shop, price: number): Promise<void> => {
  const [goods] = await listGoods(service, 1, { shop });
  if (goods === undefined) throw new Error('no goods were listed');
  await setPrice(service, goods, price);
  await untilTold(shop, goods.externalId, { price });
};
