import type { OdooFulfilment } from '../../../domain/fulfilment/odoo-fulfilment.ts';
import type { Operations } from '../groups.ts';
import { createReadConfirmedSince } from './confirmed-since.ts';
import { createTransfersOnce } from './create-transfer.ts';
import { createFindLocation } from './locations.ts';
import { createReadShippableOrder } from './read-order.ts';
import { createResolve } from './resolve.ts';

/** What shipping by a prep centre asks of one Odoo; its calls go in the lane of orders. */
export const createOdooFulfilment = (operations: Operations): OdooFulfilment => ({
  readOrder: createReadShippableOrder(operations),
  readConfirmedSince: createReadConfirmedSince(operations),
  resolve: createResolve(operations),
  findLocation: createFindLocation(operations),
  createTransferOnce: createTransfersOnce(operations),
});
