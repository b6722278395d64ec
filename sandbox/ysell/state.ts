import { z } from 'zod';
import type { Journal } from '../journal.ts';
import { openJournal } from '../journal.ts';
import { orderSchema } from './model.ts';
import type { YsellOrder } from './model.ts';
import { defaultYsellSettings, ysellSettingsSchema } from './settings.ts';
import type { YsellSandboxSettings } from './settings.ts';
import { isDead } from './statuses.ts';

const changeSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('order'), order: orderSchema }),
  z.object({ op: z.literal('settings'), settings: ysellSettingsSchema }),
]);
type Change = z.output<typeof changeSchema>;

const firstId = 501;

/** Everything the simulated Ysell remembers. Each change is in the journal before the method returns. */
export class YsellState {
  settings: YsellSandboxSettings = defaultYsellSettings;
  readonly #orders = new Map<number, YsellOrder>();
  readonly #byReference = new Map<string, number[]>();
  readonly #bySerial = new Map<string, Set<number>>();
  readonly #journal: Journal;

  constructor(journalPath: string | null) {
    const { journal, entries } = openJournal(journalPath);
    this.#journal = journal;
    for (const entry of entries) this.#apply(changeSchema.parse(entry));
  }

  get nextId(): number {
    return firstId + this.#orders.size;
  }

  get count(): number {
    return this.#orders.size;
  }

  find(id: number): YsellOrder | undefined {
    return this.#orders.get(id);
  }

  /** Oldest first. */
  orders(): readonly YsellOrder[] {
    return [...this.#orders.values()];
  }

  withReference(reference: string): readonly YsellOrder[] {
    return (this.#byReference.get(reference) ?? []).flatMap((id) => this.find(id) ?? []);
  }

  /** The living order that a serial number goes out with. */
  userOf(serial: string): YsellOrder | undefined {
    const orders = [...(this.#bySerial.get(serial) ?? [])].flatMap((id) => this.find(id) ?? []);
    return orders.find(({ status }) => !isDead(status));
  }

  keep(order: YsellOrder): YsellOrder {
    this.#commit({ op: 'order', order });
    return order;
  }

  set(settings: YsellSandboxSettings): void {
    this.#commit({ op: 'settings', settings });
  }

  close(): void {
    this.#journal.close();
  }

  #commit(change: Change): void {
    this.#journal.append(change);
    this.#apply(change);
  }

  #apply(change: Change): void {
    switch (change.op) {
      case 'settings':
        this.settings = change.settings;
        return;
      case 'order': {
        const { order } = change;
        const isNew = !this.#orders.has(order.id);
        this.#orders.set(order.id, order);
        if (!isNew) return;
        if (order.reference !== null) {
          this.#byReference.set(order.reference, [...(this.#byReference.get(order.reference) ?? []), order.id]);
        }
        for (const serial of order.items.flatMap(({ serials }) => serials)) {
          this.#bySerial.set(serial, (this.#bySerial.get(serial) ?? new Set()).add(order.id));
        }
      }
    }
  }
}
