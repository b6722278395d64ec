import { z } from 'zod';
import type { CourierShipment } from '../../../domain/delivery/delivery.ts';
import { brokenAnswer } from '../../classify-response.ts';
import type { HttpCall } from '../../http.ts';
import type { GatewayContext } from './gateway.ts';
import { listOrders } from './list-orders.ts';
import { shipmentOf } from './order-shape.ts';

const referenced = z.looseObject({
  reference: z.union([z.string(), z.number()]).transform((text) => String(text).trim()),
});

/** See `Courier.lookUp`. A gateway that shows other orders takes no notice of the question: that ours is not among them proves nothing. */
export const lookUpOrders = async (context: GatewayContext, reference: string): Promise<readonly CourierShipment[]> => {
  const { connection } = context;
  const call: HttpCall = {
    method: 'GET',
    path: 'orders',
    query: { reference },
    effect: 'read',
    about: `reference ${reference}, looked up`,
    externalIds: [reference],
  };
  const { status, entries } = await listOrders(context, call);
  const ours = entries.filter((entry) => referenced.safeParse(entry).data?.reference === reference);
  if (ours.length === 0 && entries.length > 0) {
    const what = `with ${entries.length} orders, none of which is said to have this reference`;
    throw brokenAnswer(connection, call, status, what);
  }
  const found = ours.map((entry) => shipmentOf({ connection, call, status }, entry));
  return [...new Map(found.map((shipment) => [shipment.id, shipment])).values()];
};
