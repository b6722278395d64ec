import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { readDate } from '../../../src/connectors/pos/read-date.ts';

describe('a date of a point of sale', () => {
  const dates: readonly (readonly [unknown, string, string | null])[] = [
    ['10-08-2025 05:16:43 PM', 'UTC', '2025-08-10T17:16:43.000Z'],
    ['10-08-2025 05:16:43 PM', 'Asia/Riyadh', '2025-08-10T14:16:43.000Z'],
    ['10-08-2025 12:00:00 AM', 'UTC', '2025-08-10T00:00:00.000Z'],
    ['10-08-2025 12:00:00 PM', 'UTC', '2025-08-10T12:00:00.000Z'],
    ['1/2/2025 7:05 am', 'UTC', '2025-02-01T07:05:00.000Z'],
    ['31.12.2025 23:59:59', 'UTC', '2025-12-31T23:59:59.000Z'],
    ['2025-08-10T17:16:43Z', 'Asia/Riyadh', '2025-08-10T17:16:43.000Z'],
    ['2025-08-10T17:16:43.1234567+03:00', 'UTC', '2025-08-10T14:16:43.000Z'],
    ['2025-08-10T17:16:43-0530', 'UTC', '2025-08-10T22:46:43.000Z'],
    ['2025-08-10T17:16:43', 'Africa/Cairo', '2025-08-10T14:16:43.000Z'],
    ['2025-01-10 17:16', 'Africa/Cairo', '2025-01-10T15:16:00.000Z'],
    ['2025-08-10', 'Asia/Riyadh', '2025-08-09T21:00:00.000Z'],
    ['2025-07-01T12:00:00', 'America/New_York', '2025-07-01T16:00:00.000Z'],
    ['2024-02-29', 'UTC', '2024-02-29T00:00:00.000Z'],
    ['0001-01-01T00:00:00', 'UTC', null],
    ['', 'UTC', null],
    [null, 'UTC', null],
    [undefined, 'UTC', null],
  ];
  for (const [value, timeZone, date] of dates) {
    it(`${inspect(value)} in ${timeZone} is ${date ?? 'none'}`, () => {
      assert.deepEqual(readDate(value, timeZone), { ok: true, date });
    });
  }

  for (const value of [
    '2025-02-29',
    '25-13-2025',
    '10-08-25 05:16',
    'yesterday',
    '10-08-2025 17:00 AM',
    '2025-08-10T25:00',
    5,
    {},
  ]) {
    it(`is not ${JSON.stringify(value)}`, () => {
      assert.equal(readDate(value, 'UTC').ok, false);
    });
  }
});
