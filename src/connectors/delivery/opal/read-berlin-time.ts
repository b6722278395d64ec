import { zoneAheadMs } from '../../time-zone.ts';

const written = /^(\d{2})\.(\d{2})\.(\d{2}|\d{4})[ T]+(\d{2}):(\d{2})(?::(\d{2}))?$/;

/**
 * A moment as OPAL writes it, `17.01.26 15:04` in Europe/Berlin, as ISO 8601 UTC; null where it is none. Of the hour that comes twice in autumn it is
 * one of the two.
 */
export const readBerlinTime = (text: string): string | null => {
  const match = written.exec(text.trim());
  if (match === null) return null;
  const [, day, month, year = '', hour, minute, second = '0'] = match;
  const fullYear = year.length === 2 ? 2000 + Number(year) : Number(year);
  const parts = [fullYear, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)] as const;
  const wall = Date.UTC(...parts);
  const shown = new Date(wall);
  const isOnCalendar =
    shown.getUTCMonth() === parts[1] &&
    shown.getUTCDate() === parts[2] &&
    shown.getUTCHours() === parts[3] &&
    shown.getUTCMinutes() === parts[4];
  return isOnCalendar ? new Date(wall - zoneAheadMs(wall, 'Europe/Berlin')).toISOString() : null;
};
