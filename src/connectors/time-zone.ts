const clocks = new Map<string, Intl.DateTimeFormat>();

const clockOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const clock = new Intl.DateTimeFormat('en', { ...fields, second: 'numeric', timeZone, hourCycle: 'h23' });
  clocks.set(timeZone, clock);
  return clock;
};

/**
 * Milliseconds that the zone's clock is ahead of UTC when it shows this; where it shows it twice a year, one of the two.
 *
 * @param wall what the clock shows, as if it were UTC
 * @param timeZone IANA, for example `Europe/Berlin`
 */
export const zoneAheadMs = (wall: number, timeZone: string): number => {
  if (timeZone === 'UTC') return 0;
  const aheadAt = (at: number): number => {
    const parts = clockOf(timeZone).formatToParts(at);
    const part = (type: Intl.DateTimeFormatPartTypes): number =>
      Number(parts.find((each) => each.type === type)?.value);
    const shown = [part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')] as const;
    return Date.UTC(...shown) - Math.floor(at / 1000) * 1000;
  };
  return aheadAt(wall - aheadAt(wall));
};
