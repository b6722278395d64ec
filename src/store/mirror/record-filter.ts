import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { mirrored } from '../../domain/mirror/models.ts';
import type { MirrorColumnKind, MirrorModel } from '../../domain/mirror/models.ts';

/** Models that are listed as they are kept; pickings have a list of their own. */
export const recordModels = ['locations', 'products', 'lots', 'packages', 'quants', 'move_lines'] as const;
export type RecordModel = (typeof recordModels)[number];

/** Which texts of a model are compared as a whole, and in which `q` is looked for. */
export const recordTexts = {
  locations: { whole: ['usage', 'barcode'], within: ['name', 'complete_name', 'barcode'] },
  products: { whole: ['default_code', 'barcode', 'tracking'], within: ['name', 'default_code', 'barcode'] },
  lots: { whole: ['name', 'ref'], within: ['name', 'ref'] },
  packages: { whole: ['name'], within: ['name'] },
  quants: { whole: [], within: [] },
  move_lines: { whole: ['state', 'lot_name'], within: ['lot_name'] },
} as const satisfies Record<RecordModel, { readonly whole: readonly string[]; readonly within: readonly string[] }>;

/** Columns of a model that a list may be narrowed by, with what they hold: ids of other records, flags, and texts as a whole. */
export const filterColumns = (model: RecordModel): readonly (readonly [string, MirrorColumnKind])[] => {
  const whole: readonly string[] = recordTexts[model].whole;
  return Object.entries<MirrorColumnKind>(mirrored[model].columns).filter(
    ([name, kind]) => kind === 'id' || kind === 'flag' || whole.includes(name),
  );
};

export interface RecordFilter {
  /** Columns (`filterColumns`) with what they are to hold. */
  readonly equals: readonly (readonly [column: string, value: string | number | boolean])[];
  readonly ids?: readonly number[] | undefined;
  /** Part of a name or number, in any case. */
  readonly q?: string | undefined;
  /** true: only archived ones, false: only those that are not; undefined: both. */
  readonly archived?: boolean | undefined;
  /** The last one of the page before. */
  readonly afterId?: number | undefined;
}

export const conditionOf = (model: MirrorModel & RecordModel, filter: RecordFilter): RawBuilder<boolean> => {
  const { equals, ids, q, archived, afterId } = filter;
  const conditions = [
    ...equals.map(([name, value]) => sql`${sql.ref(name)} = ${value}`),
    ...(ids === undefined ? [] : [sql`id = any(${[...ids]}::bigint[])`]),
    ...(q === undefined ? [] : [hasText(recordTexts[model].within, q)]),
    ...(archived === undefined ? [] : [sql`active = ${!archived}`]),
    ...(afterId === undefined ? [] : [sql`id > ${afterId}::bigint`]),
  ];
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`;
};

const hasText = (columns: readonly string[], q: string): RawBuilder<unknown> =>
  columns.length === 0
    ? sql`false`
    : sql`(${sql.join(
        columns.map((name) => sql`position(lower(${q}) in lower(${sql.ref(name)})) > 0`),
        sql` or `,
      )})`;
