import assert from 'node:assert/strict';
import * as money from '../../src/domain/money.ts';

describe('arithmetic with amounts', () => {
  it('adds, subtracts and multiplies without a rounding of its own', () => {
    assert.equal(money.add('0.1', '0.2'), '0.3');
    assert.equal(money.subtract('0.3', '0.1'), '0.2');
    assert.equal(money.multiply('1.005', '100'), '100.5');
    assert.equal(money.multiply('123456789012345.67', '1000000000'), '123456789012345670000000');
  });

  it('sums any number of amounts, none included', () => {
    assert.equal(money.sum([]), '0');
    assert.equal(money.sum(['0.1', '0.2', '0.3', '-0.6']), '0');
  });

  const quotients: readonly (readonly [string, string, number, string])[] = [
    ['200', '144', 4, '1.3889'],
    ['1', '3', 2, '0.33'],
    ['1', '8', 2, '0.13'],
    ['-1', '8', 2, '-0.13'],
    ['10', '4', 0, '3'],
    ['200', '2', 2, '100'],
    ['-0.001', '1', 2, '0'],
  ];
  for (const [dividend, divisor, places, quotient] of quotients) {
    it(`divides ${dividend} by ${divisor} to ${places} places: ${quotient}`, () => {
      assert.equal(money.divideRounded(dividend, divisor, places), quotient);
    });
  }

  it('rounds only where it is told to', () => {
    assert.deepEqual(
      ['1.005', '-1.005', '1.00499', '2'].map((amount) => money.roundHalfUp(amount, 2)),
      ['1.01', '-1.01', '1.00', '2.00'],
    );
    assert.deepEqual(
      [
        ['79.92', '0.5'],
        ['79.75', '0.5'],
        ['84', '10'],
        ['-85', '10'],
      ].map(([amount = '', step = '']) => money.roundToMultiple(amount, step)),
      ['80', '80', '80', '-90'],
    );
    assert.deepEqual(
      ['2.999', '2', '0.1', '-0.1', '-2', '123456789012345678901.5'].map((amount) => money.floor(amount)),
      ['2', '2', '0', '-1', '-2', '123456789012345678901'],
    );
    assert.deepEqual([money.larger('9', '10'), money.smaller('9', '10')], ['10', '9']);
  });

  it('compares by value and not by spelling', () => {
    assert.ok(money.isEqualAmount('3040', '3040.00'));
    assert.equal(money.compare('9', '10'), -1);
    assert.equal(money.compare('10', '9'), 1);
    assert.equal(money.compare('1.0', '1'), 0);
    assert.ok(money.isZero('0.00') && !money.isZero('0.001'));
    assert.ok(money.isPositive('0.01') && !money.isPositive('0') && !money.isPositive('-1'));
    assert.ok(money.isNegative('-0.01') && !money.isNegative('0'));
  });

  it('allows a difference up to and including the tolerance', () => {
    assert.ok(money.isWithin('3040', '3040.01', '0.01'));
    assert.ok(!money.isWithin('3040', '3040.011', '0.01'));
  });

  const shown: readonly (readonly [string, number, string])[] = [
    ['3040', 2, '3040.00'],
    ['0.5', 2, '0.50'],
    ['1.005', 2, '1.005'],
    ['-7', 2, '-7.00'],
    ['7', 0, '7'],
    ['0.0000001', 2, '0.0000001'],
  ];
  for (const [amount, places, text] of shown) {
    it(`shows ${amount} with at least ${places} places as ${text}`, () => {
      assert.equal(money.formatMoney(amount, places), text);
    });
  }
});
