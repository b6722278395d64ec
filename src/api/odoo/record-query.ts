import { z } from 'zod';
import type { MirrorColumnKind } from '../../domain/mirror/models.ts';
import { filterColumns, recordTexts } from '../../store/mirror/record-filter.ts';
import type { RecordFilter, RecordModel } from '../../store/mirror/record-filter.ts';
import { readCursor } from '../cursor.ts';
import { flag, pageQuery } from '../list-query.ts';
import { idPosition, odooId } from './record-params.ts';

const moveLineStates = ['draft', 'waiting', 'confirmed', 'partially_available', 'assigned', 'done', 'cancel'] as const;
const usages = ['supplier', 'view', 'internal', 'customer', 'inventory', 'production', 'transit'] as const;

const oneOf = (values: readonly [string, ...string[]]) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` });

const part = z.string().trim().min(1).max(200);

/** Columns whose values are known. */
const known: Readonly<Record<string, z.ZodType<string>>> = {
  usage: oneOf(usages),
  state: oneOf(moveLineStates),
  tracking: oneOf(['serial', 'lot', 'none']),
};

const idList = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(odooId).max(500, 'must be at most 500 ids'));

const common = {
  ids: idList.optional().describe('Only these, with commas between them; at most 500.'),
  archived: z
    .enum(['true', 'false', 'all'], { error: 'must be true, false or all' })
    .optional()
    .describe('true: only archived ones; all: both. Without it, those that are not archived.'),
  ...pageQuery,
};

type Filters = Readonly<Record<string, z.ZodType<string | number | boolean | undefined>>>;

/** What a list of a model may be narrowed by: ids of other records, flags, some texts, and `q` where there are names. */
export const recordQuery = (model: RecordModel) => {
  const columns: Filters = Object.fromEntries(
    filterColumns(model).map(([name, kind]) => [name, filterShape(name, kind)]),
  );
  const { within } = recordTexts[model];
  const q: Filters =
    within.length === 0 ? {} : { q: part.optional().describe(`Part of ${within.join(', ')}, in any case.`) };
  return z.strictObject({ ...columns, ...q, ...common });
};

const filterShape = (name: string, kind: MirrorColumnKind) => {
  if (kind === 'id') return odooId.optional();
  return kind === 'flag' ? flag : (known[name] ?? part).optional();
};

/** @throws Problem 400 for a cursor of another list */
export const recordFilter = (
  model: RecordModel,
  query: z.output<ReturnType<typeof recordQuery>>,
): RecordFilter & { readonly limit: number } => {
  const { archived, ids, cursor, limit } = query;
  const filters: Readonly<Record<string, unknown>> = query;
  const equals = filterColumns(model).flatMap(([name]) => {
    const value = filters[name];
    const isGiven = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return isGiven ? [[name, value] as const] : [];
  });
  const q = filters['q'];
  return {
    equals,
    ids,
    q: typeof q === 'string' ? q : undefined,
    archived: archived === 'all' ? undefined : archived === 'true',
    afterId: readCursor(cursor, idPosition)?.[0],
    limit,
  };
};
