import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { MirrorColumnKind } from '../../domain/mirror/models.ts';

/** Columns by name, as PostgreSQL is to write them into JSON: no record passes through a process on its way to the client. */
export const jsonColumns = (columns: Readonly<Record<string, MirrorColumnKind>>): RawBuilder<unknown> =>
  sql.join(Object.entries(columns).map(([name, kind]) => sql`${jsonOf(name, kind)} as ${sql.ref(name)}`));

const jsonOf = (name: string, kind: MirrorColumnKind): RawBuilder<unknown> => {
  const column = sql.ref(name);
  switch (kind) {
    case 'id':
    case 'text':
    case 'flag':
    case 'date':
      return column;
    case 'decimal':
      return sql`trim_scale(${column})`;
    case 'money':
      return sql`(case when scale(trim_scale(${column})) < 2 then round(${column}, 2) else trim_scale(${column}) end)::text`;
    case 'time':
      return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
  }
};

/** Rows of a query as the text of a JSON array; the query says in which order. */
export const jsonArray = (alias: string): RawBuilder<string> =>
  sql<string>`'[' || coalesce(string_agg(row_to_json(${sql.ref(alias)})::text, ','), '') || ']'`;
