import assert from 'node:assert/strict';
import { readBulkAnswer } from '../../../src/connectors/marketplaces/bulk-answer.ts';
import type { ItemNames } from '../../../src/connectors/marketplaces/bulk-answer.ts';

const names: ItemNames = {
  ids: [
    {
      fields: ['supplier_product_id', 'suppler_prodcut_id'],
      positions: new Map([
        ['110774', 0],
        ['110775', 1],
      ]),
    },
    { fields: ['internal_product_id'], positions: new Map([['904#2', 2]]) },
  ],
  count: 3,
};

describe('the answer to a call about many records', () => {
  const silent: readonly unknown[] = [
    undefined,
    null,
    {},
    [],
    '',
    { message: 'ok' },
    { success: true, errors: [], failed: 0 },
    { status: 'success', data: [{ supplier_product_id: '110774', selling_price: 2 }] },
    { errors: {}, error: null },
    [{ supplier_product_id: '110774', status: 'updated' }],
    { data: { updated: 3, failed: [] } },
  ];
  for (const body of silent) {
    it(`takes ${JSON.stringify(body)} for a success`, () => {
      assert.deepEqual(readBulkAnswer(body, names), { refused: [], unnamed: null });
    });
  }

  const named: readonly (readonly [body: unknown, refused: readonly (readonly [number, string])[]])[] = [
    [{ errors: [{ index: 1, message: 'no such product' }] }, [[1, 'no such product']]],
    [{ errors: [{ supplier_product_id: 110775, message: 'too low' }] }, [[1, 'too low']]],
    [{ failed: [{ suppler_prodcut_id: '110774', error: 'closed' }] }, [[0, 'closed']]],
    [{ failed_items: [{ internal_product_id: '904#2', reason: 'not yours' }] }, [[2, 'not yours']]],
    // An id is surer than a position, which may count from one.
    [{ errors: [{ index: 1, suppler_prodcut_id: '110774', message: 'no' }] }, [[0, 'no']]],
    [{ errors: [{ item: { supplier_product_id: '110775' }, message: 'no' }] }, [[1, 'no']]],
    [{ errors: { '110775': ['price is too low', 'stock is wrong'] } }, [[1, 'price is too low; stock is wrong']]],
    [
      { errors: { '0': 'bad', '2': 'worse' } },
      [
        [0, 'bad'],
        [2, 'worse'],
      ],
    ],
    [{ message: 'bad', errors: { '1.selling_price': ['must be positive'] } }, [[1, 'must be positive']]],
    [{ errors: { 'items[2].selling_price': ['must be positive'] } }, [[2, 'must be positive']]],
    [
      { errors: { 'items.0.selling_price': 'no', '110775': 'never' } },
      [
        [1, 'never'],
        [0, 'no'],
      ],
    ],
    [{ errors: ['Product 110775 is not published.'] }, [[1, 'Product 110775 is not published.']]],
    [{ data: { failed: [{ index: 0, message: 'no' }] } }, [[0, 'no']]],
    [
      [
        { supplier_product_id: '110774', success: false, message: 'no' },
        { supplier_product_id: '110775', success: true },
      ],
      [[0, 'no']],
    ],
    [{ results: [{ supplier_product_id: '110775', status: 'error', message: 'no' }] }, [[1, 'no']]],
    [{ data: [{ supplier_product_id: '110775', errors: ['a', 'b'] }] }, [[1, 'a; b']]],
    [{ error: 'nothing was updated', errors: [{ index: 2, message: 'no' }] }, [[2, 'no']]],
    [
      {
        errors: [
          { index: 0, message: 'a' },
          { index: 0, message: 'b' },
        ],
      },
      [[0, 'a; b']],
    ],
    [{ errors: [{ supplier_product_id: '110774' }] }, [[0, 'supplier_product_id: 110774']]],
  ];
  for (const [body, refused] of named) {
    it(`finds the records in ${JSON.stringify(body)}`, () => {
      const answer = readBulkAnswer(body, names);
      assert.deepEqual(
        answer.refused.map(({ index, reason }) => [index, reason]),
        refused,
      );
      assert.equal(answer.unnamed, null);
    });
  }

  const unnamed: readonly (readonly [body: unknown, words: string])[] = [
    [{ errors: ['something went wrong'] }, 'something went wrong'],
    [{ success: false, message: 'quota is used up' }, 'quota is used up'],
    [{ error: 'bad supplier' }, 'bad supplier'],
    [{ status: 'error', message: 'no' }, 'no'],
    [{ errors: [{ index: 7, message: 'no' }] }, 'no'],
    [{ errors: [{ supplier_product_id: '999', message: 'no' }] }, 'no'],
    [{ errors: [{ row: 1, message: 'no' }] }, 'no'],
    [{ updated: 2, failed: 1 }, 'refused without a word'],
    [{ errors: { selling_price: ['must be positive'] } }, 'selling_price: must be positive'],
  ];
  for (const [body, words] of unnamed) {
    it(`cannot tell whom ${JSON.stringify(body)} is about`, () => {
      assert.deepEqual(readBulkAnswer(body, names), { refused: [], unnamed: words });
    });
  }

  it('is about the only record there was', () => {
    const one: ItemNames = { ids: [{ fields: ['id'], positions: new Map([['1', 0]]) }], count: 1 };
    assert.deepEqual(readBulkAnswer({ errors: ['no'] }, one).refused, [{ index: 0, reason: 'no' }]);
    assert.deepEqual(readBulkAnswer({ error: 'no' }, one).refused, [{ index: 0, reason: 'no' }]);
  });
});
