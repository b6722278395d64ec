import { Failure, isFailure } from '../../../domain/failure.ts';
import { brokenAnswer } from '../../classify-response.ts';
import type { HttpCall } from '../../http.ts';
import type { AskedShipment, Courier, CourierAnswer } from '../port.ts';
import type { GatewayContext } from './gateway.ts';
import { listOrders } from './list-orders.ts';
import type { ListedOrders } from './list-orders.ts';
import { isNumbered, numbersIn } from './order-numbers.ts';
import { shipmentOf } from './order-shape.ts';

/** The most that is asked after at once. */
const groupSize = 50;

/** See `Courier.readMany`. */
export const readManyOrders = async (
  context: GatewayContext,
  ...[asked, take]: Parameters<Courier['readMany']>
): Promise<void> => {
  for (let at = 0; at < asked.length; at += groupSize) {
    await take(await askAfter(context, asked.slice(at, at + groupSize)));
  }
};

const askAfter = async (
  context: GatewayContext,
  asked: readonly AskedShipment[],
): Promise<readonly CourierAnswer[]> => {
  const ids = asked.map(({ id }) => id);
  const call: HttpCall = {
    method: 'GET',
    path: 'orders',
    query: { numbers: ids.join(',') },
    effect: 'read',
    about: ids.length === 1 ? `order ${ids[0] ?? ''}` : `${ids.length} open orders`,
    externalIds: ids,
  };
  const listed = await listOrders(context, call);
  return ids.map((id) => answerOf(context, call, listed, id));
};

const answerOf = (
  { connection }: GatewayContext,
  call: HttpCall,
  { status, entries }: ListedOrders,
  id: string,
): CourierAnswer => {
  const broken = (what: string): CourierAnswer => ({ id, failure: brokenAnswer(connection, call, status, what) });
  const numbered = entries.map((entry) => ({ entry, numbers: numbersIn(entry) }));
  const [found, second] = numbered.filter(({ numbers }) => numbers !== null && isNumbered(numbers, id));
  if (second !== undefined) return broken(`with two orders of the number ${id}`);
  if (found === undefined) {
    // An entry without a number may be this one.
    const isUnclear = numbered.some(
      ({ numbers }) => (numbers?.orderNumber ?? numbers?.trackingNumber ?? null) === null,
    );
    return isUnclear ? broken('with an order that has no number') : { id, failure: notThere(connection, id) };
  }
  try {
    return { id, shipment: shipmentOf({ connection, call, status }, found.entry) };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { id, failure: error };
  }
};

const notThere = (connection: string, id: string): Failure =>
  new Failure('NotFound', `${connection}: OPAL has no order ${id} (any more). Look it up there, then retry.`);
