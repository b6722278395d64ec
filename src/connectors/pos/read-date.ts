import { zoneAheadMs } from '../time-zone.ts';

/** A moment as ISO 8601 UTC (null: none is given), or what is wrong with the text. */
export type DateReading =
  { readonly ok: true; readonly date: string | null } | { readonly ok: false; readonly problem: string };

interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;
// "10-08-2025 05:16:43 PM" of the older raw event (vendors.md §3): the day comes first.
const dayFirst = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?)?$/i;

const unreadable = (text: string): DateReading => ({
  ok: false,
  problem: `"${text.slice(0, 40)}" is no date such as 2025-08-10T17:16:43Z or 10-08-2025 05:16:43 PM (day-month-year)`,
});

/**
 * Reads a date of the source: ISO 8601 with or without a zone, or day-month-year with or without AM/PM. What has no zone is in `timeZone`. The
 * year 1, which some sources write for "none", is none. Parts of a second are left out: Odoo keeps none.
 */
export const readDate = (value: unknown, timeZone: string): DateReading => {
  if (value === undefined || value === null || value === '') return { ok: true, date: null };
  if (typeof value !== 'string') return { ok: false, problem: 'must be a text' };
  const text = value.trim();
  if (text === '' || text.startsWith('0001-01-01')) return { ok: true, date: null };
  const found = readIso(text) ?? readDayFirst(text);
  if (found === null || !isOnCalendar(found.wall)) return unreadable(text);
  const at = wallMs(found.wall) - (found.offsetMs ?? zoneAheadMs(wallMs(found.wall), timeZone));
  return { ok: true, date: new Date(at).toISOString() };
};

interface Found {
  readonly wall: Wall;
  /** Null: the text names no zone. */
  readonly offsetMs: number | null;
}

const readIso = (text: string): Found | null => {
  const match = iso.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', zone] = match;
  return {
    wall: {
      year: Number(year),
      month: Number(month),
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
    },
    offsetMs: zone === undefined ? null : zoneMs(zone),
  };
};

const zoneMs = (zone: string): number => {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
};

const readDayFirst = (text: string): Found | null => {
  const match = dayFirst.exec(text);
  if (match === null) return null;
  const [, day, month, year, hour = '0', minute = '0', second = '0', half] = match;
  const wall = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: hourOf(Number(hour), half?.toUpperCase()),
    minute: Number(minute),
    second: Number(second),
  };
  return { wall, offsetMs: null };
};

/** 12 AM is midnight; an hour that is no hour of its half of the day is none of the calendar. */
const hourOf = (hour: number, half: string | undefined): number => {
  if (half === undefined) return hour;
  if (hour > 12) return half === 'PM' ? hour : Number.NaN;
  return (hour % 12) + (half === 'PM' ? 12 : 0);
};

const wallMs = ({ year, month, day, hour, minute, second }: Wall): number =>
  Date.UTC(year, month - 1, day, hour, minute, second);

const isOnCalendar = (wall: Wall): boolean => {
  const at = new Date(wallMs(wall));
  return (
    wall.year >= 1000 &&
    at.getUTCMonth() === wall.month - 1 &&
    at.getUTCDate() === wall.day &&
    at.getUTCHours() === wall.hour &&
    at.getUTCMinutes() === wall.minute &&
    at.getUTCSeconds() === wall.second
  );
};
