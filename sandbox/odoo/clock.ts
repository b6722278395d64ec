/**
 * Time as PostgreSQL keeps it for Odoo: UTC text with microseconds. `write_date` is the start of the transaction, and
 * practically never falls on .000000, which is what makes the whole-second comparisons of Odoo 17 and 18 treacherous.
 */
export type Clock = { readonly date: () => Date; readonly stamp: (msAgo?: number) => string };

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** `2026-11-20 21:04:50` */
export const toSeconds = (date: Date): string => date.toISOString().slice(0, 19).replace('T', ' ');

/** `2026-11-20` */
export const toDay = (date: Date): string => date.toISOString().slice(0, 10);

export const createClock = (now: () => Date): Clock => {
  let micros = 0;
  return {
    date: now,
    stamp: (msAgo = 0) => {
      const date = new Date(now().getTime() - msAgo);
      micros = (micros + 137) % 1000 || 1;
      return `${toSeconds(date)}.${pad(date.getUTCMilliseconds(), 3)}${pad(micros, 3)}`;
    },
  };
};

/** Adds whole days to `YYYY-MM-DD HH:MM:SS`. */
export const addDays = (datetime: string, days: number): string =>
  toSeconds(new Date(Date.parse(`${datetime.replace(' ', 'T')}Z`) + days * 86_400_000));

/** Reads local time of a zone as UTC, as `load` does with datetimes. */
export const localToUtc = (datetime: string, zone: string): string => {
  if (zone === 'UTC') return datetime;
  const asUtc = Date.parse(`${datetime.replace(' ', 'T')}Z`);
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(
    asUtc,
  );
  const offset = Date.parse(`${shown.replace(' ', 'T')}Z`) - asUtc;
  return toSeconds(new Date(asUtc - offset));
};
