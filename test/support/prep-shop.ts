import { sandboxYsellKey } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import type { FaultRuleInput } from '../../sandbox/fault-rules.ts';
import type { YsellControl, YsellOrderView } from '../../sandbox/ysell/control.ts';
import type { FulfilmentStage } from '../../src/domain/fulfilment/fulfilment.ts';
import type { FollowCounts } from '../../src/domain/fulfilment/follow.ts';
import type { FulfilmentView } from '../../src/domain/fulfilment/fulfilment-view.ts';
import { workflowTypes } from '../../src/domain/names.ts';
import type { AttentionKind } from '../../src/domain/order-stage.ts';
import { followNowStart } from '../../src/domain/run-starts.ts';
import { loadFulfilment, viewOfFulfilment } from '../../src/store/fulfilments/rows.ts';
import type { FulfilmentRow } from '../../src/store/fulfilments/rows.ts';
import { readTransfers } from './transfers-in-odoo.ts';
import type { TransferInOdoo } from './transfers-in-odoo.ts';
import type { RestAnswer } from './rest.ts';
import type { Service } from './service.ts';
import { startShopSandbox } from './shop.ts';
import { untilFollowed } from './until-followed.ts';
import { waitFor, waitForSome } from './wait.ts';

/** What a customer buys: default one piece of a product the prep centre knows. */
export interface Sale {
  readonly lines?: readonly { readonly productId: number; readonly quantity: number }[];
  /** Over the usual delivery address. */
  readonly address?: Readonly<Record<string, unknown>>;
  /** Further values of the sale order. */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** A prep centre of the service: the Ysell at the other end, the connection, and the sales team in Odoo whose orders it ships. */
export interface PrepShop {
  readonly id: string;
  readonly name: string;
  readonly sandbox: Sandbox;
  /** What happens at the prep centre. */
  readonly ysell: YsellControl;
  /** Of `crm.team`. */
  readonly teamId: number;
  /** A product with stock that the prep centre knows as `Y-<id>`. */
  product(values?: Readonly<Record<string, unknown>>, stock?: number): Promise<number>;
  /** Has the prep centre know a product. */
  map(productId: number, centreId?: string, factor?: number): Promise<void>;
  /** A quotation in Odoo. @returns its id */
  quote(sale?: Sale): Promise<number>;
  /** A confirmed order in Odoo. @returns its id */
  sell(sale?: Sale): Promise<number>;
  row(saleOrderId: number): Promise<FulfilmentRow | null>;
  view(saleOrderId: number): Promise<FulfilmentView | null>;
  until(saleOrderId: number, what: string, isRight: (view: FulfilmentView) => boolean): Promise<FulfilmentView>;
  untilStage(saleOrderId: number, stage: FulfilmentStage): Promise<FulfilmentView>;
  /** Until it came to its end so, and its run has nothing more to see to. */
  untilClosed(saleOrderId: number, stage: FulfilmentStage): Promise<FulfilmentView>;
  untilAttention(saleOrderId: number, kind: AttentionKind): Promise<FulfilmentView>;
  /** Until it was sent, and nothing is under way. */
  untilSent(saleOrderId: number): Promise<FulfilmentView>;
  /** Orders at the prep centre with the name of this sale order. */
  atCentre(saleOrderId: number): Promise<readonly YsellOrderView[]>;
  /** Asks after all open orders now, to the end. */
  follow(since?: string): Promise<FollowCounts>;
  /** Moves the one order of this sale order there, and asks after it. */
  moveTo(saleOrderId: number, status: string): Promise<FollowCounts>;
  act(saleOrderId: number, action: 'retry' | 'skip' | 'cancel' | 'check', body?: unknown): Promise<RestAnswer>;
  /** A fault between us and the prep centre. */
  fault(rule: Omit<FaultRuleInput, 'system'>): void;
  /** Transfers of the sale order that Conveyor made, with their moves and lots. */
  transfers(saleOrderId: number): Promise<readonly TransferInOdoo[]>;
  change(body: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}

const address = {
  name: 'Nadia Hassan',
  phone: '+20 100 123 4567',
  email: 'nadia@example.com',
  street: '26 July Street 12',
  city: 'Cairo',
  zip: '11511',
};

export interface PrepShopOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
}

let opened = 0;
/** Opens one more prep centre on a running service, with a Ysell and a sales team of its own. */
export const openPrepShop = async (
  service: Service,
  label: string,
  { settings = {} }: PrepShopOptions = {},
): Promise<PrepShop> => {
  opened += 1;
  const id = `${label}-${opened}`;
  const name = `Ysell ${id}`;
  const sandbox = await startShopSandbox(18);
  const teamId = await service.odoo.create('crm.team', { name });
  const made = await service.rest.post('/api/connections', {
    id,
    kind: 'ysell',
    name,
    enabled: true,
    settings: {
      baseUrl: `${sandbox.url}/ysell/`,
      match: { team: teamId },
      // Tests ask when they want to, and are not what a quota is for.
      pollEveryMinutes: 1_440,
      requestsPerSecond: 500,
      timeoutMs: 2_000,
      ...settings,
    },
    secrets: { apiKey: sandboxYsellKey },
  });
  if (made.status !== 201) {
    await sandbox.close();
    throw new Error(`The connection ${id} is refused: ${made.text}`);
  }
  // What is confirmed in the second in which the connection was made is taken for older.
  await untilNextSecond();
  const shop = shopOf(service, { id, name, sandbox, teamId });
  service.attach(shop);
  return shop;
};

/** Odoo tells changes apart by whole seconds. */
export const untilNextSecond = async (): Promise<void> => {
  const begun = Math.floor(Date.now() / 1_000);
  await waitFor(
    'the next second',
    () => Math.floor(Date.now() / 1_000),
    (now) => now > begun,
  );
};

const shopOf = (
  service: Service,
  { id, name, sandbox, teamId }: Pick<PrepShop, 'id' | 'name' | 'sandbox' | 'teamId'>,
): PrepShop => {
  const { rest, client, odoo, store } = service;
  const ysell = (): YsellControl => sandbox.ysell.control;
  const open = (saleOrderId: number) => loadFulfilment(store.db, { connection: id, saleOrderId });

  const view: PrepShop['view'] = async (saleOrderId) => {
    const opened = await open(saleOrderId);
    return opened === undefined ? null : viewOfFulfilment(opened);
  };
  const until: PrepShop['until'] = (saleOrderId, what, isRight) => {
    let last: FulfilmentView | null = null;
    return waitForSome(
      `shipment ${saleOrderId} of ${id} ${what}`,
      async () => {
        last = await view(saleOrderId);
        return last !== null && isRight(last) ? last : null;
      },
      { describe: () => JSON.stringify(last, null, 1) },
    );
  };
  const map: PrepShop['map'] = async (productId, centreId = `Y-${productId}`, factor = 1) => {
    const mapped = await rest.call('PUT', `/api/listings/${id}/${encodeURIComponent(centreId)}`, {
      productId,
      enabled: true,
      factor,
    });
    if (mapped.status >= 300) throw new Error(`The product ${productId} cannot be mapped: ${mapped.text}`);
  };
  const product: PrepShop['product'] = async (values, stock = 100) => {
    const productId = await odoo.product(values, stock);
    await map(productId);
    return productId;
  };
  let usual: Promise<number> | null = null;
  const quote: PrepShop['quote'] = async ({ lines, address: over = {}, values = {} } = {}) => {
    usual ??= product({ name: `Goods of ${id}` }, 1_000);
    const bought = lines ?? [{ productId: await usual, quantity: 1 }];
    const partnerId = await odoo.create('res.partner', { ...address, ...over });
    return odoo.create('sale.order', {
      partner_id: partnerId,
      team_id: teamId,
      order_line: bought.map(({ productId, quantity }) => [
        0,
        0,
        { product_id: productId, product_uom_qty: quantity, price_unit: 10 },
      ]),
      ...values,
    });
  };
  const atCentre: PrepShop['atCentre'] = async (saleOrderId) =>
    ysell().orders({ reference: (await odoo.saleOrder(saleOrderId)).name });
  const follow: PrepShop['follow'] = async (since) => {
    const options = followNowStart({ connection: id, ...(since === undefined ? {} : { since }) });
    await untilFollowed(service, id);
    return client.workflow.execute(workflowTypes.followShipments, options) as Promise<FollowCounts>;
  };

  let closing: Promise<void> | null = null;
  const shop: PrepShop = {
    id,
    name,
    sandbox,
    get ysell() {
      return ysell();
    },
    teamId,
    product,
    map,
    quote,
    sell: async (sale) => {
      const saleOrderId = await quote(sale);
      await odoo.confirm(saleOrderId);
      return saleOrderId;
    },
    row: async (saleOrderId) => (await open(saleOrderId))?.row ?? null,
    view,
    until,
    untilStage: (saleOrderId, stage) => until(saleOrderId, `is ${stage}`, (seen) => seen.stage === stage),
    untilClosed: (saleOrderId, stage) =>
      until(saleOrderId, `is closed as ${stage}`, (seen) => seen.stage === stage && seen.next === 'closed'),
    untilAttention: (saleOrderId, kind) =>
      until(saleOrderId, `needs attention, ${kind}`, (seen) => seen.attention.some((each) => each.kind === kind)),
    untilSent: (saleOrderId) =>
      until(saleOrderId, 'was sent', ({ stage, next }) => stage === 'sent' && next === 'wait'),
    atCentre,
    follow,
    moveTo: async (saleOrderId, status) => {
      const [order] = await atCentre(saleOrderId);
      if (order === undefined) throw new Error(`Sale order ${saleOrderId} is not at the prep centre`);
      ysell().setStatus(order.id, { status });
      return follow();
    },
    act: (saleOrderId, action, body) => rest.post(`/api/fulfilments/${id}/${saleOrderId}/${action}`, body),
    fault: (rule) => void sandbox.faults.add({ ...rule, system: 'ysell' }),
    transfers: (saleOrderId) => readTransfers(odoo, saleOrderId),
    change: async (body) => {
      const { status, text } = await rest.call('PUT', `/api/connections/${id}`, body);
      if (status !== 200) throw new Error(`The connection ${id} cannot be changed: ${text}`);
    },
    close: () => {
      closing ??= sandbox.close();
      return closing;
    },
  };
  return shop;
};
