import { isFailure } from '../domain/failure.ts';
import type { OrderStep } from '../domain/order-state.ts';
import type { OrderCommand, OrderView } from '../domain/order-view.ts';
import type { OrderKey, OrderRow } from '../store/orders.ts';
import { watchingHealth } from './connection-health.ts';
import type { ActivityDependencies, MarketplaceConnection } from './dependencies.ts';
import { orApplicationFailure } from './failures.ts';
import { acknowledgeOrder } from './order/acknowledge-order.ts';
import { AttentionNeeded, attentionOfFailure } from './order/attention-needed.ts';
import { fetchOrder } from './order/fetch-order.ts';
import { followOrder } from './order/follow-order.ts';
import { importOrder } from './order/import-order.ts';
import type { Done } from './order/done.ts';
import { openOrder } from './order/open-order.ts';
import type { OrderContext } from './order/order-context.ts';
import { orderStateOf } from './order/order-state-of.ts';
import { pushStatus } from './order/push-status.ts';
import { recordCommand } from './order/record-command.ts';
import type { CommandOutcome } from './order/record-command.ts';
import { settle } from './order/settle.ts';
import { storePayload } from './order/store-payload.ts';

/** Names the order; `remembered` is what its run knows, for the case that the row is gone. */
export interface OrderActivityInput {
  readonly connection: string;
  readonly externalId: string;
  readonly remembered: OrderView | null;
}

/**
 * Activities of `marketplaceOrder`. Each loads the order's row first and does only what the row says is not done, so each may run twice,
 * late, or beside another. `null` as a result: there is no such row, the order must be fetched first.
 */
export const createMarketplaceOrderActivities = (deps: ActivityDependencies) => {
  const onOrder = async (
    input: OrderActivityInput,
    step: OrderStep,
    work: (context: OrderContext) => Promise<Done>,
  ): Promise<OrderView | null> =>
    orApplicationFailure(async () => {
      const key = { connection: input.connection, externalId: input.externalId };
      const connection = await deps.marketplaceConnection(input.connection);
      const opened = await openOrder(deps, key, input.remembered);
      if (opened === null) return null;
      const { row, attention } = opened;
      const state = orderStateOf(row, connection.settings, attention);
      const done = await orAttention(step, () => work({ deps, key, connection, row, state }));
      return settle(deps.db, key, connection.settings, { ...done, seenRevision: row.revision });
    });

  const onVendor = (connection: MarketplaceConnection, work: () => Promise<Done>): Promise<Done> =>
    watchingHealth(deps.db, connection, work);

  return {
    /** Also the first step of every run: of an order that is imported it reads how it stands in Odoo. */
    importOrder: (input: OrderActivityInput) =>
      onOrder(input, 'import', (context) => (isImported(context.row) ? followOrder(context) : importOrder(context))),

    followOrder: (input: OrderActivityInput) => onOrder(input, 'apply', followOrder),

    acknowledgeOrder: (input: OrderActivityInput) =>
      onOrder(input, 'acknowledge', (context) => onVendor(context.connection, () => acknowledgeOrder(context))),

    pushStatus: (input: OrderActivityInput) =>
      onOrder(input, 'push', (context) => onVendor(context.connection, () => pushStatus(context))),

    /** Makes the row of an order started by hand without its payload, from the marketplace's pages. */
    fetchOrder: (input: OrderKey): Promise<void> =>
      orApplicationFailure(async () => fetchOrder(deps, await deps.marketplaceConnection(input.connection), input)),

    /** Local: stores the payload an order was started with by hand. @throws Failure `InvalidInput` when it cannot be read */
    storePayload: (input: OrderKey & { order: unknown }): Promise<void> =>
      orApplicationFailure(async () =>
        storePayload(deps, await deps.marketplaceConnection(input.connection), input, input.order),
      ),

    /** Local: touches only the database. */
    recordCommand: (input: OrderKey & { command: OrderCommand }): Promise<CommandOutcome | null> =>
      orApplicationFailure(async () =>
        recordCommand(deps, await deps.marketplaceConnection(input.connection), input, input.command),
      ),
  };
};

const isImported = (row: OrderRow): boolean =>
  row.closed_at === null && row.odoo_id !== null && row.imported_revision >= row.pulled_revision;

/** What cannot go on without a person is not an error of the activity. */
const orAttention = async (step: OrderStep, work: () => Promise<Done>): Promise<Done> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AttentionNeeded) return { changes: {}, told: [], attention: error };
    const attention = isFailure(error) ? attentionOfFailure(error, step) : null;
    if (attention === null) throw error;
    return { changes: {}, told: [], attention };
  }
};

export type MarketplaceOrderActivities = ReturnType<typeof createMarketplaceOrderActivities>;
