import assert from 'node:assert/strict';
import { z } from 'zod';
import { createSandbox } from '../../sandbox/server.ts';

describe('more goods of the sandbox', () => {
  for (const odooVersion of [17, 18] as const) {
    it(`are in Odoo ${odooVersion} with their stock, and Cartona shows them as Odoo has them`, async () => {
      const sandbox = createSandbox({ port: 0, stateDir: null, odooVersion });
      const url = await sandbox.start();
      try {
        const body = JSON.stringify({ count: 3, price: 12.5, stock: 7 });
        const answer = await fetch(`${url}/_catalogue`, { method: 'POST', body });
        const ids = z.array(z.int()).parse(await answer.json());
        assert.equal(ids.length, 3);
        const { door } = sandbox.odoo().simulator;
        assert.equal(
          door.count('stock.quant', [
            ['product_id', 'in', ids],
            ['quantity', '=', 7],
          ]),
          3,
        );
        const shown = sandbox.cartona.control
          .products()
          .map(({ product }) => product)
          .filter(({ internal_product_id: id }) => ids.includes(Number(id)));
        assert.deepEqual(
          shown.map((product) => [product.selling_price, product.available_stock_quantity]),
          [
            [12.5, 7],
            [12.5, 7],
            [12.5, 7],
          ],
        );
        const wrong = await fetch(`${url}/_catalogue`, { method: 'POST', body: '{"count":0}' });
        assert.equal(wrong.status, 422);
      } finally {
        await sandbox.close();
      }
    });
  }
});
