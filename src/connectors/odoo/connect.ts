import { z } from 'zod';
import { Failure } from '../../domain/failure.ts';
import type { ExchangeLog } from '../http.ts';
import { currentAbortSignal, untilAborted } from './abort.ts';
import { closeActivity, createPostNoteOnce, scheduleActivityOnce } from './chatter.ts';
import { readChanges } from './changes.ts';
import type { Odoo, OdooServer } from './client.ts';
import { createCurrencies } from './currencies.ts';
import { createExchangeWriter } from './exchange.ts';
import { createExistingProducts } from './existing-products.ts';
import { createOdooDelivery } from './delivery/delivery.ts';
import { createOdooFulfilment } from './fulfilment/fulfilment.ts';
import type { Operations } from './groups.ts';
import { createLanes, createTurn } from './lanes.ts';
import type { Lane } from './lanes.ts';
import { createOdooMirror } from './mirror/mirror.ts';
import { createCreateCustomerOnce, createFindPartners } from './partners.ts';
import { createValidatePicking } from './pickings.ts';
import { createOdooPos } from './pos/pos.ts';
import { createPricelistBooks } from './pricelist-book.ts';
import { createPricelistTree } from './pricelist-tree.ts';
import { createPricelistTrust } from './pricelist-trust.ts';
import { readPricelistRuleIds, readPricelistRules, readProductChanges } from './product-changes.ts';
import { createReadProductValues } from './product-values.ts';
import { createFindProducts } from './products.ts';
import { createRpc } from './rpc.ts';
import type { OdooLogger, Rpc } from './rpc.ts';
import { createCreateSaleOrderOnce } from './sale-order-create.ts';
import { createFindSaleOrders, createReadSaleOrder } from './sale-order-read.ts';
import { cancelSaleOrder, createConfirmSaleOrder, replaceSaleOrderLines } from './sale-order-steps.ts';
import type { Credentials } from './session.ts';

export interface OdooOptions extends Credentials {
  /** Time for one call in ms; default 60 s, 180 s on 17. */
  readonly timeoutMs?: number | undefined;
  /** Calls on the wire at once. */
  readonly concurrency: number;
  readonly log: ExchangeLog;
  readonly logger: OdooLogger;
  /** How calls travel together: ms the first waits for company (default 5), members of one call at most (default 50). */
  readonly grouping?: { readonly windowMs: number; readonly batch: number };
}

/**
 * A client of one Odoo. Nothing is sent before the first call, which finds out the version and signs in; after a failure the next call does
 * so again. Until then `server` knows its URL and database only: asking it for the version is `Unavailable`.
 */
export const connectOdoo = (options: OdooOptions): Promise<Odoo> => {
  const { url, database, user, password, timeoutMs, concurrency, log, logger } = options;
  const exchanges = createExchangeWriter(log);
  const rpc = createRpc({ credentials: { url, database, user, password }, timeoutMs, exchanges, logger });
  const lanes = createLanes(concurrency);
  const operations: Operations = { rpc, lanes, stockTurn: createTurn(), windowMs: 5, batch: 50, ...options.grouping };

  const findPartners = createFindPartners(operations);
  const currencies = createCurrencies(rpc);
  const findSaleOrders = createFindSaleOrders(operations, currencies);
  const createCustomerOnce = createCreateCustomerOnce(operations);
  const createSaleOrderOnce = createCreateSaleOrderOnce(operations);
  const findProducts = createFindProducts(operations);
  const readSaleOrder = createReadSaleOrder(operations, currencies);
  const confirmSaleOrder = createConfirmSaleOrder(operations);
  const validatePicking = createValidatePicking(operations);
  const postNoteOnce = createPostNoteOnce(operations);
  const books = createPricelistBooks(rpc);
  const readProductValues = createReadProductValues({
    rpc,
    lanes,
    books,
    trust: createPricelistTrust(),
    currencies,
    logger,
  });
  const existingProducts = createExistingProducts(rpc, lanes);
  const pos = createOdooPos(operations, user);
  const fulfilment = createOdooFulfilment(operations);
  const delivery = createOdooDelivery(rpc);
  const mirror = createOdooMirror(rpc, currencies);
  const tree = createPricelistTree(rpc);

  const open = new Set<Promise<unknown>>();
  let isClosed = false;
  /** Each public method goes through here: refused after `close`, waited for by it. */
  const tracked = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isClosed) throw new Failure('Unavailable', 'The client of Odoo is closed');
    const promise = work();
    open.add(promise);
    try {
      return await promise;
    } finally {
      open.delete(promise);
    }
  };
  const grouped = <T>(work: () => Promise<T>): Promise<T> => tracked(() => untilAborted(work(), currentAbortSignal()));
  /** Nothing has an empty key; Odoo would take it for "no value" and give every record without one. */
  const found = <T>(value: string, work: () => Promise<readonly T[]>): Promise<readonly T[]> =>
    value === '' ? Promise.resolve([]) : grouped(work);
  const single = <T>(work: () => Promise<T>, lane: Lane = 'orders'): Promise<T> => tracked(() => lanes.run(lane, work));

  return Promise.resolve({
    server: serverOf(rpc, url, database),
    findProducts: (by) => found(String(by.value), () => findProducts(by)),
    findPartnersByRef: (ref) => found(ref, () => findPartners({ field: 'ref', value: ref })),
    findPartnersByField: (field, value) => found(value, () => findPartners({ field, value })),
    createCustomerOnce: (externalId, customer) => grouped(() => createCustomerOnce(externalId, customer)),
    findSaleOrders: (field, value) => found(value, () => findSaleOrders({ field, value })),
    createSaleOrderOnce: (externalId, order) => grouped(() => createSaleOrderOnce(externalId, order)),
    readSaleOrder: (id, parts) => grouped(() => readSaleOrder({ id, ...parts })),
    replaceSaleOrderLines: (id, lines, taxes) => single(() => replaceSaleOrderLines(rpc, id, lines, taxes)),
    confirmSaleOrder: (id) => grouped(() => confirmSaleOrder(id)),
    cancelSaleOrder: (id) => single(() => cancelSaleOrder(rpc, id)),
    validatePicking: (id) => grouped(() => validatePicking(id)),
    postNoteOnce: (externalId, record, body) => grouped(() => postNoteOnce({ externalId, record, body })),
    scheduleActivityOnce: (record, activity) => single(() => scheduleActivityOnce(rpc, record, activity)),
    closeActivity: (id, feedback) => single(() => closeActivity(rpc, id, feedback)),
    readChanges: (since, pickingIds) => single(() => readChanges(rpc, since, pickingIds), 'watch'),
    readProductValues: (query) => tracked(() => readProductValues(query)),
    readProductChanges: (since, what) => single(() => readProductChanges(rpc, tree, since, what), 'watch'),
    readPricelistRuleIds: (pricelists) => single(() => readPricelistRuleIds(rpc, tree, pricelists), 'watch'),
    readPricelistRules: (ids) => single(() => readPricelistRules(rpc, ids), 'watch'),
    existingProducts: (ids) => tracked(() => existingProducts(ids)),
    pos: {
      readConfig: (nameOrId) => tracked(() => pos.readConfig(nameOrId)),
      findOpenSession: (configId) => tracked(() => pos.findOpenSession(configId)),
      openSession: (configId) => tracked(() => pos.openSession(configId)),
      findProducts: (by) => tracked(() => pos.findProducts(by)),
      readCatalogue: () => tracked(() => pos.readCatalogue()),
      findPartners: (by) => tracked(() => pos.findPartners(by)),
      createOrdersOnce: (orders) => tracked(() => pos.createOrdersOnce(orders)),
      readOrders: (ids) => tracked(() => pos.readOrders(ids)),
      readOrderLines: (orderIds) => tracked(() => pos.readOrderLines(orderIds)),
      moveOrders: (ids, sessionId) => tracked(() => pos.moveOrders(ids, sessionId)),
      cancelOrders: (ids) => tracked(() => pos.cancelOrders(ids)),
      payOrders: (orders) => tracked(() => pos.payOrders(orders)),
    },
    fulfilment: {
      readOrder: (id, productIdField) => grouped(() => fulfilment.readOrder(id, productIdField)),
      readConfirmedSince: (since) => tracked(() => fulfilment.readConfirmedSince(since)),
      resolve: (by, nameOrId) => tracked(() => fulfilment.resolve(by, nameOrId)),
      findLocation: (nameOrId, companyId) => tracked(() => fulfilment.findLocation(nameOrId, companyId)),
      createTransferOnce: (externalId, transfer) => grouped(() => fulfilment.createTransferOnce(externalId, transfer)),
    },
    delivery: {
      readPicking: (id) => single(() => delivery.readPicking(id)),
      writeTracking: (pickingId, trackingNumber) => single(() => delivery.writeTracking(pickingId, trackingNumber)),
    },
    mirror: {
      newest: (model) => single(() => mirror.newest(model), 'mirror'),
      readPage: (model, page) => single(() => mirror.readPage(model, page), 'mirror'),
      readIds: (model, page) => single(() => mirror.readIds(model, page), 'mirror'),
      count: (model, upToId) => single(() => mirror.count(model, upToId), 'mirror'),
      readRecords: (model, ids) => single(() => mirror.readRecords(model, ids), 'mirror'),
    },
    test: () => single(() => describe(rpc, user)),
    close: async () => {
      isClosed = true;
      await Promise.allSettled(open);
      exchanges.flush();
    },
  } satisfies Odoo);
};

const serverOf = (rpc: Rpc, url: string, database: string): OdooServer => {
  const known = (): OdooServer => {
    const session = rpc.lastSession();
    if (session === null) throw new Failure('Unavailable', `Odoo at ${url} has not been reached yet`);
    return session.server;
  };
  return {
    url,
    database,
    get major() {
      return known().major;
    },
    get protocol() {
      return known().protocol;
    },
  };
};

const describe = async (rpc: Rpc, user: string): Promise<string> => {
  const count = await rpc.call(
    { model: 'sale.order', method: 'search_count', params: { domain: [] }, effect: 'read', about: 'the test' },
    z.int().nonnegative(),
  );
  const { server, serie } = await rpc.session();
  const how = server.protocol === 'json2' ? 'with an API key over JSON-2' : 'over JSON-RPC';
  return `Odoo ${serie}, database ${server.database}: signed in as ${user} ${how}, ${count} sale orders visible`;
};
