import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { array, object, onEachVersion, Refused } from './an-odoo.ts';
import { aPartner, aProduct, anOrder, taxField } from './builders.ts';

const named =
  (name: string) =>
  (error: unknown): boolean =>
    error instanceof Refused && error.odooName === name;

describe('values', () => {
  onEachVersion((odoo, major) => {
    it('refuses datetimes that are not plain UTC text', async () => {
      const partner_id = await aPartner(odoo());
      for (const value of [
        '2026-01-01T10:00:00',
        '2026-01-01 10:00:00Z',
        '2026-01-01 10:00:00.5',
        '2026-01-01 10:00:00+02:00',
        'soon',
      ]) {
        await rejects(
          odoo().call('sale.order', 'create', [{ partner_id, commitment_date: value }]),
          named('builtins.ValueError'),
          value,
        );
      }
    });

    it('gives false for what is empty and takes null for it', async () => {
      const id = await aPartner(odoo());
      await odoo().call('res.partner', 'write', [[id], { email: null, ref: 'R', color: false }]);
      deepEqual(await odoo().one('res.partner', id, ['email', 'ref', 'color', 'parent_id', 'category_id']), {
        id,
        email: false,
        ref: 'R',
        color: 0,
        parent_id: false,
        category_id: [],
      });
    });

    it('keeps two decimals of prices and quantities', async () => {
      const product = await aProduct(odoo());
      const order = await anOrder(odoo(), [{ product, quantity: 144, price: 200 / 144 }]);
      deepEqual(await odoo().one('sale.order', order, ['amount_total']), { id: order, amount_total: 200.16 });
    });

    it('names an unknown field as its version does', async () => {
      const id = await aPartner(odoo());
      await rejects(
        odoo().call('res.partner', 'write', [[id], { zz: 1 }]),
        named(major === 19 ? 'builtins.KeyError' : 'builtins.ValueError'),
      );
      await rejects(odoo().call('res.partner', 'create', [{ name: 'x', zz: 1 }]), named('builtins.ValueError'));
      await rejects(odoo().call('res.partner', 'search', [[['zz', '=', 1]]]), named('builtins.ValueError'));
    });

    it('reports a many2one to nowhere as a missing record', async () => {
      await rejects(
        odoo().call('sale.order', 'create', [{ partner_id: 999_999 }]),
        named('odoo.exceptions.MissingError'),
      );
    });

    it('understands every x2many command, and a bare list as a replacement', async () => {
      const [first, second] = array(
        await odoo().call('res.partner.category', 'create', [[{ name: 'a' }, { name: 'b' }]]),
      );
      const id = await aPartner(odoo());
      const after = async (commands: unknown) => {
        await odoo().call('res.partner', 'write', [[id], { category_id: commands }]);
        return (await odoo().one('res.partner', id, ['category_id']))['category_id'];
      };
      deepEqual(await after([[4, first]]), [first]);
      deepEqual(await after([[6, 0, [first, second]]]), [first, second]);
      deepEqual(await after([[3, first, 0]]), [second]);
      deepEqual(await after([first]), [first]);
      deepEqual(await after([[5, 0, 0]]), []);
      equal(array(await after([[0, 0, { name: 'c' }]])).length, 1);
    });

    it('undoes the whole call on an error', async () => {
      const before = odoo().simulator.door.count('res.partner');
      await rejects(odoo().call('res.partner', 'create', [[{ name: 'good' }, { name: 'bad', parent_id: 999_999 }]]));
      equal(odoo().simulator.door.count('res.partner'), before);
    });

    it('makes an added field usable at once, in searches, load and fields_get', async () => {
      const [model_id] = array(await odoo().call('ir.model', 'search', [[['model', '=', 'res.partner']]]));
      const field = { name: 'x_shop', model_id, ttype: 'selection', field_description: 'Shop', state: 'manual' };
      const selection_ids = [[0, 0, { value: 'a', name: 'Alpha', sequence: 1 }]];
      await odoo().call('ir.model.fields', 'create', [{ ...field, selection_ids }]);
      const { ids } = object(
        await odoo().call('res.partner', 'load', [['id', 'name', 'x_shop'], [['conveyor.x', 'X', 'Alpha']]]),
      );
      deepEqual(await odoo().call('res.partner', 'search', [[['x_shop', '=', 'a']]]), ids);
      const described = object(await odoo().call('res.partner', 'fields_get', [['x_shop'], ['type', 'selection']]));
      deepEqual(described['x_shop'], { type: 'selection', selection: [['a', 'Alpha']] });
      await rejects(
        odoo().call('ir.model.fields', 'create', [{ ...field, name: 'shop' }]),
        named('odoo.exceptions.ValidationError'),
      );
    });

    it('has the fields of its version', async () => {
      const fields = async (model: string) =>
        Object.keys(object(await odoo().call(model, 'fields_get', [], { attributes: ['type'] })));
      const line = await fields('sale.order.line');
      ok(line.includes(taxField(odoo())) && !line.includes(major === 19 ? 'tax_id' : 'tax_ids'));
      ok(line.includes(major === 19 ? 'product_uom_id' : 'product_uom'));
      equal((await fields('stock.move')).includes('name'), major < 19);
      equal((await fields('res.partner')).includes('mobile'), major < 19);
      equal((await fields('product.template')).includes('is_storable'), major > 17);
      equal((await fields('res.users')).includes('group_ids'), major === 19);
      equal((await fields('stock.picking')).includes('move_ids_without_package'), major < 19);
    });

    it('bumps a config parameter and answers what was there', async () => {
      equal(await odoo().call('ir.config_parameter', 'get_param', ['a.b']), false);
      equal(await odoo().call('ir.config_parameter', 'set_param', ['a.b', '1']), false);
      equal(await odoo().call('ir.config_parameter', 'set_param', ['a.b', '2']), '1');
      equal(await odoo().call('ir.config_parameter', 'set_param', ['a.b', false]), '2');
      equal(await odoo().call('ir.config_parameter', 'get_param', ['a.b']), false);
    });
  });
});
