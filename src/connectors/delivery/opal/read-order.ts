import type { CourierShipment } from '../../../domain/delivery/delivery.ts';
import { brokenAnswer } from '../../classify-response.ts';
import type { HttpCall } from '../../http.ts';
import { ask } from './gateway.ts';
import type { GatewayContext } from './gateway.ts';
import { isNumbered, numbersIn } from './order-numbers.ts';
import { shipmentOf } from './order-shape.ts';

/** Where one order is. */
export const orderPath = (id: string): string => `orders/${encodeURIComponent(id)}`;

/** See `Courier.read`. */
export const readOrder = async (context: GatewayContext, id: string): Promise<CourierShipment> => {
  const { connection } = context;
  const call: HttpCall = {
    method: 'GET',
    path: orderPath(id),
    effect: 'read',
    about: `order ${id}`,
    externalIds: [id],
  };
  const { status, body } = await ask(context, call);
  const shipment = shipmentOf({ connection, call, status }, body);
  const numbers = numbersIn(body);
  if (numbers === null || !isNumbered(numbers, id)) {
    throw brokenAnswer(connection, call, status, `with another order, ${shipment.id}`);
  }
  return shipment;
};
