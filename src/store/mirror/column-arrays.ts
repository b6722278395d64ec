import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { MirrorRecord } from '../../domain/mirror/odoo-mirror.ts';

/** A text within the text of an array. PostgreSQL keeps neither NUL nor half a surrogate pair. */
const quoted = (text: string): string => `"${text.toWellFormed().replaceAll('\0', '').replace(/["\\]/g, '\\$&')}"`;

const cell = (value: string | number | boolean | null | undefined): string => {
  if (value === null || value === undefined) return 'NULL';
  return typeof value === 'string' ? quoted(value) : String(value);
};

/**
 * One column of many records as an array of PostgreSQL. The server reads arrays in half the time that it takes for the same records as JSON.
 *
 * @param type of PostgreSQL
 */
export const columnArray = (records: readonly MirrorRecord[], name: string, type: string): RawBuilder<unknown> =>
  sql`${`{${records.map((record) => cell(record[name])).join(',')}}`}::${sql.raw(type)}[]`;
