import assert from 'node:assert/strict';
import { aMirrorModel, aMoveLine, aPicking } from '../../support/mirror-rows.ts';
import { first } from '../answer-body.ts';
import { startTestApi } from '../running-api.ts';
import type { ApiUnderTest } from '../running-api.ts';

const documented = {
  id: 123,
  name: 'WH/OUT/00042',
  state: 'assigned',
  location_id: 8,
  location_dest_id: 5,
  scheduled_date: '2026-01-17T10:00:00Z',
  origin: 'SO042',
  priority: '1',
  partner_id: 15,
} as const;

describe('transfers of the mirror over REST', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startTestApi();
    const { db } = api.store;
    await aMirrorModel(db, 'pickings');
    await aMirrorModel(db, 'move_lines');
    const { id, ...columns } = documented;
    await aPicking(db, id, { ...columns, user_id: 7, company_id: 1 });
    await aPicking(db, 124, { name: 'WH/IN/00001', state: 'done' });
    await aPicking(db, 200, { name: null, state: 'draft' });
    const line = { picking_id: 123, product_id: 789, location_id: 8, location_dest_id: 5 };
    await aMoveLine(db, 456, { ...line, lot_id: 101, state: 'assigned', quantity: '3', picked: false });
    await aMoveLine(db, 457, { ...line, state: 'assigned', quantity: '2.50', picked: true });
    await aMoveLine(db, 458, { ...line, state: 'done', quantity: '4.0', picked: false });
    await aMoveLine(db, 459, { ...line, state: 'done', quantity: null, picked: null });
    await aMoveLine(db, 500, { picking_id: 124 });
  });
  after(() => api.close());

  const read = async (path: string): Promise<unknown> => {
    const { status, text } = await api.call('GET', path);
    assert.equal(status, 200, text);
    return JSON.parse(text) as unknown;
  };
  const idsOf = async (query: string): Promise<unknown[]> => {
    const found = await read(`/api/odoo/pickings${query}`);
    assert.ok(Array.isArray(found));
    return found.map((each: { id: unknown }) => each.id);
  };

  it('are a bare array with exactly the documented keys, the newest first', async () => {
    const found = await read('/api/odoo/pickings');
    assert.deepEqual(found, [
      { ...nullsOf(200), state: 'draft' },
      { ...nullsOf(124), name: 'WH/IN/00001', state: 'done' },
      documented,
    ]);
  });

  it('keep the documented order of keys, as JSON', async () => {
    const { text, headers } = await api.call('GET', '/api/odoo/pickings?state=assigned');
    assert.equal(text, `[${JSON.stringify(documented)}]`);
    assert.match(headers.get('content-type') ?? '', /^application\/json/);
  });

  it('are narrowed by state; an empty one is none', async () => {
    assert.deepEqual(await idsOf('?state=done'), [124]);
    assert.deepEqual(await idsOf('?state=waiting'), []);
    assert.deepEqual(await idsOf('?state='), [200, 124, 123]);
  });

  for (const query of ['?state=ready', '?state=assigned&state=done']) {
    it(`are 400 for ${query}, with the states there are`, async () => {
      const { status, body, headers } = await api.call('GET', `/api/odoo/pickings${query}`);
      assert.deepEqual(
        [status, headers.get('content-type')?.split(';')[0], first(body.errors)],
        [
          400,
          'application/problem+json',
          { path: 'state', message: 'must be one of draft, waiting, confirmed, assigned, done, cancel' },
        ],
      );
    });
  }

  it('name the next page where there is one', async () => {
    const one = await api.call('GET', '/api/odoo/pickings?limit=2');
    const link = /^<(http:\/\/[^>]+)>; rel="next"$/.exec(one.headers.get('link') ?? '')?.[1] ?? '';
    const { pathname, search } = new URL(link);
    const two = await api.call('GET', `${pathname}${search}`);
    assert.deepEqual([JSON.parse(two.text), two.headers.get('link')], [[documented], null]);
  });

  it('name the next page of the same state only', async () => {
    const { headers } = await api.call('GET', '/api/odoo/pickings?state=done&limit=1');
    assert.equal(headers.get('link'), null);
  });

  it('come one by one with their move lines; only what was picked or moved is done', async () => {
    const line = { picking_id: 123, product_id: 789, location_id: 8, location_dest_id: 5, lot_id: null };
    assert.deepEqual(await read('/api/odoo/pickings/123'), {
      picking: documented,
      move_lines: [
        { ...line, id: 456, qty_done: 0, lot_id: 101, state: 'assigned' },
        { ...line, id: 457, qty_done: 2.5, state: 'assigned' },
        { ...line, id: 458, qty_done: 4, state: 'done' },
        { ...line, id: 459, qty_done: 0, state: 'done' },
      ],
    });
  });

  it('come without lines where they have none', async () => {
    assert.deepEqual(await read('/api/odoo/pickings/200'), {
      picking: { ...nullsOf(200), state: 'draft' },
      move_lines: [],
    });
  });

  it('are 404 when there is none, and 400 for what is no id', async () => {
    const { status, body } = await api.call('GET', '/api/odoo/pickings/9');
    assert.deepEqual([status, /no record 9 among the pickings/.test(body.detail)], [404, true]);
    for (const id of ['WH', '0', '99999999999']) {
      assert.equal((await api.call('GET', `/api/odoo/pickings/${id}`)).status, 400, id);
    }
  });

  it('are 401 without a token', async () => {
    assert.equal((await fetch(`${api.url}/api/odoo/pickings`)).status, 401);
  });

  for (const path of ['/api/odoo/pickings?state=assigned', '/api/odoo/pickings/123']) {
    it(`are told in a few bytes that nothing changed, until something does: ${path}`, async () => {
      const one = await api.call('GET', path);
      const etag = one.headers.get('etag') ?? '';
      assert.match(etag, /^W\/"/);
      const ask = (tag: string) => api.call('GET', path, undefined, { 'if-none-match': tag });
      const two = await ask(`"another", ${etag}`);
      assert.deepEqual([two.status, two.text, two.headers.get('etag')], [304, '', etag]);
      assert.equal((await ask('*')).status, 200);
      await aMirrorModel(api.store.db, 'pickings');
      const three = await ask(etag);
      assert.deepEqual([three.status, three.text, three.headers.get('etag') === etag], [200, one.text, false]);
    });
  }

  it('have a tag for each question', async () => {
    const tag = async (path: string) => (await api.call('GET', path)).headers.get('etag') ?? '';
    const tagOfDone = await tag('/api/odoo/pickings?state=done');
    const answer = await api.call('GET', '/api/odoo/pickings?state=draft', undefined, { 'if-none-match': tagOfDone });
    assert.equal(answer.status, 200);
  });

  it('have another tag after a restore, though the count of changes is the same', async () => {
    const etag = (await api.call('GET', '/api/odoo/pickings')).headers.get('etag') ?? '';
    await api.store.db
      .updateTable('mirror_models')
      .set({ received_at: new Date('2026-01-01T00:00:00Z') })
      .where('model', '=', 'pickings')
      .execute();
    assert.equal((await api.call('GET', '/api/odoo/pickings', undefined, { 'if-none-match': etag })).status, 200);
  });
});

const nullsOf = (id: number) => ({
  id,
  name: null,
  state: null,
  location_id: null,
  location_dest_id: null,
  scheduled_date: null,
  origin: null,
  priority: null,
  partner_id: null,
});
