import assert from 'node:assert/strict';
import { decodeAnswer } from '../../../src/connectors/odoo/protocols.ts';
import { amountOf, decimalOf, toOdooNumber } from '../../../src/connectors/odoo/decimals.ts';
import { orNull, recordIds, reference } from '../../../src/connectors/odoo/values.ts';
import { z } from 'zod';
import { recordedOf } from './recorded.ts';
import type { Recorded } from './recorded.ts';

const resultOf = (recorded: Recorded): unknown => {
  const protocol = recorded.protocol === 'json-2' ? 'json2' : 'jsonrpc';
  const decoded = decodeAnswer(protocol, recorded.status, recorded.body);
  return decoded.kind === 'result' ? decoded.result : assert.fail(`it is no result but ${decoded.kind}`);
};

describe('results of Odoo', () => {
  for (const recorded of recordedOf('none-result')) {
    it(`that are None are null on ${recorded.version}`, () => {
      assert.equal(resultOf(recorded), null);
    });
  }

  for (const kind of ['activity-schedule', 'message-post', 'activity-create', 'create-batch', 'json2-create']) {
    for (const recorded of recordedOf(kind)) {
      it(`that are records are ids: ${kind} of ${recorded.version}`, () => {
        const ids = recordIds.parse(resultOf(recorded));
        assert.ok(ids.length > 0 && ids.every((id) => Number.isInteger(id) && id > 0), JSON.stringify(ids));
      });
    }
  }

  const printed: readonly (readonly [value: unknown, ids: readonly number[]])[] = [
    ['mail.activity(18,)', [18]],
    ['mail.activity(1, 2, 30)', [1, 2, 30]],
    ['mail.activity()', []],
    [7, [7]],
    [
      [7, 8],
      [7, 8],
    ],
  ];
  for (const [value, ids] of printed) {
    it(`reads ${JSON.stringify(value)} as ids`, () => {
      assert.deepEqual(recordIds.parse(value), ids);
    });
  }

  it('that are false are null', () => {
    assert.deepEqual([orNull(z.string()).parse(false), reference.parse(false), reference.parse(3)], [null, null, 3]);
  });
});

describe('decimals for Odoo', () => {
  const fine: readonly (readonly [text: string, value: number])[] = [
    ['10', 10],
    ['200.00', 200],
    ['-0.5', -0.5],
    ['999999999999.999', 999999999999.999],
    ['100000000000000000000', 1e20],
  ];
  for (const [text, value] of fine) {
    it(`sends ${text} as it is`, () => {
      assert.equal(toOdooNumber(text, 'the price'), value);
    });
  }

  for (const text of ['1,000', '1e3', ' 1', '', '.5', '1234567890.1234567', 'NaN']) {
    it(`refuses "${text}"`, () => {
      assert.throws(() => toOdooNumber(text, 'the price'), { name: 'InvalidInput', message: /^the price is/ });
    });
  }

  const read: readonly (readonly [value: number, decimals: number, text: string])[] = [
    [0.1 + 0.2, 0, '0.3'],
    [10, 0, '10'],
    [10, 2, '10.00'],
    [19.999, 2, '19.999'],
    [1e-7, 0, '0.0000001'],
    [-0.5, 2, '-0.50'],
    [1234567.89, 2, '1234567.89'],
  ];
  for (const [value, decimals, text] of read) {
    it(`reads ${value} as ${text}`, () => {
      assert.equal(decimalOf(value, decimals), text);
    });
  }

  it('rounds amounts to the decimals of their currency', () => {
    assert.deepEqual([amountOf(1.005, 2), amountOf(3040, 0), amountOf(1.23456, 3)], ['1.01', '3040', '1.235']);
  });
});
