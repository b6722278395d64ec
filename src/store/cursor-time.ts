import { sql } from 'kysely';

/** A time of the row to the microsecond, for keyset paging: a `Date` would cut it to milliseconds and skip rows. */
export const cursorAt = (column: 'at' | 'since' | 'created_at' | 'started_at') =>
  sql<string>`${sql.ref(column)}::text`.as('cursor_at');
