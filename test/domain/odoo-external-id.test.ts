import assert from 'node:assert/strict';
import { odooExternalId } from '../../src/domain/odoo-external-id.ts';

describe('external ids in Odoo', () => {
  const table: readonly (readonly [parts: readonly string[], id: string])[] = [
    [['cartona', 'order', 'GMNvpbLM'], 'conveyor.cartona_order_GMNvpbLM'],
    [['cartona', 'retailer', 'A 3.1/ü'], 'conveyor.cartona_retailer_A%203%2E1%2F%C3%BC'],
    [['x', "!~*'()%"], 'conveyor.x_%21%7E%2A%27%28%29%25'],
    [['x', 'a-b_c'], 'conveyor.x_a-b_c'],
    [['x', '\ud800'], 'conveyor.x_%EF%BF%BD'],
  ];
  for (const [parts, id] of table) {
    it(`make ${JSON.stringify(parts)} ${id}`, () => {
      assert.equal(odooExternalId(parts), id);
    });
  }
});
