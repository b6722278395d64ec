import type { Courier } from '../port.ts';
import { readAccount } from './account.ts';
import { bookOrder } from './book-order.ts';
import { cancelOrder } from './cancel-order.ts';
import { fetchLabel } from './fetch-label.ts';
import type { GatewayContext } from './gateway.ts';
import { lookUpOrders } from './look-up-orders.ts';
import { readManyOrders } from './read-many-orders.ts';
import { readOrder } from './read-order.ts';

/** OPAL behind its gateway. */
export const createOpalCourier = (context: GatewayContext): Courier => ({
  required: [],
  lookUp: (reference) => lookUpOrders(context, reference),
  book: (request) => bookOrder(context, request),
  cancel: (id) => cancelOrder(context, id),
  read: (id) => readOrder(context, id),
  readMany: (asked, take) => readManyOrders(context, asked, take),
  label: (id) => fetchLabel(context, id),
  test: () => readAccount(context),
});
