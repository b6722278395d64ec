import type { FaultRuleInput } from '../../sandbox/fault-rules.ts';
import type { PosControl, SaleView } from '../../sandbox/pos/control.ts';
import type { OrderTemplate } from '../../sandbox/pos/new-orders.ts';
import { sandboxPosKey } from '../../sandbox/server.ts';
import type { AttentionKind } from '../../src/domain/order-stage.ts';
import type { PosOrderState } from '../../src/domain/pos/pos-order.ts';
import type { PosRunResult } from '../../src/domain/pos/pos-run.ts';
import { closePosSession, countPosInOdoo, makePosConfig, readPosInOdoo } from './pos-odoo.ts';
import type { ClosedSession, PosCount, PosOrderInOdoo } from './pos-odoo.ts';
import type { RestAnswer } from './rest.ts';
import { syncPosNow } from './run-now.ts';
import type { Service } from './service.ts';
import { waitFor, waitForSome } from './wait.ts';

/** The row of an order, with the attention that is open on it. */
export interface PosOrderSeen {
  readonly key: string;
  readonly state: PosOrderState;
  readonly revision: number;
  readonly odooId: number | null;
  readonly odooName: string | null;
  readonly sessionId: number | null;
  readonly totalOdoo: string | null;
  readonly attention: readonly { readonly kind: AttentionKind; readonly reason: string }[];
}

/** One point of sale of the service: the shop at the other end, the connection, and what Odoo holds of it. */
export interface PosShop {
  readonly id: string;
  /** Of the connection: receipt numbers in Odoo begin with it. */
  readonly name: string;
  /** What the shop does. */
  readonly source: PosControl;
  /** In Odoo. */
  readonly configId: number;
  /** Sells something; nobody has fetched it yet. */
  place(template?: OrderTemplate): SaleView;
  /** Fetches and imports what is there now, to the end. */
  sync(since?: string): Promise<PosRunResult>;
  /** Posts to the connection's webhook with a good key. */
  push(body: unknown, headers?: Readonly<Record<string, string>>): Promise<RestAnswer>;
  /** Null while it is not known. */
  order(key: string): Promise<PosOrderSeen | null>;
  untilState(key: string, state: PosOrderState, withinMs?: number): Promise<PosOrderSeen>;
  untilAttention(key: string, kind: AttentionKind, withinMs?: number): Promise<PosOrderSeen>;
  /** Until so many orders are in this state. */
  untilCount(state: PosOrderState, count: number, withinMs?: number): Promise<void>;
  /** How many orders are known, by state. */
  states(): Promise<Partial<Record<PosOrderState, number>>>;
  /** What a person asks of an order that waits. */
  act(key: string, action: 'retry' | 'skip', body?: unknown): Promise<RestAnswer>;
  /** A fault between us and this point of sale. */
  fault(rule: Omit<FaultRuleInput, 'system' | 'path'>): void;
  countInOdoo(): Promise<PosCount>;
  /** The orders in Odoo, whole; of one number where it is given. */
  readInOdoo(orderId?: string): Promise<readonly PosOrderInOdoo[]>;
  closeSession(): Promise<ClosedSession>;
}

export const posPushKey = 'the-shop-proves-itself-with-this';

export interface PosShopOptions {
  /** Settings of the connection beyond what tests always set. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The id of a `pos.config` in Odoo; default one of its own. */
  readonly configId?: number;
}

let opened = 0;

/** Opens one more point of sale on a running service, with a source and a session of its own. */
export const openPosShop = async (
  service: Service,
  label: string,
  { settings = {}, configId }: PosShopOptions = {},
): Promise<PosShop> => {
  opened += 1;
  const id = `${label}-${opened}`;
  const name = `Till ${id}`;
  const config = configId ?? (await makePosConfig(service.odoo, name));
  const source = service.sandbox.pos.source(id);
  const made = await service.rest.post('/api/connections', {
    id,
    kind: 'pos',
    name,
    enabled: true,
    settings: {
      url: `${service.sandbox.url}/pos/${id}/orders`,
      posConfig: config,
      // Tests fetch when they want to, and are not what a quota is for.
      syncEveryMinutes: 1_440,
      requestsPerSecond: 500,
      acceptPush: true,
      ...settings,
    },
    secrets: { apiKey: sandboxPosKey, pushKey: posPushKey },
  });
  if (made.status !== 201) throw new Error(`The connection ${id} is refused: ${made.text}`);
  if (service.workers.some(({ isRunning }) => isRunning)) await untilFirstSync(service, id);
  return shopOf(service, { id, name, source, configId: config });
};

/** A worker that hears of a connection fetches at once: what a test places afterwards is fetched by its own sync. */
const untilFirstSync = async ({ store }: Service, connection: string): Promise<void> => {
  await waitFor(
    `the first sync of ${connection}`,
    () => store.db.selectFrom('pos_runs').selectAll().where('connection', '=', connection).execute(),
    (runs) => runs.some((run) => run.finished_at !== null),
    { withinMs: 30_000 },
  );
};

const shopOf = (service: Service, shop: Pick<PosShop, 'id' | 'name' | 'source' | 'configId'>): PosShop => {
  const { id, name, source, configId } = shop;
  const { rest, client, sandbox } = service;

  const order: PosShop['order'] = (key) => readOrder(service, id, key);
  const until = (
    key: string,
    what: string,
    isRight: (seen: PosOrderSeen) => boolean,
    withinMs = 20_000,
  ): Promise<PosOrderSeen> => {
    let last: PosOrderSeen | null = null;
    return waitForSome(
      `order ${key} of ${id} ${what}`,
      async () => {
        last = await order(key);
        return last !== null && isRight(last) ? last : null;
      },
      { withinMs, describe: () => JSON.stringify(last, null, 1) },
    );
  };
  const states: PosShop['states'] = async () => {
    const rows = await service.store.db
      .selectFrom('pos_orders')
      .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
      .where('connection', '=', id)
      .groupBy('state')
      .execute();
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };

  return {
    ...shop,
    place: (template = {}) => {
      const [key = ''] = source.createOrders({ template });
      return source.order(key);
    },
    sync: (since) => syncPosNow(client, { connection: id, ...(since === undefined ? {} : { since }) }),
    push: (body, headers = {}) =>
      rest.call('POST', `/webhooks/${id}/orders`, body, { authorization: '', 'X-API-Key': posPushKey, ...headers }),
    order,
    untilState: (key, state, withinMs) => until(key, `is ${state}`, (seen) => seen.state === state, withinMs),
    untilAttention: (key, kind, withinMs) =>
      until(key, `needs attention, ${kind}`, (seen) => seen.attention.some((each) => each.kind === kind), withinMs),
    untilCount: async (state, count, withinMs = 60_000) => {
      await waitFor(`${count} orders of ${id} ${state}`, states, (seen) => seen[state] === count, { withinMs });
    },
    states,
    act: (key, action, body) => rest.post(`/api/pos/${id}/orders/${encodeURIComponent(key)}/${action}`, body),
    fault: (rule) => void sandbox.faults.add({ ...rule, system: 'pos', path: `^/${id}/orders` }),
    countInOdoo: () => countPosInOdoo(service.odoo, name),
    readInOdoo: (orderId) =>
      readPosInOdoo(service.odoo, name, orderId === undefined ? undefined : `${name} ${orderId}`),
    closeSession: () => closePosSession(service.odoo, configId),
  };
};

const readOrder = async ({ store }: Service, connection: string, key: string): Promise<PosOrderSeen | null> => {
  const row = await store.db
    .selectFrom('pos_orders')
    .select(['key', 'state', 'revision', 'odoo_id', 'odoo_name', 'session_id', 'total_odoo'])
    .where('connection', '=', connection)
    .where('key', '=', key)
    .executeTakeFirst();
  if (row === undefined) return null;
  const attention = await store.db
    .selectFrom('attention')
    .select(['kind', 'reason'])
    .where('connection', '=', connection)
    .where('target_type', '=', 'pos-order')
    .where('target_id', '=', key)
    .where('resolved_at', 'is', null)
    .execute();
  return {
    key: row.key,
    state: row.state,
    revision: row.revision,
    odooId: row.odoo_id,
    odooName: row.odoo_name,
    sessionId: row.session_id,
    totalOdoo: row.total_odoo,
    attention,
  };
};
