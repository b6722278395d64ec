/** What a column holds. Odoo's null is `false`; many2one is an id, many2many a list of ids. */
export type Value = string | number | boolean | readonly number[];
export type Row = Readonly<Record<string, Value>>;
/** Values as a caller sends them, before the fields have read them. */
export type Vals = Readonly<Record<string, unknown>>;
export type Context = Readonly<Record<string, unknown>>;

export const num = (row: Row | undefined, field: string): number => {
  const value = row?.[field];
  return typeof value === 'number' ? value : 0;
};

export const text = (row: Row | undefined, field: string): string => {
  const value = row?.[field];
  return typeof value === 'string' ? value : '';
};

export const flag = (row: Row | undefined, field: string): boolean => row?.[field] === true;

/** The id a many2one holds, or 0. */
export const ref = num;

export const list = (row: Row | undefined, field: string): readonly number[] => {
  const value = row?.[field];
  return typeof value === 'object' ? value : [];
};

/** A value as text; only what has an obvious text gives one. */
export const asText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Ids as callers send them: one id, a list, or nothing. */
export const toIds = (value: unknown): number[] => {
  if (typeof value === 'number') return [value];
  return Array.isArray(value) ? value.filter((item): item is number => typeof item === 'number') : [];
};

export const sameValue = (a: Value | undefined, b: Value | undefined): boolean => {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b)) return false;
  return a.length === b.length && a.every((item, at) => item === b[at]);
};

/** Odoo's float_round: half away from zero, forgiving what binary floats lose. */
export const round = (value: number, digits: number): number => {
  const factor = 10 ** digits;
  const scaled = value * factor;
  return (Math.sign(scaled) * Math.round(Math.abs(scaled) + Math.abs(scaled) * Number.EPSILON * 4)) / factor || 0;
};
