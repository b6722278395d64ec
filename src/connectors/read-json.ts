/** A JSON value, or where and why the text is none. */
export type JsonReading =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

// Only such texts need the slower way: numbers a float may round, and characters that no database stores.
const needsCare = /\d[\d.]{15}|\\u0000|\\u[dD][89a-fA-F]/;

const storable = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();

const keepDigits = (value: number, source: string | undefined): number | string => {
  const digits =
    source
      ?.replace(/[eE].*$/, '')
      .replaceAll(/\D/g, '')
      .replace(/^0+/, '') ?? '';
  return source !== undefined && digits.length > 15 ? source : value;
};

const revive = (_key: string, value: unknown, context?: { source?: string }): unknown => {
  if (typeof value === 'string') return storable(value);
  if (typeof value === 'number') return keepDigits(value, context?.source);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (Object.keys(value).every((key) => key === storable(key))) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [storable(key), field]));
};

/**
 * Reads JSON without losing anything on the way: a number with more digits than a float keeps (an id, an amount) comes as the string of its
 * digits, and NUL and lone surrogates, which PostgreSQL refuses, come as U+FFFD.
 */
export const readJson = (text: string): JsonReading => {
  try {
    const value: unknown = needsCare.test(text) ? JSON.parse(text, revive) : JSON.parse(text);
    return { ok: true, value };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
};

// The engine's own words quote the text, which may hold what nobody should read; only what kind of end it is is kept.
const problemOf = (error: unknown): string =>
  error instanceof SyntaxError && /Unexpected end|Unterminated/.test(error.message)
    ? 'the JSON ends in the middle'
    : 'the text is not JSON';
