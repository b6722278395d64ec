import { z } from 'zod';
import { currentAbortSignal, reasonOf } from './abort.ts';
import type { Lane } from './lanes.ts';
import type { Rpc } from './rpc.ts';

export interface PagedRead<Row> {
  readonly model: string;
  readonly domain: readonly unknown[];
  /** Its fields are what is asked for. */
  readonly row: z.ZodObject & z.ZodType<Row>;
  /** Default 500. */
  readonly pageSize?: number;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly lane: Lane;
  readonly about: string;
}

export interface ReadPages<Row> {
  readonly rows: readonly Row[];
  /** Odoo's time at the first answer. */
  readonly date: Date | null;
}

/** `2026-01-17 10:00:00`: `>=` with a whole second means the same on every version (odoo.md §2.2). */
export const wholeSecond = (date: Date): string => date.toISOString().slice(0, 19).replace('T', ' ');

/** All records of a domain, archived ones included, by a keyset on the id; never one on `write_date` (odoo.md §2.2). */
export const readPages = async <Row extends { readonly id: number }>(
  rpc: Rpc,
  { model, domain, row, pageSize = 500, context, lane, about }: PagedRead<Row>,
): Promise<ReadPages<Row>> => {
  const rows: Row[] = [];
  let date: Date | null = null;
  for (;;) {
    const page = await rpc.callDated(
      {
        model,
        method: 'search_read',
        params: {
          domain: [...domain, ['id', '>', rows.at(-1)?.id ?? 0]],
          fields: Object.keys(row.shape).filter((field) => field !== 'id'),
          order: 'id asc',
          limit: pageSize,
          load: '',
        },
        context: { ...context, active_test: false },
        effect: 'read',
        lane,
        about,
      },
      z.array(row),
    );
    date ??= page.date;
    rows.push(...page.value);
    if (page.value.length < pageSize) return { rows, date };
    const signal = currentAbortSignal();
    if (signal?.aborted === true) throw reasonOf(signal);
  }
};
