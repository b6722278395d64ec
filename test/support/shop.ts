import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { createSandbox, sandboxToken } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import type { CartonaControl, OrderView } from '../../sandbox/cartona/control.ts';
import type { OdooVersion } from '../../sandbox/odoo-mount.ts';
import { orderDetailShape } from '../../src/api/orders/order-shape.ts';
import { workflowIds } from '../../src/domain/names.ts';
import type { OrderTemplate } from './order-builders.ts';
import type { Rest, RestAnswer } from './rest.ts';
import { waitFor, waitForSome } from './wait.ts';

/** An order as `GET /api/orders/{connection}/{externalId}` shows it. */
export type OrderSeen = z.output<typeof orderDetailShape>;

const startedShape = z.object({ workflowId: z.string(), runId: z.string() });
const stateShape = z.object({ next: z.string().optional() });

export const shopWebhookToken = 'cartona-proves-itself-with-this';

/** One connection of the service, with the Cartona at its other end. */
export interface Shop {
  readonly id: string;
  readonly sandbox: Sandbox;
  /** What retailers and Cartona do. */
  readonly cartona: CartonaControl;
  /** A retailer places an order; nobody has pulled it yet. */
  place(template: OrderTemplate): OrderView;
  /** Pulls what is there now, to the end. */
  pull(): Promise<void>;
  /** Places an order and pulls it; gives it when it is as wanted (default: acknowledged). */
  receive(
    template: OrderTemplate,
    until?: (order: OrderSeen) => boolean,
  ): Promise<{ id: string; order: OrderSeen; saleOrderId: number }>;
  /** The order over REST, or null while it is not known. */
  order(externalId: string): Promise<OrderSeen | null>;
  /** Waits until the order over REST is as wanted. */
  until(
    externalId: string,
    what: string,
    isRight: (order: OrderSeen) => boolean,
    withinMs?: number,
  ): Promise<OrderSeen>;
  /** Waits until the order is in this stage. */
  untilStage(externalId: string, stage: string): Promise<OrderSeen>;
  /** Waits until the order came to its end in this stage: then nothing more happens. */
  untilClosed(externalId: string, stage: string): Promise<OrderSeen>;
  /** Waits until the order needs a person for this reason. */
  untilAttention(externalId: string, kind: string): Promise<OrderSeen>;
  /** What the supplier told Cartona of the order and was accepted, in order: `synced`, `approved`, … */
  told(externalId: string): string[];
  /** Waits until Cartona has been told so. */
  untilTold(externalId: string, ...statuses: readonly string[]): Promise<void>;
  /** Waits until nothing is under way: the run of the order rests, and Cartona was told no more than this. */
  untilAtRest(externalId: string): Promise<OrderSeen>;
  /** Cartona's webhook: the status changes there, and it tells us. */
  says(externalId: string, status: OrderView['status'], by?: 'retailer' | 'cartona'): Promise<RestAnswer>;
  /** Only the webhook, with a good token, whatever Cartona thinks. */
  webhook(body: unknown, headers?: Readonly<Record<string, string>>): Promise<RestAnswer>;
  /** What a person asks of an order. */
  act(
    externalId: string,
    action: 'retry' | 'skip' | 'cancel' | 'otp',
    body?: unknown,
    wait?: number,
  ): Promise<RestAnswer>;
  close(): Promise<void>;
}

export interface ShopOptions {
  readonly id: string;
  readonly rest: Rest;
  readonly client: Client;
  readonly odooVersion: OdooVersion;
  /** Shares this sandbox instead of one of its own. */
  readonly sandbox?: Sandbox;
}

/** A sandbox for a Cartona alone: two connections never pull each other's orders. */
export const startShopSandbox = async (odooVersion: OdooVersion): Promise<Sandbox> => {
  const sandbox = createSandbox({ port: 0, stateDir: null, odooVersion });
  await sandbox.start();
  return sandbox;
};

/** A connection to the Cartona of this sandbox, as `POST /api/connections` takes it. */
export const shopConnection = (id: string, sandbox: Sandbox, settings: Readonly<Record<string, unknown>> = {}) => ({
  id,
  kind: 'cartona',
  name: `Shop ${id}`,
  enabled: true,
  settings: {
    baseUrl: `${sandbox.url}/cartona/api/v1/`,
    // Tests pull when they want to, and are not what a quota is for.
    pullEveryMinutes: 1_440,
    requestsPerSecond: 500,
    ...settings,
  },
  secrets: { token: sandboxToken, webhookToken: shopWebhookToken },
});

export const openShop = ({ id, rest, client, sandbox }: ShopOptions & { readonly sandbox: Sandbox }): Shop => {
  const cartona = (): CartonaControl => sandbox.cartona.control;
  const path = (externalId: string): string => `/api/orders/${id}/${encodeURIComponent(externalId)}`;

  const order: Shop['order'] = async (externalId) => {
    const { status, body } = await rest.get(path(externalId));
    return status === 200 ? orderDetailShape.parse(body) : null;
  };
  const until: Shop['until'] = (externalId, what, isRight, withinMs = 15_000) =>
    waitForSome(
      `order ${externalId} ${what}`,
      async () => {
        const seen = await order(externalId);
        last = seen;
        return seen !== null && isRight(seen) ? seen : null;
      },
      { withinMs, describe: () => `${summary(last)}\nCartona: ${JSON.stringify(told(externalId))}` },
    );
  let last: OrderSeen | null = null;
  const told = (externalId: string): string[] =>
    cartona()
      .order(externalId)
      .history.filter(({ by, what, accepted }) => by === 'supplier' && what === 'status' && accepted)
      .map(({ status }) => status ?? '');

  /** A pull that was joined may have begun before what shall be pulled was there: then once more. */
  const pull = async (): Promise<void> => {
    const askedAt = Date.now();
    for (;;) {
      const { status, text, body } = await rest.post(`/api/connections/${id}/sync`, { process: 'pull' });
      if (status !== 202) throw new Error(`A pull of ${id} is refused: ${text}`);
      const { workflowId, runId } = startedShape.parse(body);
      const run = client.workflow.getHandle(workflowId, runId);
      await run.result();
      if ((await run.describe()).startTime.getTime() >= askedAt - 5) return;
    }
  };

  const shop: Shop = {
    id,
    sandbox,
    get cartona() {
      return cartona();
    },
    place: (template) => {
      const [placed] = cartona().createOrders({ template });
      if (placed === undefined) throw new Error('Cartona made no order');
      return placed;
    },
    pull,
    receive: async (template, isRight = (seen) => seen.stage === 'acknowledged') => {
      const { hashed_id: externalId } = shop.place(template);
      await pull();
      const received = await until(externalId, 'was received', isRight);
      return { id: externalId, order: received, saleOrderId: received.odoo?.saleOrderId ?? 0 };
    },
    order,
    until,
    untilStage: (externalId, stage) => until(externalId, `is ${stage}`, (seen) => seen.stage === stage),
    untilClosed: (externalId, stage) =>
      until(externalId, `is closed as ${stage}`, (seen) => seen.stage === stage && seen.closedAt !== null),
    untilAttention: (externalId, kind) =>
      until(externalId, `needs attention, ${kind}`, (seen) => seen.openAttention.some((each) => each.kind === kind)),
    told,
    untilTold: async (externalId, ...statuses) => {
      await waitFor(
        `Cartona was told ${statuses.join(', ')} of ${externalId}`,
        async () => ({ told: told(externalId), order: await order(externalId) }),
        (seen) => statuses.every((status) => seen.told.includes(status)),
        { describe: (seen) => JSON.stringify(seen).slice(0, 3_000) },
      );
    },
    untilAtRest: async (externalId) => {
      await waitFor(
        `the run of ${externalId} rests`,
        async () => {
          const handle = client.workflow.getHandle(workflowIds.order(id, externalId));
          const { status, raw } = await handle.describe();
          const state = status.name === 'RUNNING' ? stateShape.parse(await handle.query('state')) : { next: 'closed' };
          return {
            next: state.next,
            pending: raw.pendingActivities?.length ?? 0,
            task: raw.pendingWorkflowTask != null,
          };
        },
        ({ next, pending, task }) => (next === 'wait' || next === 'closed') && pending === 0 && !task,
      );
      return until(externalId, 'is known', () => true);
    },
    says: async (externalId, status, by = status === 'cancelled_by_retailer' ? 'retailer' : 'cartona') => {
      cartona().setStatus(externalId, { by, status });
      return shop.webhook({ hashed_id: externalId, status });
    },
    webhook: (body, headers = {}) =>
      rest.call('POST', `/webhooks/${id}`, body, {
        authorization: '',
        AuthorizationToken: shopWebhookToken,
        ...headers,
      }),
    act: (externalId, action, body, wait) =>
      rest.post(`${path(externalId)}/${action}${wait === undefined ? '' : `?wait=${wait}`}`, body),
    close: () => sandbox.close(),
  };
  return shop;
};

const summary = (seen: OrderSeen | null): string =>
  seen === null
    ? 'it is not known'
    : JSON.stringify(
        {
          stage: seen.stage,
          marketplaceStatus: seen.marketplaceStatus,
          odoo: seen.odoo,
          revision: seen.revision,
          attention: seen.openAttention.map((each) => `${each.kind}: ${each.reason}`),
          timeline: seen.timeline.map((each) => each.text),
          exchanges: seen.exchanges
            .slice(0, 6)
            .map((each) => `${each.method} ${each.path} ${each.status} ${each.error ?? ''}`),
        },
        null,
        1,
      );
