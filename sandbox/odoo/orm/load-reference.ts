import type { Env } from '../env.ts';
import type { Field } from '../fields.ts';
import { num } from '../values.ts';
import { parseExternalId, recordOfExternalId } from './external-id.ts';
import type { Extracted } from './load-extract.ts';

/** A cell that cannot be read; `%(field)s` in the text stands for the label of the column. */
export class ImportError extends Error {
  readonly moreinfo: unknown;
  readonly isWarning: boolean;

  constructor(message: string, moreinfo?: unknown, isWarning = false) {
    super(message);
    this.moreinfo = moreinfo;
    this.isWarning = isWarning;
  }

  textFor(label: string): string {
    return this.message.replaceAll('%(field)s', label);
  }

  /** The same error seen from the one2many above: its label goes in front. */
  below(label: string): ImportError {
    return new ImportError(this.message.replaceAll('%(field)s', `%(field)s/${label}`), this.moreinfo, this.isWarning);
  }
}

export const isSubRecords = (value: unknown): value is readonly Extracted[] => Array.isArray(value);

/** The record a many2one cell means: by database id, external id, or name. */
export const findReferenced = (env: Env, field: Field, value: unknown): number => {
  const sub = isSubRecords(value) ? value[0] : undefined;
  if (!sub) return byName(env, field, String(value));
  if (sub.databaseId !== undefined) return byDatabaseId(env, field, sub.databaseId);
  if (sub.externalId !== undefined) return byExternalId(env, field, sub.externalId);
  throw new ImportError('Can not create Many-To-One records indirectly, import the field separately');
};

const byDatabaseId = (env: Env, field: Field, source: string | number): number => {
  const id = Number(source);
  if (!Number.isInteger(id))
    throw new ImportError(
      `Invalid database id '${source}' for the field '%(field)s'`,
      possibleValues(env, field, true),
    );
  if (env.find(field.relation ?? '', id)) return id;
  throw new ImportError(
    `No matching record found for database id '${id}' in field '%(field)s'`,
    possibleValues(env, field, true),
  );
};

const byExternalId = (env: Env, field: Field, source: string): number => {
  const row = recordOfExternalId(env, field.relation ?? '', parseExternalId(source));
  if (row) return num(row, 'res_id');
  throw new ImportError(
    `No matching record found for external id '${source}' in field '%(field)s'`,
    possibleValues(env, field, true),
  );
};

const byName = (env: Env, field: Field, name: string): number => {
  const relation = field.relation ?? '';
  const wanted = name.toLowerCase();
  const found: number[] = [];
  for (const [id, row] of env.table(relation).entries())
    if (env.displayName(relation, row).toLowerCase() === wanted) found.push(id);
  const [first] = found;
  if (first !== undefined) return first;
  throw new ImportError(
    `No matching record found for name '${name}' in field '%(field)s'`,
    possibleValues(env, field, false),
  );
};

const possibleValues = (env: Env, field: Field, byId: boolean): Record<string, unknown> => ({
  name: 'Possible Values',
  type: 'ir.actions.act_window',
  target: 'new',
  view_mode: env.major === 17 ? 'tree,form' : 'list,form',
  views: [
    [false, 'list'],
    [false, 'form'],
  ],
  context: { create: false },
  help: 'See all possible values',
  ...(byId ? { res_model: 'ir.model.data', domain: [['model', '=', field.relation]] } : { res_model: field.relation }),
});
