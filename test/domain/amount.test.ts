import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { readAmount } from '../../src/domain/amount.ts';

describe('reading an amount', () => {
  const exact: readonly (readonly [unknown, string])[] = [
    [3040, '3040'],
    [0.1, '0.1'],
    [-0, '0'],
    [-12.5, '-12.5'],
    [123456789012345, '123456789012345'],
    [1e15, '1000000000000000'],
    ['3040', '3040'],
    ['3040.00', '3040'],
    ['  7.50 ', '7.5'],
    ['007', '7'],
    ['0.10', '0.1'],
    ['-0.00', '0'],
    ['1,234', '1234'],
    ['1,234.50', '1234.5'],
    ['12,345,678.9', '12345678.9'],
    ['1 234.5', '1234.5'],
    ['1\u00a0234\u00a0567', '1234567'],
    ['1.234', '1.234'],
    ['0.000000000000001', '0.000000000000001'],
  ];
  for (const [value, amount] of exact) {
    it(`reads ${JSON.stringify(value)} as ${amount}`, () => {
      assert.deepEqual(readAmount(value), { ok: true, amount });
    });
  }

  const refused: readonly unknown[] = [
    '1,23',
    '0,123',
    '1,2345',
    '1.234,5',
    '1.234.567',
    '1,234 567',
    '12,34,567',
    '1234,567',
    '1e3',
    '.5',
    '5.',
    '+5',
    '--5',
    '0x10',
    '1_000',
    'NaN',
    'Infinity',
    'EGP 200',
    '200 EGP',
    '١٢٣',
    ' ',
    '',
    null,
    undefined,
    true,
    [5],
    { amount: 5 },
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e21,
    1e-7,
    0.1 + 0.2,
    1234567890123456,
    '1234567890123456',
    '1.000000000000001',
  ];
  for (const value of refused) {
    it(`refuses ${inspect(value)} instead of guessing`, () => {
      const reading = readAmount(value);
      assert.equal(reading.ok, false);
    });
  }

  it('says what it found, and not more than a line of it', () => {
    const reading = readAmount('x'.repeat(1000));
    assert.ok(!reading.ok && reading.problem.includes('"xxx') && reading.problem.length < 120);
  });
});
