import assert from 'node:assert/strict';
import { mirrorModels } from '../../src/domain/mirror/models.ts';
import { assertMirrored, mirrorNow } from '../support/mirror-in-odoo.ts';
import { startStockLife } from '../support/stock-life.ts';
import { underWay } from '../support/under-way.ts';
import { useService } from '../support/use-service.ts';

for (const version of [17, 18, 19] as const) {
  describe(`the mirror of Odoo ${version}`, function () {
    this.timeout(120_000);
    const service = useService({ odooVersion: version });

    it('agrees with Odoo in every field of every record after a thousand changes, and one that commits late', async () => {
      const { odoo, sandbox, store } = service();
      await assertMirrored(service(), version);
      const life = startStockLife(odoo, version, 7_000 + version);
      for (let part = 0; part < 4; part += 1) {
        await life.change(250);
        const lot = odoo.door.search('stock.lot', [])[part] ?? 0;
        // Begins now, and commits when the mirror has looked.
        sandbox.odoo().simulator.delayNext(2_500, { model: 'stock.lot', method: 'write' });
        const late = underWay(odoo.write('stock.lot', lot, { ref: `late ${part}` }));
        const result = await mirrorNow(service());
        assert.equal(result.error, null);
        assert.ok(result.models.every(({ full }) => !full));
        await late;
        // The longest transaction there may be: it began before the mirror looked, and commits now.
        sandbox.odoo().simulator.delayNext(290_000, { model: 'stock.lot', method: 'write' }, false);
        await odoo.write('stock.lot', lot, { ref: `very late ${part}` });
      }
      await mirrorNow(service());
      const records = await assertMirrored(service(), version);
      assert.ok(records > 300, `${records} records only`);
      for (const kind of [
        'a location is archived, or is there again',
        'twins are merged, and what is empty goes',
        'a transfer is deleted',
      ])
        assert.ok((life.counts.get(kind) ?? 0) > 3, `${kind}: ${JSON.stringify([...life.counts])}`);
      const ages = await store.db.selectFrom('mirror_models').select(['model', 'full_at', 'began_at']).execute();
      assert.equal(ages.length, mirrorModels.length);
      for (const { full_at: fullAt, began_at: beganAt } of ages)
        assert.ok((fullAt ?? 0) < (beganAt ?? 0), 'it was never read in full again');
    });
  });
}
