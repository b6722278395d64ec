import assert from 'node:assert/strict';
import { Refused, array, onEachVersion } from './an-odoo.ts';
import { aProduct } from './builders.ts';

onEachVersion((odoo, major) => {
  const templateOf = async (id: number): Promise<number> =>
    Number(array((await odoo().one('product.product', id, ['product_tmpl_id']))['product_tmpl_id'])[0]);
  const stampOf = (model: string, id: number): string => String(odoo().simulator.door.row(model, id)?.['write_date']);

  describe('the simulated write_date of a product', () => {
    const writes = [
      ['a price', { list_price: 3 }],
      ['a category', { categ_id: 1 }],
      ['an equal value', { list_price: 10 }],
    ] as const;
    for (const [what, vals] of writes) {
      it(`moves with ${what} of its template, archived or not`, async () => {
        const [id, archived] = [await aProduct(odoo()), await aProduct(odoo())];
        await odoo().call('product.product', 'write', [[archived], { active: false }]);
        for (const product of [id, archived]) {
          const before = stampOf('product.product', product);
          await odoo().call('product.template', 'write', [[await templateOf(product)], vals]);
          assert.ok(stampOf('product.product', product) > before);
        }
      });
    }

    it('moves with its cost, and stays with its stock', async () => {
      const id = await aProduct(odoo());
      const before = stampOf('product.product', id);
      await odoo().call('product.product', 'write', [[id], { standard_price: 4 }]);
      const after = stampOf('product.product', id);
      assert.ok(after > before);
      const location_id = odoo().seeded.stockLocation;
      const quant = { product_id: id, location_id, inventory_quantity_auto_apply: 3 };
      await odoo().call('stock.quant', 'create', [quant], { context: { inventory_mode: true } });
      assert.equal(stampOf('product.product', id), after);
    });
  });

  describe('simulated variants', () => {
    const aShirt = async (): Promise<{ template: number; variants: number[]; extras: number[] }> => {
      const attribute_id = await odoo().call('product.attribute', 'create', [{ name: 'Size' }]);
      const values = await odoo().call('product.attribute.value', 'create', [
        ['S', 'L'].map((name) => ({ name, attribute_id })),
      ]);
      const attribute_line_ids = [[0, 0, { attribute_id, value_ids: [[6, 0, values]] }]];
      const template = Number(
        await odoo().call('product.template', 'create', [{ name: 'Shirt', list_price: 10, attribute_line_ids }]),
      );
      const domain = [['product_tmpl_id', '=', template]];
      const variants = array(await odoo().call('product.product', 'search', [domain])).map(Number);
      const extras = array(await odoo().call('product.template.attribute.value', 'search', [domain])).map(Number);
      return { template, variants, extras };
    };

    it('are one for each value of an attribute, with its extra', async () => {
      const { variants, extras } = await aShirt();
      await odoo().call('product.template.attribute.value', 'write', [[extras[0]], { price_extra: 2.5 }]);
      const prices = await odoo().call('product.product', 'read', [variants, ['lst_price', 'list_price']]);
      assert.deepEqual(prices, [
        { id: variants[0], lst_price: 12.5, list_price: 10 },
        { id: variants[1], lst_price: 10, list_price: 10 },
      ]);
    });

    it('do not move their write_date with an extra, but are found by it', async () => {
      const { variants, extras } = await aShirt();
      const [first = 0] = variants;
      const before = stampOf('product.product', first);
      await odoo().call('product.template.attribute.value', 'write', [[extras[0]], { price_extra: 1 }]);
      assert.equal(stampOf('product.product', first), before);
      const since = stampOf('product.template.attribute.value', extras[0] ?? 0);
      const domain = [['product_template_attribute_value_ids.write_date', '>=', since]];
      assert.deepEqual(await odoo().call('product.product', 'search', [domain]), [first]);
    });

    it('have costs of their own', async () => {
      const { template, variants } = await aShirt();
      await odoo().call('product.product', 'write', [[variants[0]], { standard_price: 4 }]);
      await odoo().call('product.template', 'write', [[template], { standard_price: 7 }]);
      const costs = await odoo().call('product.product', 'read', [variants, ['standard_price']]);
      assert.deepEqual(
        array(costs).map((one) => (one as { standard_price: number }).standard_price),
        [4, 0],
      );
      assert.equal((await odoo().one('product.template', template, ['standard_price']))['standard_price'], 0);
    });
  });

  describe('a simulated product that is deleted', () => {
    it('takes its template and its rules along', async () => {
      const id = await aProduct(odoo());
      const template = await templateOf(id);
      const rule = Number(
        await odoo().call('product.pricelist.item', 'create', [{ pricelist_id: 1, product_id: id, fixed_price: 1 }]),
      );
      await odoo().call('product.product', 'unlink', [[id]]);
      const { door } = odoo().simulator;
      const rows = [
        door.row('product.product', id),
        door.row('product.template', template),
        door.row('product.pricelist.item', rule),
      ];
      assert.deepEqual(rows, [undefined, undefined, undefined]);
    });

    it('goes with its template', async () => {
      const id = await aProduct(odoo());
      await odoo().call('product.template', 'unlink', [[await templateOf(id)]]);
      assert.equal(odoo().simulator.door.row('product.product', id), undefined);
    });

    it('stays where it was moved', async () => {
      const id = await aProduct(odoo(), { stock: 3 });
      await assert.rejects(
        odoo().call('product.product', 'unlink', [[id]]),
        (error: unknown) =>
          error instanceof Refused &&
          error.odooName === 'odoo.exceptions.ValidationError' &&
          error.message.includes(major === 19 ? "troublemaker is: 'Stock Move'" : 'Model: Stock Move (stock.move)'),
      );
    });
  });
});
