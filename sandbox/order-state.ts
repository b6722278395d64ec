import { z } from 'zod';
import type { Journal } from './journal.ts';
import { openJournal } from './journal.ts';

/** What a simulated carrier remembers, and how it is read back. */
export interface OrderStateOptions<Id, Order, Settings> {
  /** File of everything that happened; `null`: memory only. */
  readonly journalPath: string | null;
  readonly order: z.ZodType<Order>;
  readonly settings: z.ZodType<Settings>;
  readonly defaults: Settings;
  readonly idOf: (order: Order) => Id;
}

/** Orders by their id and the settings of a simulator. Each change is in the journal before the method returns. */
export class OrderState<Id, Order, Settings> {
  readonly #orders = new Map<Id, Order>();
  readonly #journal: Journal;
  readonly #idOf: (order: Order) => Id;
  #settings: Settings;

  constructor({ journalPath, order, settings, defaults, idOf }: OrderStateOptions<Id, Order, Settings>) {
    const { journal, entries } = openJournal(journalPath);
    this.#journal = journal;
    this.#idOf = idOf;
    this.#settings = defaults;
    const change = z.discriminatedUnion('op', [
      z.object({ op: z.literal('order'), order }),
      z.object({ op: z.literal('settings'), settings }),
    ]);
    for (const entry of entries) {
      const read = change.parse(entry);
      if (read.op === 'order') this.#orders.set(idOf(read.order), read.order);
      else this.#settings = read.settings;
    }
  }

  get settings(): Settings {
    return this.#settings;
  }

  get count(): number {
    return this.#orders.size;
  }

  get(id: Id): Order | undefined {
    return this.#orders.get(id);
  }

  /** Oldest first. */
  orders(): readonly Order[] {
    return [...this.#orders.values()];
  }

  keep(order: Order): Order {
    this.#journal.append({ op: 'order', order });
    this.#orders.set(this.#idOf(order), order);
    return order;
  }

  set(settings: Settings): void {
    this.#journal.append({ op: 'settings', settings });
    this.#settings = settings;
  }

  close(): void {
    this.#journal.close();
  }
}
