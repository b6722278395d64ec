import type { PosItem, Sale } from './model.ts';
import { keyOf } from './model.ts';
import type { ReadTemplate } from './new-orders.ts';
import { makeSale } from './new-orders.ts';
import type { PosSettings } from './settings.ts';
import { defaultPosSettings } from './settings.ts';
import type { PosChange } from './state.ts';

/** Orders that were made together: only what they are made of is kept, and what was sold then. */
interface Batch {
  readonly first: number;
  readonly count: number;
  readonly seed: number;
  readonly at: string;
  readonly template: ReadTemplate;
  readonly items: readonly PosItem[];
}

interface Shown {
  readonly at: number;
  readonly make: Sale | { readonly batch: Batch; readonly index: number };
}

const saleAt = (batch: Batch, index: number): Sale =>
  makeSale({
    orderId: batch.first + index,
    at: batch.at,
    // Seeds of neighbours far apart, so that orders do not look like one another.
    seed: batch.seed + index * 7919,
    items: batch.items,
    template: batch.template,
  });

/** One request for orders, as it went. */
export interface Fetch {
  readonly at: string;
  /** As it was asked for. */
  readonly since: string | null;
  readonly orders: number;
  sent: number;
  /** Whether the last byte was taken. */
  isWhole: boolean;
}

const fetchesKept = 1_000;

/** Everything one point of sale remembers. */
export class PosSource {
  readonly name: string;
  settings: PosSettings = defaultPosSettings;
  items: readonly PosItem[] = [];
  /** The number of the next order. */
  next = 639;
  readonly #batches: Batch[] = [];
  /** Orders that are not, or no longer, as their batch makes them. */
  readonly #sales = new Map<string, Sale>();
  readonly #gone = new Set<string>();
  readonly #notes = new Map<string, string>();
  #fetches: Fetch[] = [];

  constructor(name: string) {
    this.name = name;
  }

  get isEmpty(): boolean {
    return this.#batches.length === 0 && this.#sales.size === 0;
  }

  get count(): number {
    const made = this.#batches.reduce((sum, batch) => sum + batch.count, 0);
    const alone = [...this.#sales.keys()].filter((key) => this.#batchOf(key) === undefined).length;
    return made + alone - this.#gone.size;
  }

  find(key: string): Sale | undefined {
    const known = this.#sales.get(key);
    if (known || this.#gone.has(key)) return known;
    const batch = this.#batchOf(key);
    return batch && saleAt(batch, Number(key) - batch.first);
  }

  /** Those changed at or after then, oldest change first, each made when it is its turn. */
  changedSince(
    since: number | null,
    { offset = 0, limit = Infinity }: { readonly offset?: number; readonly limit?: number } = {},
  ): { readonly count: number; readonly sales: Iterable<Sale> } {
    const shown: Shown[] = [];
    const add = (at: string, make: Shown['make']): void => {
      const instant = Date.parse(at);
      if (since === null || instant >= since) shown.push({ at: instant, make });
    };
    for (const batch of this.#batches) {
      const { at = batch.at } = batch.template;
      for (let index = 0; index < batch.count; index += 1) {
        const key = String(batch.first + index);
        if (!this.#sales.has(key) && !this.#gone.has(key)) add(at, { batch, index });
      }
    }
    for (const sale of this.#sales.values()) add(sale.at, sale);
    shown.sort((one, other) => one.at - other.at);
    return { count: shown.length, sales: made(shown.slice(offset, offset + limit)) };
  }

  note(key: string): string | undefined {
    return this.#notes.get(key);
  }

  fetches(): readonly Fetch[] {
    return this.#fetches;
  }

  tookFetch(fetch: Fetch): void {
    this.#fetches = [...this.#fetches.slice(1 - fetchesKept), fetch];
  }

  apply(change: PosChange): void {
    switch (change.op) {
      case 'settings':
        this.settings = change.settings;
        return;
      case 'items':
        this.items = change.items;
        return;
      case 'batch':
        this.#batches.push({ ...change, items: this.items });
        this.next = Math.max(this.next, change.first + change.count);
        return;
      case 'sale':
        this.#sales.set(keyOf(change.sale), change.sale);
        this.#gone.delete(keyOf(change.sale));
        return;
      case 'gone': {
        const wasAlone = this.#sales.delete(change.key) && this.#batchOf(change.key) === undefined;
        if (!wasAlone) this.#gone.add(change.key);
        return;
      }
      case 'note':
        this.#notes.set(change.key, change.value);
        return;
    }
  }

  #batchOf(key: string): Batch | undefined {
    const number = /^\d+$/.test(key) ? Number(key) : NaN;
    let [from, to] = [0, this.#batches.length - 1];
    while (from <= to) {
      const middle = (from + to) >> 1;
      const batch = this.#batches[middle];
      if (batch === undefined || number >= batch.first + batch.count) from = middle + 1;
      else if (number < batch.first) to = middle - 1;
      else return Number.isNaN(number) ? undefined : batch;
    }
    return undefined;
  }
}

function* made(shown: readonly Shown[]): Generator<Sale> {
  for (const { make } of shown) yield 'batch' in make ? saleAt(make.batch, make.index) : make;
}
