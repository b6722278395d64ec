import type { CentreOrder } from '../../domain/fulfilment/fulfilment.ts';
import type { HttpCall } from '../http.ts';
import { callPath, callPathOf } from './call-path.ts';
import type { CentreContext } from './centre-context.ts';
import { centreOrderOf } from './centre-order.ts';
import { createOrder } from './create-order.ts';
import { pathsOf } from './dialect-paths.ts';
import { cannotLookUp } from './look-up-order.ts';
import { orderPages } from './order-pages.ts';
import type { AskedOrder, PrepCentre } from './port.ts';
import { readOrder } from './read-order.ts';
import { lookUpInPages } from './v1-look-up.ts';
import { v1Order } from './v1-order.ts';
import { readManyOrders } from './v1-read-many.ts';

/** A tenant that speaks as the wiki says (vendors.md §2): `/api/v1/order`, REST with pages, statuses as decimal codes. */
export const createV1Centre = (context: CentreContext): PrepCentre => {
  const { connection, settings } = context;
  const { baseUrl } = settings;
  const paths = pathsOf(settings);
  const list = callPath(baseUrl, paths.status);

  const readOne = ({ id, reference }: Pick<AskedOrder, 'id'> & Partial<AskedOrder>): Promise<CentreOrder> => {
    const call: HttpCall = {
      method: 'GET',
      path: [list.path.replace(/\/$/, ''), encodeURIComponent(id)].filter((part) => part !== '').join('/'),
      query: list.query,
      effect: 'read',
      about: `order ${reference ?? id}`,
      externalIds: reference === undefined ? [id] : [reference, id],
    };
    return readOrder(context, call, id);
  };

  return {
    canLookUp: paths.lookup !== null,

    lookUp: async (reference) => {
      if (paths.lookup === null) throw cannotLookUp(connection, reference);
      const filtered = callPathOf(baseUrl, paths.lookup, reference);
      const about = { about: `order ${reference}, looked up`, externalIds: [reference] };
      return lookUpInPages(context, { ...filtered, ...about }, reference);
    },

    create: async (order) => {
      const { reference } = order;
      const call: HttpCall = {
        method: 'POST',
        ...callPath(baseUrl, paths.create),
        json: v1Order(order),
        effect: 'once',
        about: `order ${reference}`,
        externalIds: [reference],
      };
      return createOrder(context, call, reference);
    },

    read: (id) => readOne({ id }),

    readMany: (orders, take) => readManyOrders(context, { list, readOne }, orders, take),

    test: async () => {
      for await (const { entries } of orderPages(context, () => ({
        ...list,
        about: 'the newest orders',
        externalIds: [],
      }))) {
        const [entry] = entries;
        const id = entry?.ids[0];
        if (entry === undefined || id === undefined) break;
        const { status } = centreOrderOf(entry, id);
        return `Ysell took the key and showed its orders, the newest is ${id}${status === null ? '' : ` with status ${status}`}.`;
      }
      return 'Ysell took the key; it has no orders yet.';
    },
  };
};
