import { deepEqual, equal, ok } from 'node:assert/strict';
import { anOdoo, array, object } from './an-odoo.ts';
import type { AnOdoo } from './an-odoo.ts';

describe('a simulated Odoo with many records', () => {
  let odoo: AnOdoo;
  before(async () => {
    odoo = await anOdoo(18);
    const answer = await odoo.post('/_fill', { products: 50, lots: 3, packages: 4, quants: 20_000, pickings: 700 });
    equal(answer.status, 201);
    deepEqual(JSON.parse(answer.text), { products: 50, locations: 400, quants: 20_000, pickings: 700 });
  });
  after(() => odoo.close());

  const read = async (model: string, domain: unknown, fields: readonly string[], more: object = {}) =>
    array(await odoo.call(model, 'search_read', [domain, fields], { order: 'id asc', load: '', ...more })).map(object);
  const fastestMs = async (work: () => Promise<unknown>): Promise<number> => {
    let fastest = Infinity;
    for (let round = 0; round < 3; round += 1) {
      const started = performance.now();
      await work();
      fastest = Math.min(fastest, performance.now() - started);
    }
    return fastest;
  };

  it('has one quant of each product in each location, and transfers in every state with a line each', async () => {
    const quants = await read('stock.quant', [['location_id.name', 'like', 'Shelf']], ['product_id', 'location_id']);
    equal(new Set(quants.map((row) => `${String(row['product_id'])} ${String(row['location_id'])}`)).size, 20_000);
    const pickings = await read('stock.picking', [['name', 'like', 'WH/FILL/']], ['state', 'move_line_ids']);
    deepEqual(
      new Set(pickings.map((row) => row['state'])),
      new Set(['draft', 'confirmed', 'assigned', 'done', 'cancel']),
    );
    equal(
      pickings.every((row) => array(row['move_line_ids']).length === 1),
      true,
    );
  });

  it('reads a late page as fast as an early one', async () => {
    const page = (after: number): Promise<unknown> =>
      read('stock.quant', [['id', '>', after]], ['quantity'], { limit: 10 });
    const [early, late] = [await fastestMs(() => page(0)), await fastestMs(() => page(19_900))];
    ok(late < 3 * early + 5, `early ${early} ms, late ${late} ms`);
  });

  it('finds by ids above one what it finds without an index', async () => {
    const all = await read('stock.picking', [], ['name']);
    const middle = Number(all[300]?.['id']);
    deepEqual(await read('stock.picking', [['id', '>', middle]], ['name']), all.slice(301));
    const either = ['|', ['id', '>', middle], ['id', '=', Number(all[0]?.['id'])]];
    deepEqual(await read('stock.picking', either, ['name']), [all[0], ...all.slice(301)]);
    deepEqual(await read('stock.picking', ['!', ['id', '>', middle]], ['name']), all.slice(0, 301));
  });

  it('finds what was written lately among many, itself or behind a reference', async () => {
    const since = new Date(Date.now() - 60_000).toISOString().slice(0, 19).replace('T', ' ');
    const later = new Date(Date.now() + 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    const isNew = ['write_date', '>=', since];
    equal((await read('stock.quant', [isNew, ['id', '>', 0]], [])).length, odoo.simulator.door.count('stock.quant'));
    const byType = ['picking_type_id.write_date', '>=', later];
    deepEqual(await read('stock.picking', ['|', ['write_date', '>=', later], byType], ['name']), []);
    const [picking] = odoo.simulator.door.search('stock.picking', [['name', 'like', 'WH/FILL/']]);
    odoo.simulator.delayNext(-7_200_000, { model: 'stock.picking' }, false);
    await odoo.call('stock.picking', 'write', [[picking], { origin: 'later' }]);
    const found = await read('stock.picking', ['|', ['write_date', '>=', later], byType], ['origin']);
    deepEqual(found, [{ id: picking, origin: 'later' }]);
  });

  it('gives the newest of many, whoever was written last', async () => {
    const newest = (): Promise<Record<string, unknown>[]> =>
      read('stock.quant', [['write_date', '!=', false]], ['write_date'], { order: 'write_date desc', limit: 1 });
    const [quant] = odoo.simulator.door.search('stock.quant', [['location_id.name', '=', 'Shelf 1']]);
    odoo.simulator.delayNext(-7_200_000, { model: 'stock.quant' }, false);
    await odoo.call('stock.quant', 'write', [[quant], { inventory_quantity: 4 }]);
    equal((await newest())[0]?.['id'], quant);
  });

  it('refuses a filling that is none', async () => {
    equal((await odoo.post('/_fill', { quants: -1 })).status, 422);
    equal((await odoo.post('/_fill', { cats: 3 })).status, 422);
  });
});
