import type { OrderView } from '../../sandbox/cartona/control.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import type { Salesperson } from './salesperson.ts';
import { onTold, untilAllTold } from './told.ts';

/** Who takes orders from Cartona through their life: the product, or the bare workflows. */
export interface Carrier {
  readonly salesperson: Salesperson;
  pull(): Promise<void>;
  /** Told after each thing the salesperson did; who watches has no need of it. */
  odooChanged(externalId: string): void;
}

export interface Played {
  readonly externalIds: readonly string[];
  readonly seconds: number;
}

/** So long may one order take on average before a benchmark gives up. */
const patienceMs = 2_000;
/** Longer than Temporal takes to find out that a task it handed out got lost. */
const atLeastMs = 180_000;

/** Orders of two units, so that the stock of the sandbox lasts. */
export const placeOrders = (
  sandbox: Sandbox,
  count: number,
  deliveredBy: OrderView['delivered_by'] = 'delivered_by_supplier',
): readonly string[] =>
  sandbox.cartona.control
    .createOrders({ count, template: { delivered_by: deliveredBy, lines: [{ amount: 1 }, { amount: 1 }] } })
    .map((order) => order.hashed_id);

/** New orders, from the pull until Cartona has every acknowledgement. */
export const playUntilAcknowledged = async (
  sandbox: Sandbox,
  carrier: Pick<Carrier, 'pull'>,
  externalIds: readonly string[],
): Promise<Played> => {
  const startedAt = performance.now();
  const told = untilAllTold(sandbox, externalIds, 'synced', atLeastMs + externalIds.length * patienceMs);
  await Promise.all([told, carrier.pull()]);
  return { externalIds, seconds: (performance.now() - startedAt) / 1_000 };
};

/** New orders, from the pull until Cartona was told of every delivery; the salesperson acts as soon as there is something to do. */
export const playLives = async (
  sandbox: Sandbox,
  carrier: Carrier,
  externalIds: readonly string[],
): Promise<Played> => {
  const ours = new Set(externalIds);
  const failed = Promise.withResolvers<never>();
  const act = async (externalId: string, status: string): Promise<void> => {
    if (status === 'synced') await carrier.salesperson.confirm(externalId);
    else if (status === 'approved') await carrier.salesperson.deliver(externalId);
    else return;
    carrier.odooChanged(externalId);
  };
  const stop = onTold(sandbox, (externalId, status) => {
    if (ours.has(externalId)) act(externalId, status).catch(failed.reject);
  });
  const startedAt = performance.now();
  try {
    const told = untilAllTold(sandbox, externalIds, 'delivered', atLeastMs + externalIds.length * patienceMs);
    await Promise.race([Promise.all([told, carrier.pull()]), failed.promise]);
  } finally {
    stop();
  }
  return { externalIds, seconds: (performance.now() - startedAt) / 1_000 };
};
