import { deepEqual, equal, ok, rejects, throws } from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOdooSimulator } from '../../../sandbox/odoo/server.ts';
import { anOdoo, array, createOnce, object } from './an-odoo.ts';
import { aDelivery, aPartner } from './builders.ts';

describe('the journal', () => {
  let folder = '';
  let journalPath = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'odoo-journal-'));
    journalPath = join(folder, 'odoo.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('brings everything that was answered back after a kill', async () => {
    const first = await anOdoo(18, { journalPath });
    const product = first.seeded.products[0]?.id ?? 0;
    const { order, picking } = await aDelivery(first, [{ product, quantity: 2 }]);
    await first.call('ir.model.fields', 'create', [
      {
        name: 'x_kept',
        model_id: array(await first.call('ir.model', 'search', [[['model', '=', 'sale.order']]]))[0],
        ttype: 'char',
        field_description: 'x',
        state: 'manual',
      },
    ]);
    await first.call('sale.order', 'write', [[order], { x_kept: 'yes' }]);
    const before = first.simulator.door.rows('sale.order');
    // Nothing is closed: the second one reads what the first has handed to the operating system.
    const second = await anOdoo(18, { journalPath });
    deepEqual(second.simulator.door.rows('sale.order'), before);
    equal((await second.one('sale.order', order, ['x_kept']))['x_kept'], 'yes');
    equal(await second.call('stock.picking', 'button_validate', [[picking]]), true);
    deepEqual(second.seeded, { ...first.seeded, products: second.seeded.products });
    const name = (await second.one('sale.order', (await aDelivery(second, [{ product }])).order, ['name']))['name'];
    ok(!before.some((row) => row['name'] === name));
    await first.close();
    await second.close();
  });

  it('still knows an external id after a restart', async () => {
    const rows = [['conveyor.kept', 'A']];
    const load = async () => {
      const odoo = await anOdoo(19, { journalPath });
      const { ids } = object(await odoo.call('res.partner', 'load', [['id', 'name'], rows], { context: createOnce }));
      await odoo.close();
      return ids;
    };
    deepEqual(await load(), await load());
  });

  it('keeps a unique index that a server action made', async () => {
    const first = await anOdoo(18, { journalPath });
    const [model_id] = array(await first.call('ir.model', 'search', [[['model', '=', 'sale.order']]]));
    const code = "env.cr.execute('CREATE UNIQUE INDEX ref_uq ON sale_order (client_order_ref)')";
    const action = await first.call('ir.actions.server', 'create', [{ name: 'u', model_id, state: 'code', code }]);
    await first.call('ir.actions.server', 'run', [[action]]);
    await first.close();
    const second = await anOdoo(18, { journalPath });
    const order = { partner_id: await aPartner(second), client_order_ref: 'R' };
    await second.call('sale.order', 'create', [order]);
    await rejects(second.call('sale.order', 'create', [order]), /ref_uq/);
    await second.close();
  });

  it('drops a last line that was cut', async () => {
    const first = await anOdoo(17, { journalPath });
    const partner = await aPartner(first);
    await first.close();
    appendFileSync(journalPath, '{"c":[["res.partner",99');
    const second = await anOdoo(17, { journalPath });
    ok(second.simulator.door.row('res.partner', partner));
    await aPartner(second);
    await second.close();
    for (const line of readFileSync(journalPath, 'utf8').trimEnd().split('\n')) JSON.parse(line);
  });

  it('holds nothing of a call that failed', async () => {
    const odoo = await anOdoo(17, { journalPath });
    const before = readFileSync(journalPath, 'utf8').length;
    await odoo.call('res.partner', 'create', [{ name: 'x', parent_id: 999_999 }]).catch(() => undefined);
    equal(readFileSync(journalPath, 'utf8').length, before);
    await odoo.close();
  });

  it('is refused for another version', async () => {
    await (await anOdoo(17, { journalPath })).close();
    throws(
      () => createOdooSimulator({ version: 18, database: 'db', journalPath, publicUrl: 'http://localhost' }),
      /holds the data of an Odoo 17\.0/,
    );
  });
});
