import assert from 'node:assert/strict';
import { beginningOfWindow, endOfWindow } from '../../../src/domain/mirror/window.ts';
import type { ScanClocks } from '../../../src/domain/mirror/window.ts';

const minute = 60_000;
const began = Date.parse('2026-01-31T10:00:00Z');
const at = (minutes: number): Date => new Date(began + minutes * minute);

/** A scan, in minutes after the first one began by the clock of Odoo's database. */
const aScan = (
  minutes: number,
  { newest = minutes, serverOff = 0, ourOff = 0 }: { newest?: number; serverOff?: number; ourOff?: number } = {},
): ScanClocks => ({ newestAt: at(newest), serverTime: at(minutes + serverOff), ourTime: at(minutes + ourOff) });

describe('the window of a scan', () => {
  const windowSince = (before: ScanClocks, now: ScanClocks) => ({
    from: beginningOfWindow(before, now),
    until: endOfWindow(now.newestAt ?? at(0)),
  });
  /** Whether what was written so many minutes after the scan before began is read. */
  const reads = ({ from, until }: ReturnType<typeof windowSince>, minutes: number): boolean =>
    from <= at(minutes) && at(minutes) < until;

  const troubles: readonly { what: string; before: ScanClocks; now: ScanClocks }[] = [
    { what: 'clocks that agree', before: aScan(0), now: aScan(15) },
    { what: 'a server ten minutes ahead', before: aScan(0, { serverOff: 10 }), now: aScan(15, { serverOff: 10 }) },
    { what: 'a server ten minutes behind', before: aScan(0, { serverOff: -10 }), now: aScan(15, { serverOff: -10 }) },
    { what: 'a server that was set right in between', before: aScan(0, { serverOff: 10 }), now: aScan(15) },
    { what: 'a server that was set wrong in between', before: aScan(0), now: aScan(15, { serverOff: 10 }) },
    { what: 'our clock set back by hours', before: aScan(0), now: aScan(15, { ourOff: -120 }) },
    { what: 'our clock set forward by hours', before: aScan(0), now: aScan(15, { ourOff: 120 }) },
    { what: 'nothing written for long before', before: aScan(0, { newest: -9_000 }), now: aScan(15) },
    {
      what: 'nothing written for long, and a server ten minutes ahead',
      before: aScan(0, { newest: -9_000, serverOff: 10 }),
      now: aScan(15, { serverOff: 10 }),
    },
    {
      what: 'nothing written for long, and our clock set back by hours',
      before: aScan(0, { newest: -9_000 }),
      now: aScan(15, { ourOff: -120 }),
    },
    { what: 'a newest record from the future', before: aScan(0, { newest: 600 }), now: aScan(15, { newest: 600 }) },
    { what: 'days in between', before: aScan(0), now: aScan(9_000) },
  ];
  for (const { what, before, now } of troubles) {
    it(`with ${what} holds all that was written since, and what committed late`, () => {
      const window = windowSince(before, now);
      for (const minutes of [-5, 0, 7, (now.newestAt?.getTime() ?? 0) / minute - began / minute]) {
        assert.ok(reads(window, minutes), `${minutes} minutes: ${JSON.stringify(window)}`);
      }
    });
  }

  it('reaches back an hour at most where nothing was written for long', () => {
    const window = windowSince(aScan(0, { newest: -9_000 }), aScan(15));
    assert.deepEqual(window, { from: at(-66), until: new Date(at(15).getTime() + 1_000) });
  });

  it('has whole seconds for its ends', () => {
    const off = (clocks: ScanClocks): ScanClocks => ({
      newestAt: new Date((clocks.newestAt?.getTime() ?? 0) + 371),
      serverTime: new Date(clocks.serverTime.getTime() + 613),
      ourTime: new Date(clocks.ourTime.getTime() + 999),
    });
    const window = windowSince(off(aScan(0)), off(aScan(15)));
    assert.deepEqual(window, { from: at(-6), until: new Date(at(15).getTime() + 1_000) });
  });

  it('after a scan that found nothing holds what came since', () => {
    const window = windowSince({ ...aScan(0), newestAt: null }, aScan(15));
    assert.ok(reads(window, -5) && reads(window, 15), JSON.stringify(window));
  });
});
