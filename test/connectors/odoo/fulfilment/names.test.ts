import assert from 'node:assert/strict';
import { connectToSimulated } from '../simulated.ts';
import type { Simulated } from '../simulated.ts';
import { failureOf } from '../fake-odoo.ts';

describe('what settings name in Odoo', () => {
  let at: Simulated;
  beforeEach(async () => {
    at = await connectToSimulated(18);
  });
  afterEach(() => at.close());

  const create = async (model: string, vals: object): Promise<number> =>
    Number(await at.simulated.call(model, 'create', [vals]));

  it('is a team, tag or warehouse by its exact name or its id, kept for a while', async () => {
    const { fulfilment } = at.odoo;
    const tag = await create('crm.tag', { name: 'Ysell' });
    const calls = await at.callsOf(async () => {
      assert.deepEqual(
        [await fulfilment.resolve('tag', 'Ysell'), await fulfilment.resolve('tag', 'Ysell')],
        [tag, tag],
      );
    });
    assert.deepEqual(calls, ['crm.tag/search']);
    assert.deepEqual(
      [
        await fulfilment.resolve('team', 'Sales'),
        await fulfilment.resolve('warehouse', 1),
        await fulfilment.resolve('tag', tag),
      ],
      [1, 1, tag],
    );
    await at.simulated.call('crm.tag', 'unlink', [[tag]]);
    assert.equal(await fulfilment.resolve('tag', 'Ysell'), tag);
  });

  it('is asked for again when it was not there', async () => {
    const missing = await failureOf(at.odoo.fulfilment.resolve('tag', 'Ysell'));
    assert.deepEqual(
      [missing.type, missing.message],
      ['NotFound', 'Odoo has no tag of sale orders "Ysell": set match.tag to the name or the id of one'],
    );
    const tag = await create('crm.tag', { name: 'Ysell' });
    assert.equal(await at.odoo.fulfilment.resolve('tag', 'Ysell'), tag);
  });

  it('is nothing as long as several have the name', async () => {
    const ids = [await create('crm.team', { name: 'Shop' }), await create('crm.team', { name: 'Shop' })];
    const failure = await failureOf(at.odoo.fulfilment.resolve('team', 'Shop'));
    assert.deepEqual([failure.type, failure.message.includes(`(${ids.join(', ')})`)], ['Rejected', true]);
  });

  it('is a location by its id, its full name, or its own name where only one has it', async () => {
    const { fulfilment } = at.odoo;
    const { stockLocation } = at.simulated.seeded;
    const shemax = await fulfilment.findLocation('ShemaxGlobal', 1);
    assert.deepEqual([shemax.name, shemax.companyId], ['WH/Stock/ShemaxGlobal', 1]);
    assert.deepEqual(await fulfilment.findLocation(shemax.id, 1), shemax);
    const shelf = await create('stock.location', { name: 'Shelf', location_id: stockLocation });
    await create('stock.location', { name: 'Shelf', location_id: shemax.id });
    assert.equal((await fulfilment.findLocation('WH/Stock/Shelf', 1)).id, shelf);
    const failure = await failureOf(fulfilment.findLocation('Shelf', 1));
    assert.deepEqual([failure.type, failure.data], ['Rejected', { code: 'ambiguous' }]);
    assert.match(failure.message, /\d+: WH\/Stock\/Shelf, \d+: WH\/Stock\/ShemaxGlobal\/Shelf/);
  });

  it('is no location that is archived, only groups others, or is another company’s', async () => {
    const { fulfilment } = at.odoo;
    await create('stock.location', { name: 'Old', active: false });
    const [currency] = at.simulated.simulator.door.search('res.currency', []);
    const partner = await create('res.partner', { name: 'Other' });
    const company = await create('res.company', { name: 'Other', partner_id: partner, currency_id: currency });
    await create('stock.location', { name: 'Theirs', company_id: company });
    for (const name of ['Old', 'Theirs', 'WH', 'Nowhere']) {
      const failure = await failureOf(fulfilment.findLocation(name, 1));
      assert.deepEqual([failure.type, /set sourceLocation/.test(failure.message)], ['NotFound', true], name);
    }
    const vendors = await fulfilment
      .findLocation('Partners/Vendors', 1)
      .catch(() => fulfilment.findLocation('Vendors', 1));
    assert.equal(vendors.companyId, null);
  });
});
