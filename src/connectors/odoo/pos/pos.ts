import type { OdooPos } from '../../../domain/pos/odoo-pos.ts';
import type { Operations } from '../groups.ts';
import { createCancelPosOrders } from './cancel-orders.ts';
import { createReadPosConfig } from './config.ts';
import { createPosOrdersOnce } from './create-orders.ts';
import { createMovePosOrders } from './move-orders.ts';
import { createFindPosPartners } from './partners.ts';
import { createPayPosOrders } from './pay-orders.ts';
import { createFindPosProducts, createReadPosCatalogue } from './products.ts';
import { createReadPosOrderLines, createReadPosOrders } from './read-orders.ts';
import { createFindOpenSession, createOpenSession } from './sessions.ts';
import { createUserLanguage } from './user-language.ts';

/** The point of sale of one Odoo; its calls go in the lane of orders. `login`: of the user of the API. */
export const createOdooPos = (operations: Operations, login: string): OdooPos => {
  const language = createUserLanguage(operations, login);
  return {
    readConfig: createReadPosConfig(operations),
    findOpenSession: createFindOpenSession(operations),
    openSession: createOpenSession(operations),
    findProducts: createFindPosProducts(operations, language),
    readCatalogue: createReadPosCatalogue(operations, language),
    findPartners: createFindPosPartners(operations),
    createOrdersOnce: createPosOrdersOnce(operations),
    readOrders: createReadPosOrders(operations),
    readOrderLines: createReadPosOrderLines(operations),
    moveOrders: createMovePosOrders(operations),
    cancelOrders: createCancelPosOrders(operations),
    payOrders: createPayPosOrders(operations),
  };
};
