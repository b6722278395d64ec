import type { ColumnType } from 'kysely';

/** Filled by the database when left out; a `Date` when read. */
export type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;
export type NullableTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
/** jsonb: written as text (see `json()` in database.ts), read as the value it holds. */
export type Json<T> = ColumnType<T, string | undefined, string>;
