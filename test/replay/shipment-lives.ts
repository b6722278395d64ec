import { workflowIds } from '../../src/domain/names.ts';
import { openPrepShop } from '../support/prep-shop.ts';
import type { Service } from '../support/service.ts';

/** Lives of the runs of a prep centre; each gives the id of the run whose history shows it. */
export const shipmentLives: Readonly<Record<string, (service: Service) => Promise<string>>> = {
  'shipment-delivered': async (service) => {
    const shop = await openPrepShop(service, 'delivered');
    const id = await shop.sell();
    await shop.untilSent(id);
    await shop.moveTo(id, 'Packed');
    await shop.until(id, 'shows the status', ({ centre }) => centre?.status === 'Packed');
    await shop.moveTo(id, 'Done');
    await shop.untilClosed(id, 'delivered');
    return ended(service, workflowIds.shipment(shop.id, id));
  },

  'shipment-completed': async (service) => {
    const shop = await openPrepShop(service, 'completed');
    const id = await shop.sell({ address: { phone: false } });
    await shop.untilAttention(id, 'missing-fields');
    await service.odoo.write('res.partner', (await service.odoo.saleOrder(id)).partner_id, { phone: '+20 100' });
    await shop.act(id, 'retry');
    await shop.untilSent(id);
    await shop.act(id, 'check');
    await service.odoo.cancel(id);
    await shop.untilAttention(id, 'cancel-by-hand');
    await shop.moveTo(id, 'Cancelled');
    await shop.untilClosed(id, 'cancelled');
    return ended(service, workflowIds.shipment(shop.id, id));
  },

  'shipment-waiting': async (service) => {
    const shop = await openPrepShop(service, 'reserving');
    const productId = await shop.product({ name: 'Scanner', tracking: 'serial' }, 0);
    const id = await shop.sell({ lines: [{ productId, quantity: 1 }] });
    await shop.untilStage(id, 'waiting');
    return workflowIds.shipment(shop.id, id);
  },

  'shipment-skipped': async (service) => {
    const shop = await openPrepShop(service, 'skipped');
    const id = await shop.sell();
    await shop.untilSent(id);
    await shop.act(id, 'skip', { reason: 'lost' });
    await shop.untilClosed(id, 'skipped');
    return ended(service, workflowIds.shipment(shop.id, id));
  },

  'shipments-followed': async (service) => {
    const shop = await openPrepShop(service, 'followed');
    const id = await shop.sell();
    await shop.untilSent(id);
    await shop.follow('2026-01-01T00:00:00Z');
    return workflowIds.now(workflowIds.followShipments(shop.id));
  },
};

const ended = async (service: Service, workflowId: string): Promise<string> => {
  await service.client.workflow.getHandle(workflowId).result();
  return workflowId;
};
