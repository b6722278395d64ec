import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { anOdoo, array, majors, object, onEachVersion, Refused } from './an-odoo.ts';
import { aPartner, aProduct, anOrder, setStock } from './builders.ts';

/** `write_date` is 10:00:05 and a fraction; the table of comparisons with whole seconds. */
const comparisons: readonly (readonly [operator: string, value: string, before19: boolean, on19: boolean])[] = [
  ['=', '2026-03-01 10:00:05', false, true],
  ['>', '2026-03-01 10:00:05', true, false],
  ['>', '2026-03-01 10:00:04', true, true],
  ['>=', '2026-03-01 10:00:05', true, true],
  ['>=', '2026-03-01 10:00:06', false, false],
  ['<', '2026-03-01 10:00:05', false, false],
  ['<', '2026-03-01 10:00:06', true, true],
  ['<=', '2026-03-01 10:00:05', false, true],
  ['<=', '2026-03-01 10:00:04', false, false],
  ['>=', '2026-03-01T10:00:05', true, true],
  ['>', '2026-03-01 10:00:05.000001', true, true],
];

describe('windows of write_date', () => {
  for (const major of majors) {
    it(`compare whole seconds as Odoo ${String(major)} does`, async () => {
      let now = new Date('2026-03-01T10:00:00.000Z');
      const odoo = await anOdoo(major, { now: () => now });
      now = new Date('2026-03-01T10:00:05.250Z');
      const id = await aPartner(odoo);
      for (const [operator, value, before19, on19] of comparisons) {
        const found = array(
          await odoo.call('res.partner', 'search', [
            [
              ['write_date', operator, value],
              ['id', '=', id],
            ],
          ]),
        );
        equal(found.length === 1, major === 19 ? on19 : before19, `write_date ${operator} ${value}`);
      }
      equal((await odoo.one('res.partner', id, ['write_date']))['write_date'], '2026-03-01 10:00:05');
      const zoned = odoo.call('res.partner', 'search', [[['write_date', '>=', '2026-03-01T10:00:05Z']]]);
      if (major === 19)
        await rejects(zoned, (error) => error instanceof Refused && error.odooName === 'builtins.ValueError');
      else ok(array(await zoned).includes(id));
      await odoo.close();
    });
  }
});

describe('reading', () => {
  onEachVersion((odoo, major) => {
    it('gives one write_date to all rows of a transaction, and moves it with an equal write', async () => {
      const ids = array(await odoo().call('res.partner', 'create', [[{ name: 'a' }, { name: 'b' }]]));
      const stamp = (id: unknown) => odoo().simulator.door.row('res.partner', Number(id))?.['write_date'];
      equal(stamp(ids[0]), stamp(ids[1]));
      const before = stamp(ids[0]);
      await odoo().call('res.partner', 'write', [[ids[0]], { name: 'a' }]);
      ok(String(stamp(ids[0])) > String(before));
    });

    it('dates a row by the start of its transaction, not by its commit', async () => {
      odoo().simulator.delayNext(50, { model: 'res.partner', method: 'create' });
      const slow = aPartner(odoo(), 'slow');
      const quick = await aPartner(odoo(), 'quick');
      const stamp = (id: number) => String(odoo().simulator.door.row('res.partner', id)?.['write_date']);
      const slowId = await slow;
      ok(slowId > quick && stamp(slowId) < stamp(quick));
    });

    it('gives many2ones as a pair, or bare with an empty load', async () => {
      const order = await anOrder(odoo(), []);
      const classic = object(array(await odoo().call('sale.order', 'read', [[order], ['partner_id']]))[0]);
      const bare = object(array(await odoo().call('sale.order', 'read', [[order], ['partner_id']], { load: '' }))[0]);
      const [id, name] = array(classic['partner_id']);
      equal(name, 'A customer');
      equal(bare['partner_id'], id);
    });

    it('leaves out records that are gone, and refuses to write or delete them', async () => {
      deepEqual(await odoo().call('res.partner', 'read', [[999_999], ['name']]), []);
      const missing = (error: unknown): boolean =>
        error instanceof Refused && error.odooName === 'odoo.exceptions.MissingError';
      await rejects(odoo().call('res.partner', 'write', [[999_999], { name: 'x' }]), missing);
      await rejects(odoo().call('res.partner', 'unlink', [[999_999]]), missing);
    });

    it('hides archived records unless asked', async () => {
      const id = await aPartner(odoo(), 'Archived');
      await odoo().call('res.partner', 'write', [[id], { active: false }]);
      const search = (domain: unknown[], context: object = {}) =>
        odoo().call('res.partner', 'search', [[['id', '=', id], ...domain]], { context });
      deepEqual(await search([]), []);
      deepEqual(await search([], { active_test: false }), [id]);
      deepEqual(await search([['active', '=', false]]), [id]);
      equal(array(await odoo().call('res.partner', 'read', [[id], ['name']])).length, 1);
    });

    it('takes limit 0 as no limit and pages by id', async () => {
      const all = array(await odoo().call('res.partner', 'search', [[]], { limit: 0, order: 'id asc' }));
      ok(all.length >= 3);
      deepEqual(
        await odoo().call('res.partner', 'search', [[['id', '>', all[0]]]], { limit: 2, order: 'id asc' }),
        all.slice(1, 3),
      );
      deepEqual(
        await odoo().call('res.partner', 'search', [[]], { limit: 2, offset: 1, order: 'id desc' }),
        all.reverse().slice(1, 3),
      );
    });

    it(major === 17 ? 'does not sort by a computed field' : 'refuses to sort by a computed field', async () => {
      const sorted = odoo().call('product.product', 'search', [[]], { order: 'free_qty desc' });
      if (major === 17) await sorted;
      else await rejects(sorted, (error) => error instanceof Refused && error.odooName === 'builtins.ValueError');
    });

    it('searches through relations, with operators and, or and not', async () => {
      const partner = await aPartner(odoo(), 'Relation Ltd');
      const order = Number(
        await odoo().call('sale.order', 'create', [{ partner_id: partner, client_order_ref: 'REL-1' }]),
      );
      const found = (domain: unknown[]) => odoo().call('sale.order', 'search', [domain]);
      deepEqual(await found([['partner_id.name', '=', 'Relation Ltd']]), [order]);
      deepEqual(await found([['partner_id', 'ilike', 'relation']]), [order]);
      deepEqual(await found(['|', ['client_order_ref', '=', 'REL-1'], ['id', '=', 0]]), [order]);
      deepEqual(await found(['&', ['client_order_ref', '=like', 'REL%'], '!', ['id', '=', 0]]), [order]);
      deepEqual(
        await found([
          ['client_order_ref', '=', false],
          ['id', '=', order],
        ]),
        [],
      );
      deepEqual(
        await found([
          ['order_line', '=', false],
          ['id', '=', order],
        ]),
        [order],
      );
      deepEqual(
        await found([
          ['client_order_ref', '!=', 'other'],
          ['partner_id', 'in', [partner]],
        ]),
        [order],
      );
    });

    it('answers the stock of one warehouse for the key of its version alone', async () => {
      const product = await aProduct(odoo(), { stock: 5 });
      const other = Number(await odoo().call('stock.warehouse', 'create', [{ name: 'Second', code: 'W2' }]));
      const stock = async (context: object) =>
        object(array(await odoo().call('product.product', 'read', [[product], ['qty_available']], { context }))[0])[
          'qty_available'
        ];
      equal(await stock({}), 5);
      equal(await stock({ warehouse: 1, warehouse_id: 1 }), 5);
      equal(await stock({ warehouse: other, warehouse_id: other }), 0);
      equal(await stock({ warehouse: other }), major === 17 ? 0 : 5);
      equal(await stock({ warehouse_id: other }), major === 17 ? 5 : 0);
      equal(await stock({ location: odoo().seeded.stockLocation }), 5);
      equal(await stock({ location_id: odoo().seeded.customerLocation }), 5);
      const found = array(
        await odoo().call('product.product', 'search', [
          [
            ['virtual_available', '>', 4],
            ['id', '=', product],
          ],
        ]),
      );
      deepEqual(found, [product]);
    });

    it('does not move a product with its stock, but with its price, in both of its records', async () => {
      const product = await aProduct(odoo());
      const template = odoo().simulator.door.row('product.product', product)?.['product_tmpl_id'];
      const stamps = () => [
        odoo().simulator.door.row('product.product', product)?.['write_date'],
        odoo().simulator.door.row('product.template', Number(template))?.['write_date'],
      ];
      const before = stamps();
      await setStock(odoo(), product, 3);
      deepEqual(stamps(), before);
      await odoo().call('product.template', 'write', [[template], { list_price: 12 }]);
      stamps().forEach((stamp, at) => ok(String(stamp) > String(before[at])));
    });
  });
});
