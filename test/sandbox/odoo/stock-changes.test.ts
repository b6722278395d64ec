import { deepEqual, equal, match, notEqual, rejects } from 'node:assert/strict';
import { array, object, onEachVersion } from './an-odoo.ts';
import type { AnOdoo } from './an-odoo.ts';
import { aPartner, aProduct, aTransfer, setStock } from './builders.ts';

const packagesOf = (odoo: AnOdoo): string => (odoo.major === 19 ? 'stock.package' : 'stock.quant.package');
const inventory = { context: { inventory_mode: true } };

describe('what changes in stock, seen from outside', () => {
  onEachVersion((odoo, major) => {
    const create = async (model: string, values: object): Promise<number> =>
      Number(await odoo().call(model, 'create', [values]));
    const writeDate = (model: string, id: number): unknown => odoo().simulator.door.row(model, id)?.['write_date'];
    const quantOf = (product: number): number =>
      odoo().simulator.door.search('stock.quant', [
        ['product_id', '=', product],
        ['location_id', '=', odoo().seeded.stockLocation],
      ])[0] ?? 0;

    it('merges quants of one spot without a trace, and deletes those with nothing in them', async () => {
      const [product, empty] = [await aProduct(odoo(), { stock: 5 }), await aProduct(odoo(), { stock: 5 })];
      const [kept, gone] = [quantOf(product), quantOf(empty)];
      const twin = { product_id: product, location_id: odoo().seeded.stockLocation, quantity: 2, reserved_quantity: 1 };
      const other = await create('stock.quant', { ...twin, in_date: '2020-01-01 00:00:00' });
      await setStock(odoo(), empty, 0);
      const before = writeDate('stock.quant', kept);
      const action = object(await odoo().call('stock.quant', 'action_view_inventory', []));
      equal(action['res_model'], 'stock.quant');
      const { quantity, reserved_quantity, in_date } = await odoo().one('stock.quant', kept, [
        ...['quantity', 'reserved_quantity', 'in_date'],
      ]);
      deepEqual([quantity, reserved_quantity, in_date], [7, 1, '2020-01-01 00:00:00']);
      equal(writeDate('stock.quant', kept), before);
      deepEqual(odoo().simulator.door.search('stock.quant', [['id', 'in', [other, gone]]]), []);
    });

    it('keeps what is in a package apart from what is not, and the package where its goods are', async () => {
      const product = await aProduct(odoo(), { stock: 3 });
      const pack = await create(packagesOf(odoo()), {});
      const spot = { product_id: product, location_id: odoo().seeded.stockLocation, package_id: pack };
      const count = async (quantity: number): Promise<unknown> =>
        odoo().call('stock.quant', 'create', [[{ ...spot, inventory_quantity_auto_apply: quantity }]], inventory);
      notEqual(array(await count(2))[0], quantOf(product));
      deepEqual((await odoo().one(packagesOf(odoo()), pack, ['location_id']))['location_id'], [
        ...[odoo().seeded.stockLocation, 'WH/Stock'],
      ]);
      await rejects(odoo().call(packagesOf(odoo()), 'unlink', [[pack]]), /another|Another/);
      await count(0);
      equal((await odoo().one(packagesOf(odoo()), pack, ['location_id']))['location_id'], false);
    });

    it('brings goods into the package that their line names', async () => {
      const product = await aProduct(odoo(), { stock: 3 });
      const picking = await aTransfer(odoo(), [{ product, quantity: 3 }]);
      await odoo().call('stock.picking', 'action_confirm', [[picking]]);
      const pack = await create(packagesOf(odoo()), {});
      const lines = odoo().simulator.door.search('stock.move.line', [['picking_id', '=', picking]]);
      await odoo().call('stock.move.line', 'write', [lines, { result_package_id: pack }]);
      await odoo().call('stock.picking', 'button_validate', [[picking]]);
      const { location_id } = await odoo().one(packagesOf(odoo()), pack, ['location_id']);
      equal(array(location_id)[0], odoo().seeded.customerLocation);
    });

    it('moves what is below a location along without a trace, and counts it as below', async () => {
      const { stockLocation } = odoo().seeded;
      const [left, right] = [
        await create('stock.location', { name: 'L', location_id: stockLocation }),
        await create('stock.location', { name: 'R', location_id: stockLocation }),
      ];
      const view = await create('stock.location', { name: 'V', location_id: left, usage: 'view' });
      const box = await create('stock.location', { name: 'B', location_id: view });
      const before = writeDate('stock.location', box);
      await odoo().call('stock.location', 'write', [[view], { location_id: right }]);
      const { parent_path, complete_name, warehouse_id } = await odoo().one('stock.location', box, [
        ...['parent_path', 'complete_name', 'warehouse_id'],
      ]);
      match(String(parent_path), new RegExp(`/${right}/${view}/${box}/$`));
      deepEqual([complete_name, array(warehouse_id)[0]], ['V/B', 1]);
      equal(writeDate('stock.location', box), before);
      const below = await odoo().call('stock.location', 'search', [[['id', 'child_of', [right]]]], { order: 'id' });
      deepEqual(below, [right, view, box]);
    });

    it(
      major < 19 ? 'deletes a location with those below it' : 'leaves those below a deleted location where they are',
      async () => {
        const parent = await create('stock.location', { name: 'Parent' });
        const child = await create('stock.location', { name: 'Child', location_id: parent });
        await rejects(odoo().call('stock.location', 'unlink', [[odoo().seeded.stockLocation]]), /another|Another/);
        await odoo().call('stock.location', 'unlink', [[parent]]);
        deepEqual(odoo().simulator.door.row('stock.location', child)?.['location_id'], major < 19 ? undefined : false);
      },
    );

    it('forgets a deleted contact or package type by a foreign key: no write date moves', async () => {
      const partner = await aPartner(odoo());
      const picking = await aTransfer(odoo(), [], { partner_id: partner });
      const type = await create('stock.package.type', { name: 'Box' });
      const pack = await create(packagesOf(odoo()), { package_type_id: type });
      const held = [
        ['stock.picking', picking, 'partner_id'],
        [packagesOf(odoo()), pack, 'package_type_id'],
      ] as const;
      const before = held.map(([model, id]) => writeDate(model, id));
      await odoo().call('res.partner', 'unlink', [[partner]]);
      await odoo().call('stock.package.type', 'unlink', [[type]]);
      for (const [index, [model, id, field]] of held.entries()) {
        equal((await odoo().one(model, id, [field]))[field], false);
        equal(writeDate(model, id), before[index]);
      }
    });

    it('has the fields of carriers only while their module is there', async () => {
      const fields = ['carrier_tracking_ref', 'weight'];
      const there = async (): Promise<string[]> =>
        Object.keys(object(await odoo().call('stock.picking', 'fields_get', [fields, ['type']])));
      deepEqual(await there(), major === 17 ? [] : fields);
      const ids = odoo().simulator.door.search('ir.module.module', [['name', '=', 'stock_delivery']]);
      await odoo().call('ir.module.module', 'button_immediate_install', [ids]);
      deepEqual(await there(), fields);
      const picking = await aTransfer(odoo(), []);
      await odoo().call('stock.picking', 'write', [[picking], { carrier_tracking_ref: 'X' }]);
      await odoo().call('ir.module.module', 'button_immediate_uninstall', [ids]);
      deepEqual(await there(), []);
      await rejects(
        odoo().call('stock.picking', 'read', [[picking], ['carrier_tracking_ref']]),
        /Invalid field 'carrier_tracking_ref'/,
      );
    });

    it('shows transfers and lots to nobody who is only a user', async () => {
      for (const model of ['stock.picking', 'stock.lot'])
        await rejects(odoo().callAs('clerk', model, 'search_read', [[], ['name']]), /You are not allowed to access/);
      equal(array(await odoo().callAs('clerk', 'stock.quant', 'search_read', [[], ['quantity']])).length > 0, true);
    });

    it('writes under an older time when the transaction has been open for long', async () => {
      const id = await create('stock.lot', {
        name: `Late ${major}`,
        product_id: odoo().seeded.lotProduct.id,
        company_id: 1,
      });
      odoo().simulator.delayNext(180_000, { model: 'stock.lot' }, false);
      await odoo().call('stock.lot', 'write', [[id], { ref: 'x' }]);
      const { create_date, write_date } = await odoo().one('stock.lot', id, ['create_date', 'write_date']);
      const earlierMs = Date.parse(String(create_date)) - Date.parse(String(write_date));
      equal(earlierMs > 170_000 && earlierMs <= 181_000, true);
    });
  });
});
