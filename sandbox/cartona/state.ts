import { z } from 'zod';
import type { Journal } from '../journal.ts';
import { openJournal } from '../journal.ts';
import type { HistoryEntry, Order, OrderRecord } from './order-model.ts';
import { historyEntrySchema, orderRecordSchema, orderSchema } from './order-model.ts';
import type { OfferChange, Product, ProductRecord } from './product-model.ts';
import { offerChangeSchema, productRecordSchema, productSchema } from './product-model.ts';
import type { CartonaSettings } from './settings.ts';
import { cartonaSettingsSchema, defaultSettings } from './settings.ts';

const recordChangeSchema = orderRecordSchema
  .pick({ version: true, acknowledged: true, acknowledgedUnseen: true })
  .partial();

const entrySchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('settings'), settings: cartonaSettingsSchema }),
  z.object({ op: z.literal('product'), record: productRecordSchema }),
  z.object({
    op: z.literal('offer'),
    id: z.string(),
    product: productSchema.partial(),
    change: offerChangeSchema,
  }),
  z.object({ op: z.literal('no-product'), id: z.string() }),
  z.object({ op: z.literal('order'), record: orderRecordSchema }),
  z.object({
    op: z.literal('change'),
    id: z.string(),
    order: orderSchema.partial(),
    record: recordChangeSchema,
    entry: historyEntrySchema,
  }),
  z.object({ op: z.literal('served'), versions: z.array(z.tuple([z.string(), z.int()])) }),
  z.object({ op: z.literal('sequence'), next: z.int() }),
  z.object({ op: z.literal('note'), key: z.string(), value: z.string() }),
]);
type Entry = z.output<typeof entrySchema>;

export interface OrderChange {
  readonly order?: Partial<Order>;
  readonly record?: z.output<typeof recordChangeSchema>;
  readonly entry: HistoryEntry;
}

/** Everything Cartona remembers. Each change is in the journal before the method returns. */
export class CartonaState {
  readonly orders = new Map<string, OrderRecord>();
  readonly products = new Map<string, ProductRecord>();
  settings: CartonaSettings = defaultSettings;
  readonly #byInternalId = new Map<string, Set<string>>();
  readonly #notes = new Map<string, string>();
  readonly #listeners = new Set<(record: OrderRecord, entry: HistoryEntry) => void>();
  readonly #journal: Journal;
  #next = 1;

  constructor(journalPath: string | null) {
    const { journal, entries } = openJournal(journalPath);
    this.#journal = journal;
    for (const entry of entries) this.#apply(entrySchema.parse(entry));
    const compact = this.#snapshot();
    if (entries.length > compact.length * 2) this.#journal.rewrite(compact);
  }

  get isEmpty(): boolean {
    return this.orders.size === 0 && this.products.size === 0;
  }

  /** The first of so many numbers in a row that are never given twice, also after a restart. */
  takeNumbers(count: number): number {
    const first = this.#next;
    this.#commit({ op: 'sequence', next: first + count });
    return first;
  }

  changeSettings(change: Partial<CartonaSettings>): void {
    this.#commit({ op: 'settings', settings: { ...this.settings, ...change } });
  }

  /** Makes products known, or other than they were; their histories stay. */
  putProducts(products: readonly Product[]): void {
    this.#commitAll(
      products.map((product): Entry => {
        const history = this.products.get(product.supplier_product_id)?.history ?? [];
        return { op: 'product', record: { product, history } };
      }),
    );
  }

  removeProducts(ids: readonly string[]): void {
    this.#commitAll(ids.map((id): Entry => ({ op: 'no-product', id })));
  }

  /** Several products may share the supplier's own id. */
  productsByInternalId(internalId: string): Product[] {
    const found: Product[] = [];
    for (const id of this.#byInternalId.get(internalId) ?? []) {
      const record = this.products.get(id);
      if (record) found.push(record.product);
    }
    return found;
  }

  changeOffers(changes: readonly { id: string; product: Partial<Product>; change: OfferChange }[]): void {
    this.#commitAll(changes.map((change): Entry => ({ op: 'offer', ...change })));
  }

  addOrder(record: OrderRecord): void {
    this.#commit({ op: 'order', record });
    for (const entry of record.history) this.#tell(record, entry);
  }

  changeOrder(id: string, { order = {}, record = {}, entry }: OrderChange): void {
    this.#commit({ op: 'change', id, order, record, entry });
    const changed = this.orders.get(id);
    if (changed) this.#tell(changed, entry);
  }

  markServed(records: readonly OrderRecord[]): void {
    const versions = records
      .filter((record) => record.servedVersion < record.version)
      .map((record): [string, number] => [record.order.hashed_id, record.version]);
    if (versions.length > 0) this.#commit({ op: 'served', versions });
  }

  note(key: string): string | undefined {
    return this.#notes.get(key);
  }

  takeNote(key: string, value: string): void {
    this.#commit({ op: 'note', key, value });
  }

  onOrder(listener: (record: OrderRecord, entry: HistoryEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#journal.close();
  }

  #tell(record: OrderRecord, entry: HistoryEntry): void {
    for (const listener of this.#listeners) listener(record, entry);
  }

  #commit(entry: Entry): void {
    this.#commitAll([entry]);
  }

  #commitAll(entries: readonly Entry[]): void {
    this.#journal.appendAll(entries);
    for (const entry of entries) this.#apply(entry);
  }

  #forgetProduct(id: string): void {
    const internalId = this.products.get(id)?.product.internal_product_id;
    if (internalId != null) this.#byInternalId.get(internalId)?.delete(id);
    this.products.delete(id);
  }

  #keepProduct(record: ProductRecord): void {
    const { supplier_product_id: id, internal_product_id: internalId } = record.product;
    const before = this.products.get(id)?.product.internal_product_id;
    if (before != null && before !== internalId) this.#byInternalId.get(before)?.delete(id);
    this.products.set(id, record);
    if (internalId === null) return;
    const known = this.#byInternalId.get(internalId);
    if (known === undefined) this.#byInternalId.set(internalId, new Set([id]));
    else known.add(id);
  }

  #apply(entry: Entry): void {
    switch (entry.op) {
      case 'settings':
        this.settings = entry.settings;
        return;
      case 'product':
        this.#keepProduct(entry.record);
        return;
      case 'no-product':
        this.#forgetProduct(entry.id);
        return;
      case 'offer': {
        const known = this.products.get(entry.id);
        if (!known) return;
        Object.assign(known.product, entry.product);
        known.history.push(entry.change);
        return;
      }
      case 'order':
        this.orders.set(entry.record.order.hashed_id, entry.record);
        return;
      case 'change': {
        const known = this.orders.get(entry.id);
        if (!known) return;
        Object.assign(known.order, entry.order);
        Object.assign(known, entry.record);
        known.history.push(entry.entry);
        return;
      }
      case 'served':
        for (const [id, version] of entry.versions) {
          const known = this.orders.get(id);
          if (known) known.servedVersion = version;
        }
        return;
      case 'sequence':
        this.#next = entry.next;
        return;
      case 'note':
        this.#notes.set(entry.key, entry.value);
        return;
    }
  }

  #snapshot(): Entry[] {
    return [
      { op: 'settings', settings: this.settings },
      { op: 'sequence', next: this.#next },
      ...[...this.#notes].map(([key, value]): Entry => ({ op: 'note', key, value })),
      ...[...this.products.values()].map((record): Entry => ({ op: 'product', record })),
      ...[...this.orders.values()].map((record): Entry => ({ op: 'order', record })),
    ];
  }
}
