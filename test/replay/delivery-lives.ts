import { workflowIds } from '../../src/domain/names.ts';
import { openCourierShop } from '../support/courier-shop.ts';
import type { Service } from '../support/service.ts';

/** Lives of the runs of couriers; each gives the id of the run whose history shows it. */
export const deliveryLives: Readonly<Record<string, (service: Service) => Promise<string>>> = {
  'delivery-delivered': async (service) => {
    const shop = await openCourierShop(service, 'delivered');
    shop.opal.setAnswer({ tracking: 'later', label: 'planned' });
    const pickingId = await shop.booked();
    await shop.moveTo(pickingId, { status: 'Disponiert' });
    await shop.until(pickingId, 'has its number', ({ trackingNumber }) => trackingNumber !== null);
    await shop.moveTo(pickingId, { status: 'Abgeholt' });
    await shop.until(pickingId, 'is shipped', ({ state }) => state === 'shipped');
    await shop.moveTo(pickingId, { status: 'Zugestellt' });
    await shop.untilClosed(pickingId, 'delivered');
    return ended(service, pickingId);
  },

  'delivery-cancelled': async (service) => {
    const shop = await openCourierShop(service, 'cancelled');
    const pickingId = await shop.booked();
    await shop.act(pickingId, 'check');
    await shop.cancelPicking(pickingId);
    await shop.untilAttention(pickingId, 'cancel-by-hand');
    await shop.act(pickingId, 'cancel', { reason: 'not wanted any more' });
    await shop.untilClosed(pickingId, 'cancelled');
    return ended(service, pickingId);
  },

  'delivery-refused': async (service) => {
    const shop = await openCourierShop(service, 'refused');
    const pickingId = await shop.picking({ address: { zip: false } });
    await shop.book(pickingId);
    await shop.untilClosed(pickingId, 'error');
    return ended(service, pickingId);
  },

  'delivery-retried': async (service) => {
    const shop = await openCourierShop(service, 'retried');
    shop.opal.setAnswer({ bookingRefusal: 'Die Postleitzahl gibt es nicht' });
    const pickingId = await shop.picking();
    await shop.book(pickingId);
    await shop.untilAttention(pickingId, 'rejected');
    shop.opal.setAnswer({ bookingRefusal: null });
    await shop.act(pickingId, 'retry');
    await shop.untilBooked(pickingId);
    await shop.act(pickingId, 'skip', { reason: 'carried by ourselves' });
    await shop.untilClosed(pickingId, 'pending');
    return ended(service, pickingId);
  },
};

const ended = async (service: Service, pickingId: number): Promise<string> => {
  const workflowId = workflowIds.delivery(pickingId, 1);
  await service.client.workflow.getHandle(workflowId).result();
  return workflowId;
};
