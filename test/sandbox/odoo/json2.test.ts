import { equal, match } from 'node:assert/strict';
import type { AnOdoo } from './an-odoo.ts';
import { adminKey, anOdoo, object } from './an-odoo.ts';
import { anOrder } from './builders.ts';

describe('JSON-2 of Odoo 19', () => {
  let odoo: AnOdoo;
  before(async () => {
    odoo = await anOdoo(19);
  });
  after(() => odoo.close());
  const ask = (path: string, body: unknown) =>
    odoo.post(`/json/2/${path}`, body, { Authorization: `Bearer ${adminKey}` });

  it('refuses ids on a method that takes none', async () => {
    const { status, text } = await ask('res.partner/search', { ids: [1], domain: [] });
    equal(status, 422);
    match(text, /cannot call res\.partner\.search with ids/);
  });

  it('refuses a call without a required parameter', async () => {
    const { status, text } = await ask('res.partner/write', { ids: [1] });
    equal(status, 422);
    match(text, /missing a required argument: 'vals'/);
  });

  it('ignores a body that is a list and answers an empty list', async () => {
    const { status, text } = await ask('res.partner/read', [1]);
    equal(status, 200);
    equal(text, '[]');
  });

  it('answers create with a list, even for one record', async () => {
    match((await ask('res.partner/create', { vals_list: { name: 'One' } })).text, /^\[\d+\]$/);
  });

  it('answers null where the method returns nothing', async () => {
    equal((await ask('sale.order/action_lock', { ids: [await anOrder(odoo, [])] })).text, 'null');
  });

  it('answers recordsets as ids', async () => {
    const { text } = await ask('sale.order/message_post', { ids: [await anOrder(odoo, [])], body: 'hello' });
    match(text, /^\[\d+\]$/);
  });

  it('wants a POST with JSON', async () => {
    equal(
      (await fetch(`${odoo.url}/json/2/res.partner/read`, { headers: { Authorization: `Bearer ${adminKey}` } })).status,
      404,
    );
    equal((await odoo.post('/json/2/res.partner/read', '{', { Authorization: `Bearer ${adminKey}` })).status, 400);
    const form = { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'text/plain' };
    equal((await odoo.post('/json/2/res.partner/read', '{}', form)).status, 415);
  });

  it('says an expired key is no key', async () => {
    const [key] = odoo.simulator.door.rows('res.users.apikeys');
    await odoo.call('res.users.apikeys', 'write', [[key?.['id']], { expiration_date: '2020-01-01 00:00:00' }]);
    const { status, text } = await ask('res.partner/read', { ids: [1] });
    equal(status, 401);
    equal(object(JSON.parse(text))['message'], 'Invalid apikey');
    equal((await odoo.rpc('common', 'authenticate', ['db', 'admin', adminKey, {}]))['result'], false);
  });
});

describe('JSON-2 before Odoo 19', () => {
  it('is not there', async () => {
    const odoo = await anOdoo(18);
    equal((await odoo.post('/json/2/res.partner/read', {})).status, 404);
    await odoo.close();
  });
});
