import assert from 'node:assert/strict';
import { statusClassOf } from '../../../../src/connectors/delivery/opal/order-statuses.ts';
import { readBerlinTime } from '../../../../src/connectors/delivery/opal/read-berlin-time.ts';

describe('a status of OPAL', () => {
  const classes: readonly (readonly [status: string | null, receiver: string | null, statusClass: string])[] = [
    ['Beauftragt', null, 'pending'],
    ['Disponiert', null, 'pending'],
    ['Bestätigt', null, 'pending'],
    ['BESTÄTIGT', null, 'pending'],
    ['Besta\u0308tigt', null, 'pending'],
    ['Bestaetigt', null, 'pending'],
    ['Auftragsdaten  übermittelt', null, 'pending'],
    ['Abgeholt', null, 'shipped'],
    ['AKTIV', null, 'shipped'],
    [' aktiv. ', null, 'shipped'],
    ['Zugestellt', 'Frau Müller', 'delivered'],
    ['zugestellt', null, 'delivered'],
    ['ausgeliefert', null, 'delivered'],
    ['Geliefert', '', 'delivered'],
    ['Zugestellt', 'Fehlanfahrt', 'error'],
    ['Ausgeliefert', ' FEHLANFAHRT ', 'error'],
    ['Fehlanfahrt', null, 'error'],
    ['Storniert', null, 'cancelled'],
    ['STORNO', null, 'cancelled'],
    ['Storniert', 'Fehlanfahrt', 'cancelled'],
    ['nicht zugestellt', null, 'unknown'],
    ['Im Außenlager', null, 'unknown'],
    ['', null, 'unknown'],
    [null, null, 'unknown'],
  ];
  for (const [status, receiver, statusClass] of classes) {
    it(`is ${statusClass} where it is ${JSON.stringify(status)}, received by ${JSON.stringify(receiver)}`, () =>
      assert.equal(statusClassOf(status, receiver), statusClass));
  }
});

describe('a time of OPAL', () => {
  const times: readonly (readonly [written: string, iso: string | null])[] = [
    ['17.01.26 15:04', '2026-01-17T14:04:00.000Z'],
    ['17.07.26 15:04', '2026-07-17T13:04:00.000Z'],
    [' 17.07.2026 15:04:59 ', '2026-07-17T13:04:59.000Z'],
    ['01.01.26 00:30', '2025-12-31T23:30:00.000Z'],
    ['29.03.26 01:59', '2026-03-29T00:59:00.000Z'],
    ['29.03.26 03:00', '2026-03-29T01:00:00.000Z'],
    ['25.10.26 01:59', '2026-10-24T23:59:00.000Z'],
    ['25.10.26 03:00', '2026-10-25T02:00:00.000Z'],
    ['29.02.28 12:00', '2028-02-29T11:00:00.000Z'],
    ['29.02.26 12:00', null],
    ['31.04.26 12:00', null],
    ['17.13.26 12:00', null],
    ['17.01.26 24:00', null],
    ['17.01.26 12:60', null],
    ['17.01.26', null],
    ['2026-01-17T15:04:00Z', null],
    ['', null],
  ];
  for (const [written, iso] of times) {
    it(`is ${String(iso)} where it is written "${written}"`, () => assert.equal(readBerlinTime(written), iso));
  }

  it('is one of the two where the clock shows it twice', () => {
    assert.match(readBerlinTime('25.10.26 02:30') ?? '', /^2026-10-25T0[01]:30:00/);
  });
});
