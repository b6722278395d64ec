import assert from 'node:assert/strict';
import { mirrored, mirrorModels } from '../../../../src/domain/mirror/models.ts';
import type { MirrorModel } from '../../../../src/domain/mirror/models.ts';
import type { MirrorRecord } from '../../../../src/domain/mirror/odoo-mirror.ts';
import { array, majors } from '../../../sandbox/odoo/an-odoo.ts';
import { aProduct, aTransfer, setStock } from '../../../sandbox/odoo/builders.ts';
import { connectTo, failureOf } from '../fake-odoo.ts';
import { connectToSimulated } from '../simulated.ts';
import type { Simulated } from '../simulated.ts';

const whole = { from: null, until: null, afterId: 0, limit: 1_000 };
/** Long before and long after. */
const [longAgo, farAway] = [new Date('2020-01-01T00:00:00Z'), new Date('2100-01-01T00:00:00Z')];

for (const major of majors) {
  describe(`the mirror of Odoo ${major}`, () => {
    let at: Simulated;
    let aheadMs = 0;
    before(async () => {
      at = await connectToSimulated(major, { now: () => new Date(Date.now() + aheadMs) });
    });
    after(() => at.close());

    const call = (model: string, method: string, args: readonly unknown[], kwargs?: object): Promise<unknown> =>
      at.simulated.call(model, method, args, kwargs);
    const create = async (model: string, values: object): Promise<number> =>
      Number(await call(model, 'create', [values]));
    const write = (model: string, id: number, values: object): Promise<unknown> => call(model, 'write', [[id], values]);
    const one = async (model: MirrorModel, id: number): Promise<MirrorRecord> => {
      const [record] = await at.odoo.mirror.readRecords(model, [id]);
      assert.ok(record, `${model} ${id} is not there`);
      return record;
    };
    /** Ids in the window that begins after everything before, by what `work` did. */
    const changedBy = async (model: MirrorModel, work: () => Promise<unknown>): Promise<readonly number[]> => {
      const { serverTime } = await at.odoo.mirror.newest(model);
      const from = new Date(serverTime.getTime() + 1_000);
      aheadMs += 10_000;
      await work();
      const { newestAt } = await at.odoo.mirror.newest(model);
      assert.ok(newestAt !== null && newestAt >= from, 'the newest is not that new');
      const until = new Date(newestAt.getTime() + 1_000);
      return (await at.odoo.mirror.readPage(model, { ...whole, from, until })).map((record) => record.id);
    };

    it('has every column of every model', async () => {
      await create(major === 19 ? 'stock.package' : 'stock.quant.package', {});
      for (const model of mirrorModels) {
        const [record] = await at.odoo.mirror.readPage(model, { ...whole, limit: 1 });
        assert.deepEqual(
          Object.keys(record ?? {}).sort(),
          ['id', 'active', 'write_date', ...Object.keys(mirrored[model].columns)].sort(),
          model,
        );
        assert.match(record?.write_date ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      }
    });

    it('has a product with what stands in its template, its price to the cent and its currency by its code', async () => {
      const id = await aProduct(at.simulated, {
        ...{ name: 'Lamp', price: 12.5, more: { weight: 0.3, barcode: `b-${major}` } },
      });
      const { write_date, product_tmpl_id, categ_id, uom_id, ...record } = await one('products', id);
      assert.deepEqual(record, {
        ...{ id, active: true, name: 'Lamp', default_code: null, barcode: `b-${major}`, tracking: 'none' },
        ...{ list_price: '12.50', currency: 'EGP', weight: '0.3', volume: '0', sale_ok: true, company_id: null },
      });
      assert.deepEqual([typeof write_date, uom_id, typeof product_tmpl_id], ['string', 1, 'number']);
      assert.equal(categ_id === null || typeof categ_id === 'number', true);
    });

    it('has a transfer with its lines, and null for nothing', async () => {
      const product = await aProduct(at.simulated, { stock: 5 });
      const picking = await aTransfer(at.simulated, [{ product, quantity: 2 }]);
      await call('stock.picking', 'action_confirm', [[picking]]);
      const record = await one('pickings', picking);
      const { state, picking_type_code, priority, date_done, partner_id, backorder_id, sale_id, company_id } = record;
      assert.deepEqual([state, picking_type_code, priority, company_id], ['assigned', 'outgoing', '0', 1]);
      assert.deepEqual([date_done, partner_id, backorder_id, sale_id], [null, null, null, null]);
      assert.match(String(record['scheduled_date']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      const [line] = at.simulated.simulator.door.search('stock.move.line', [['picking_id', '=', picking]]);
      const { quantity, picked, lot_id, product_id, state: lineState } = await one('move_lines', line ?? 0);
      assert.deepEqual([quantity, picked, lot_id, product_id, lineState], ['2', false, null, product, 'assigned']);
    });

    it('has stock with its package, which is where its goods are', async () => {
      const packages = major === 19 ? 'stock.package' : 'stock.quant.package';
      const pack = await create(packages, { name: `P-${major}` });
      const product = await aProduct(at.simulated);
      const { stockLocation } = at.simulated.seeded;
      const counted = { product_id: product, location_id: stockLocation, package_id: pack };
      const [quant] = array(
        await call('stock.quant', 'create', [[{ ...counted, inventory_quantity_auto_apply: 2.25 }]], {
          context: { inventory_mode: true },
        }),
      );
      const { quantity, reserved_quantity, package_id, owner_id } = await one('quants', Number(quant));
      assert.deepEqual([quantity, reserved_quantity, package_id, owner_id], ['2.25', '0', pack, null]);
      const { location_id, parent_package_id, pack_date } = await one('packages', pack);
      assert.deepEqual([location_id, parent_package_id], [stockLocation, null]);
      assert.match(String(pack_date), /^\d{4}-\d\d-\d\d$/);
    });

    it('keeps what was archived, and says so', async () => {
      const id = await aProduct(at.simulated, { name: 'Old' });
      await write('product.product', id, { active: false });
      assert.equal((await one('products', id)).active, false);
      assert.ok((await at.odoo.mirror.readIds('products', { afterId: id - 1, limit: 10 })).includes(id));
    });

    it('reads a window from its first second to before its last, page by page', async () => {
      const first = await create('stock.location', { name: 'A' });
      const ids = [first, await create('stock.location', { name: 'B' }), await create('stock.location', { name: 'C' })];
      const { newestAt } = await at.odoo.mirror.newest('locations');
      assert.ok(newestAt);
      const window = { from: longAgo, until: farAway };
      const page = await at.odoo.mirror.readPage('locations', { ...window, afterId: first - 1, limit: 2 });
      const rest = await at.odoo.mirror.readPage('locations', { ...window, afterId: page[1]?.id ?? 0, limit: 2 });
      assert.deepEqual(
        [...page, ...rest].map((record) => record.id),
        ids,
      );
      const before = await at.odoo.mirror.readPage('lots', { ...whole, from: longAgo, until: longAgo });
      const since = await at.odoo.mirror.readPage('locations', {
        ...{ from: newestAt, until: new Date(newestAt.getTime() + 1_000) },
        ...{ afterId: first, limit: 10 },
      });
      assert.deepEqual([before.length, since.at(-1)?.id], [0, ids[2]]);
    });

    it('takes a product along whose template was written', async () => {
      const id = await aProduct(at.simulated);
      const { product_tmpl_id } = await one('products', id);
      const changed = await changedBy('products', () =>
        write('product.template', Number(product_tmpl_id), { list_price: 99 }),
      );
      assert.deepEqual(changed, [id]);
      assert.equal((await one('products', id))['list_price'], '99.00');
    });

    it('takes all below a location along that was moved, whose write date stays', async () => {
      const { stockLocation } = at.simulated.seeded;
      const shelf = await create('stock.location', { name: 'Shelf', location_id: stockLocation });
      const view = await create('stock.location', { name: 'View', location_id: shelf, usage: 'view' });
      const box = await create('stock.location', { name: 'Box', location_id: view });
      const before = await one('locations', box);
      const other = await create('stock.location', { name: 'Other', location_id: stockLocation });
      const changed = await changedBy('locations', () => write('stock.location', view, { location_id: other }));
      assert.deepEqual(changed, [view, box]);
      const after = await one('locations', box);
      assert.equal(after.write_date, before.write_date);
      assert.match(String(after['parent_path']), new RegExp(`/${other}/${view}/${box}/$`));
    });

    it('takes transfers along whose operation type became another', async () => {
      const { warehouse, stockLocation } = at.simulated.seeded;
      const type = await create('stock.picking.type', {
        ...{ name: 'Own', code: 'internal', sequence_code: 'OWN', warehouse_id: warehouse },
        ...{ default_location_src_id: stockLocation, default_location_dest_id: stockLocation },
      });
      const picking = await create('stock.picking', { picking_type_id: type });
      const changed = await changedBy('pickings', () => write('stock.picking.type', type, { code: 'outgoing' }));
      assert.deepEqual(changed, [picking]);
      assert.equal((await one('pickings', picking))['picking_type_code'], 'outgoing');
    });

    it('has what a long transaction wrote under the time it began', async () => {
      const id = await create('stock.lot', { name: 'Late', product_id: await aProduct(at.simulated), company_id: 1 });
      const before = await at.odoo.mirror.newest('lots');
      at.simulated.simulator.delayNext(240_000, { model: 'stock.lot', method: 'write' }, false);
      await write('stock.lot', id, { ref: 'late' });
      const { ref, write_date } = await one('lots', id);
      const ageMs = before.serverTime.getTime() - Date.parse(write_date);
      assert.equal(ref, 'late');
      assert.ok(ageMs > 200_000 && ageMs < 280_000, `it is ${ageMs} ms old`);
    });

    it('leaves out what is gone, and has one quant where there were two', async () => {
      const product = await aProduct(at.simulated);
      await setStock(at.simulated, product, 7);
      const { stockLocation } = at.simulated.seeded;
      const [kept] = at.simulated.simulator.door.search('stock.quant', [
        ['product_id', '=', product],
        ['location_id', '=', stockLocation],
      ]);
      const twin = await create('stock.quant', { product_id: product, location_id: stockLocation, quantity: -3 });
      const before = await one('quants', kept ?? 0);
      await call('stock.quant', 'action_view_inventory', []);
      const found = await at.odoo.mirror.readRecords('quants', [kept ?? 0, twin]);
      assert.deepEqual(
        found.map((record) => [record.id, record['quantity'], record.write_date]),
        [[kept, '4', before.write_date]],
      );
      const ids = await at.odoo.mirror.readIds('quants', { afterId: (kept ?? 0) - 1, limit: 10_000 });
      assert.deepEqual([ids.includes(kept ?? 0), ids.includes(twin)], [true, false]);
    });

    it('forgets with a foreign key whom a transfer was for, without a trace', async () => {
      const partner = await create('res.partner', { name: 'Gone' });
      const picking = await aTransfer(at.simulated, [], { partner_id: partner });
      const before = await one('pickings', picking);
      await call('res.partner', 'unlink', [[partner]]);
      const after = await one('pickings', picking);
      assert.deepEqual([before['partner_id'], after['partner_id']], [partner, null]);
      assert.equal(after.write_date, before.write_date);
    });

    it('is refused in Odoo’s words where the user may not read a model, and reads the others', async () => {
      const { odoo } = await connectTo(at.simulated.url, { database: 'db', user: 'clerk', password: 'clerk' });
      const { type, message, data } = await failureOf(odoo.mirror.readPage('pickings', whole));
      assert.equal(type, 'Rejected');
      assert.match(message, /You are not allowed to access 'Transfer' \(stock\.picking\) records/);
      assert.deepEqual({ ...(data as object), status: 0 }, { code: 'no-access', status: 0 });
      assert.equal((await failureOf(odoo.mirror.newest('lots'))).type, 'Rejected');
      assert.equal((await failureOf(odoo.mirror.readIds('lots', { afterId: 0, limit: 1 }))).type, 'Rejected');
      assert.ok((await odoo.mirror.readPage('locations', whole)).length > 5);
      await odoo.close();
    });
  });
}
