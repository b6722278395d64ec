import { z } from 'zod';
import type { Journal } from '../journal.ts';
import { openJournal } from '../journal.ts';
import { posItemSchema, saleSchema } from './model.ts';
import { orderTemplateSchema } from './new-orders.ts';
import { posSettingsSchema } from './settings.ts';
import { PosSource } from './source.ts';

const change = z.discriminatedUnion('op', [
  z.object({ op: z.literal('settings'), settings: posSettingsSchema }),
  z.object({ op: z.literal('items'), items: z.array(posItemSchema) }),
  z.object({
    op: z.literal('batch'),
    first: z.int(),
    count: z.int(),
    seed: z.int(),
    at: z.string(),
    template: orderTemplateSchema,
  }),
  z.object({ op: z.literal('sale'), sale: saleSchema }),
  z.object({ op: z.literal('gone'), key: z.string() }),
  z.object({ op: z.literal('note'), key: z.string(), value: z.string() }),
]);
export type PosChange = z.output<typeof change>;

const entrySchema = z.object({ source: z.string(), change });

/**
 * Every point of sale of the sandbox, by name. Each change is in the journal before the method returns; a batch of orders is one entry, for what it
 * holds is made of its seed when it is asked for.
 */
export class PosState {
  readonly sources = new Map<string, PosSource>();
  readonly #journal: Journal;

  constructor(journalPath: string | null) {
    const { journal, entries } = openJournal(journalPath);
    this.#journal = journal;
    for (const entry of entries) {
      const { source, change: known } = entrySchema.parse(entry);
      this.#known(source).apply(known);
    }
  }

  /** The point of sale of this name. One that was never spoken of sells what the first one sells. */
  open(name: string): PosSource {
    const known = this.sources.get(name);
    if (known) return known;
    const [model] = this.sources.values();
    const source = this.#known(name);
    if (model) this.commit(name, { op: 'items', items: [...model.items] });
    return source;
  }

  commit(source: string, made: PosChange): void {
    this.#journal.append({ source, change: made });
    this.#known(source).apply(made);
  }

  close(): void {
    this.#journal.close();
  }

  #known(name: string): PosSource {
    const source = this.sources.get(name) ?? new PosSource(name);
    this.sources.set(name, source);
    return source;
  }
}
