import { setTimeout as wait } from 'node:timers/promises';
import type { CartonaControl, OrderView } from '../cartona/control.ts';
import type { Product } from '../cartona/product-model.ts';
import type { SandboxLogger } from '../logger.ts';
import type { OdooClient } from '../odoo-client.ts';
import type { Errand } from './salesperson.ts';
import { createSalesperson } from './salesperson.ts';
import type { Story } from './stories.ts';
import { labelOf, storiesWith } from './stories.ts';

export interface Demo {
  stop(): Promise<void>;
}

export interface DemoOptions {
  readonly cartona: CartonaControl;
  readonly odoo: OdooClient;
  readonly logger: SandboxLogger;
  /** How often the demo looks around. Default 1000. */
  readonly tickMs?: number;
  /** Stretches or, below 1, shortens every pause. Default 1. */
  readonly pace?: number;
}

const note = 'demo-began';

/** Lets the demo be played from here on. Called once, while nothing has happened in the sandbox yet. */
export const beginDemo = (cartona: CartonaControl): void => cartona.takeNote(note, new Date().toISOString());

/** Three products of the catalogue that are in stock. */
const chooseProducts = (cartona: CartonaControl): [Product, Product, Product] | null => {
  const [first, second, third] = cartona
    .products()
    .map(({ product }) => product)
    .filter((product) => product.available_stock_quantity >= 20);
  return first && second && third ? [first, second, third] : null;
};

const lastChangeOf = (order: OrderView): number => Date.parse(order.history.at(-1)?.at ?? order.updated_at);

const takeStep = (cartona: CartonaControl, order: OrderView, story: Story, pace: number): void => {
  const step = story.steps.find(({ from }) => from.includes(order.status));
  if (!step) return;
  const passed = Date.now() - lastChangeOf(order);
  const isReady = order.acknowledged ? passed >= step.afterMs * pace : passed >= (step.atLatestMs ?? Infinity) * pace;
  if (isReady) cartona.setStatus(order.hashed_id, { by: step.by, status: step.to });
};

const errandOf = (order: OrderView, story: Story): Errand[] =>
  story.salesperson === 'leaves-it'
    ? []
    : [
        {
          references: [order.receipt_id, order.hashed_id],
          delivers: story.salesperson === 'confirms-and-delivers',
        },
      ];

/**
 * Plays a handful of orders where the demo was begun. What comes next is always read from the orders at Cartona and
 * the sale orders in Odoo, so that a restart goes on where things are and repeats nothing.
 */
export const startDemo = (options: DemoOptions): Demo => {
  const { cartona, logger, tickMs = 1000, pace = 1 } = options;
  const began = Date.parse(cartona.note(note) ?? '');
  const stopping = new AbortController();
  const salesperson = createSalesperson(options.odoo, { takesMs: 5000 * pace });

  const tick = async (stories: readonly Story[]): Promise<void> => {
    const orders = new Map(cartona.orders().map((order) => [order.label, order]));
    const next = stories.find((story) => !orders.has(labelOf(story)));
    if (next && Date.now() - began >= next.startsAfterMs * pace) {
      cartona.createOrders({ template: { ...next.template, label: labelOf(next) } });
    }
    const errands: Errand[] = [];
    for (const story of stories) {
      const order = orders.get(labelOf(story));
      if (!order) continue;
      takeStep(cartona, order, story, pace);
      errands.push(...errandOf(order, story));
    }
    await salesperson.look(errands);
  };

  const play = async (): Promise<void> => {
    const products = chooseProducts(cartona);
    if (!products) {
      logger.warn({}, 'the demo found no three products in stock, and plays nothing');
      return;
    }
    const stories = storiesWith(products);
    while (!stopping.signal.aborted) {
      await tick(stories).catch((error: unknown) => logger.warn({ err: error }, 'the demo stumbled, and goes on'));
      await wait(tickMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  const played = Number.isNaN(began)
    ? Promise.resolve()
    : play().catch((error: unknown) => logger.error({ err: error }, 'the demo cannot be played'));

  return {
    stop: async () => {
      stopping.abort();
      await played;
    },
  };
};
