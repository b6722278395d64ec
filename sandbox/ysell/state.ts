import { OrderState } from '../order-state.ts';
import { orderSchema } from './model.ts';
import type { YsellOrder } from './model.ts';
import { defaultYsellSettings, ysellSettingsSchema } from './settings.ts';
import type { YsellSandboxSettings } from './settings.ts';
import { isDead } from './statuses.ts';

const firstId = 501;

/** Everything the simulated Ysell remembers. */
export class YsellState extends OrderState<number, YsellOrder, YsellSandboxSettings> {
  readonly #byReference = new Map<string, number[]>();
  readonly #bySerial = new Map<string, Set<number>>();

  constructor(journalPath: string | null) {
    super({
      journalPath,
      order: orderSchema,
      settings: ysellSettingsSchema,
      defaults: defaultYsellSettings,
      idOf: ({ id }) => id,
    });
    for (const order of this.orders()) this.#index(order);
  }

  get nextId(): number {
    return firstId + this.count;
  }

  find(id: number): YsellOrder | undefined {
    return this.get(id);
  }

  withReference(reference: string): readonly YsellOrder[] {
    return (this.#byReference.get(reference) ?? []).flatMap((id) => this.find(id) ?? []);
  }

  /** The living order that a serial number goes out with. */
  userOf(serial: string): YsellOrder | undefined {
    const orders = [...(this.#bySerial.get(serial) ?? [])].flatMap((id) => this.find(id) ?? []);
    return orders.find(({ status }) => !isDead(status));
  }

  override keep(order: YsellOrder): YsellOrder {
    const isNew = this.find(order.id) === undefined;
    super.keep(order);
    if (isNew) this.#index(order);
    return order;
  }

  /** Neither the reference of an order nor its serial numbers ever change. */
  #index({ id, reference, items }: YsellOrder): void {
    if (reference !== null) this.#byReference.set(reference, [...(this.#byReference.get(reference) ?? []), id]);
    for (const serial of items.flatMap(({ serials }) => serials)) {
      this.#bySerial.set(serial, (this.#bySerial.get(serial) ?? new Set()).add(id));
    }
  }
}
