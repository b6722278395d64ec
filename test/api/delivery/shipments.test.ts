import assert from 'node:assert/strict';
import { raiseAttention } from '../../../src/store/attention.ts';
import { json } from '../../../src/store/database.ts';
import { storeLabel } from '../../../src/store/shipments/labels.ts';
import { tell } from '../../../src/store/timeline.ts';
import { aShipment, bookedAs } from '../../support/shipment-rows.ts';
import { first } from '../answer-body.ts';
import { startTestApi } from '../running-api.ts';
import type { ApiUnderTest } from '../running-api.ts';
import { aCourier } from './a-courier.ts';

const at = (day: number) => `2026-01-0${day}T00:00:00Z`;

describe('shipments of couriers over REST', () => {
  let api: ApiUnderTest;
  let booked: string;
  before(async () => {
    api = await startTestApi();
    await aCourier(api);
    const { db } = api.store;
    await aShipment(db, 1, { created_at: at(1), number: '#1', looked_revision: 0 });
    booked = await aShipment(db, 42, {
      created_at: at(2),
      ...bookedAs('OCU-998-511590'),
      tracking_number: 'HWB-7',
      events: json([{ at: '2026-01-17T11:00:00Z', text: 'Disponiert', location: 'Hamburg' }]),
    });
    await aShipment(db, 3, { created_at: at(3), state: 'cancelled', closed_at: new Date() });
    await aShipment(db, 3, { created_at: at(4), n: 2, state: 'error', error: 'Fehlanfahrt', closed_at: new Date() });
    await aShipment(db, 5, { created_at: at(5), connection: 'other', state: 'delivered', closed_at: new Date() });
    await raiseAttention(
      db,
      { connection: 'opal', type: 'delivery', id: '42:1' },
      {
        kind: 'rejected',
        step: 'status',
        reason: 'OPAL says: nobody home',
        actions: ['retry', 'skip', 'cancel'],
        number: 'WH/OUT/00042',
      },
    );
  });
  after(() => api.close());

  const list = async (query = ''): Promise<string[]> => {
    const { status, body, text } = await api.call('GET', `/api/delivery/shipments${query}`);
    assert.equal(status, 200, text);
    return body.items.map(({ picking_id: pickingId, n }) => `${pickingId}:${n}`);
  };
  const get = (id: number | string, more = '') => api.call('GET', `/api/delivery/shipments/${id}${more}`);

  it('are listed, newest first, page by page', async () => {
    const all = ['5:1', '3:2', '3:1', '42:1', '1:1'];
    assert.deepEqual(await list(), all);
    const page = await api.call('GET', '/api/delivery/shipments?limit=2');
    assert.deepEqual(await list(`?limit=2&cursor=${page.body.next}`), all.slice(2, 4));
  });

  const found: readonly [string, readonly string[]][] = [
    ['?picking_id=3', ['3:2', '3:1']],
    ['?state=draft', ['1:1']],
    ['?state=error', ['3:2']],
    ['?connection=other', ['5:1']],
    ['?attention=true', ['42:1']],
    ['?attention=false&connection=opal', ['3:2', '3:1', '1:1']],
    ['?q=wh/out/00042', ['42:1']],
    ['?q=42', ['42:1']],
    ['?q=OCU-998-511590', ['42:1']],
    ['?q=HWB-7', ['42:1']],
    ['?q=delivery:3:2', ['3:2']],
    ['?q=nothing', []],
    ['?since=2999-01-01', []],
  ];
  for (const [query, wanted] of found) {
    it(`are found by ${query}`, async () => assert.deepEqual(await list(query), wanted));
  }

  it('are found by their own id', async () => assert.deepEqual(await list(`?q=${booked}`), ['42:1']));

  it('are shown with what the interface says', async () => {
    const { body } = await get(42);
    assert.partialDeepStrictEqual(body, {
      shipment_id: booked,
      picking_id: 42,
      connection: 'opal',
      provider_code: 'opal',
      state: 'pending',
      tracking_number: 'HWB-7',
      error: null,
      label: null,
      created_at: '2026-01-02T00:00:00.000Z',
      number: 'WH/OUT/00042',
      n: 1,
      courier: { id: 'OCU-998-511590', status: 'Disponiert', words: null, at: '2026-01-17T11:00:00.000Z' },
      odoo: {
        pickingId: 42,
        state: 'assigned',
        url: 'http://127.0.0.1:9/web#id=42&model=stock.picking&view_type=form',
      },
      workflowId: 'delivery:42:1',
    });
  });

  it('say all there is to know of one', async () => {
    const { db } = api.store;
    await tell(db, { connection: 'opal', type: 'delivery', externalId: '42:1' }, 'Booked with OPAL Kurier');
    const line = {
      at: new Date(),
      connection: 'opal',
      direction: 'out' as const,
      duration_ms: 1,
      status: 200,
      method: 'GET',
    };
    await db
      .insertInto('exchanges')
      .values([
        { ...line, path: 'orders', external_ids: [], workflow_id: 'delivery:42:1' },
        { ...line, path: 'orders/OCU-998-511590', external_ids: ['OCU-998-511590'] },
        { ...line, path: 'orders/another', external_ids: ['another'] },
      ])
      .execute();
    const { body } = await get(booked);
    assert.partialDeepStrictEqual(body, {
      reference: 'CNV-abcdef-42-1',
      receiver: { name: 'Erika Mustermann', zip: '10115' },
      parcels: [{ count: 1, weightKg: '2.5', description: 'Drone' }],
      notes: 'Ring twice',
      events: [{ at: '2026-01-17T11:00:00Z', text: 'Disponiert', location: 'Hamburg' }],
      cancelRefused: null,
      sendingSince: null,
      attention: { kind: 'rejected', reason: 'OPAL says: nobody home' },
    });
    assert.deepEqual(first(body.openAttention).target, {
      type: 'delivery',
      externalId: '42:1',
      number: 'WH/OUT/00042',
    });
    assert.deepEqual(
      body.timeline.map(({ text }) => text),
      ['Booked with OPAL Kurier'],
    );
    assert.deepEqual(body.exchanges.map(({ path }) => path).toSorted(), ['orders', 'orders/OCU-998-511590']);
  });

  it("are found by the picking's id: the one that carries it, else the last one there was", async () => {
    assert.deepEqual([(await get(3)).body.n, (await get(3)).body.error], [2, 'Fehlanfahrt']);
    const living = await aShipment(api.store.db, 6, { created_at: at(1), state: 'shipped' });
    await aShipment(api.store.db, 6, { created_at: at(1), n: 2, state: 'cancelled', closed_at: new Date() });
    assert.equal((await get(6)).body.shipment_id, living);
  });

  it('are 404 when there is none, and 400 for what is no id', async () => {
    const { status, body } = await get(99);
    assert.deepEqual([status, /Picking 99 has no shipment: POST/.test(body.detail)], [404, true]);
    assert.equal((await get('00000000-0000-4000-8000-000000000000')).status, 404);
    assert.equal((await get('WH')).status, 400);
    assert.equal((await get(99, '/label')).status, 404);
    assert.equal((await api.call('GET', '/api/delivery/shipments?state=lost')).status, 400);
  });

  it('have a label once it was fetched, which never changes', async () => {
    const without = await get(42, '/label');
    assert.deepEqual([without.status, /no label for WH\/OUT\/00042 yet/.test(without.body.detail)], [404, true]);
    const bytes = Buffer.from('%PDF-1.4 \u00ff label', 'latin1');
    await storeLabel(api.store.db, booked, { contentType: 'application/pdf', bytes });
    await api.store.db
      .updateTable('shipments')
      .set({ labelled_at: new Date() })
      .where('shipment_id', '=', booked)
      .execute();
    const { body } = await get(42);
    assert.equal(body.label, `${api.url}/api/delivery/shipments/${booked}/label`);
    const path = `/api/delivery/shipments/42/label`;
    const answer = await fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${api.token}` } });
    assert.deepEqual(
      [
        answer.headers.get('content-type'),
        answer.headers.get('content-disposition'),
        Buffer.from(await answer.bytes()),
      ],
      ['application/pdf', 'inline; filename="WH-OUT-00042.pdf"', bytes],
    );
    const etag = answer.headers.get('etag') ?? '';
    assert.equal((await api.call('GET', path, undefined, { 'if-none-match': etag })).status, 304);
  });

  it('stand in the list of attention with what they are', async () => {
    const { body } = await api.call('GET', '/api/attention?kind=rejected');
    assert.deepEqual(first(body.items).target, { type: 'delivery', externalId: '42:1', number: 'WH/OUT/00042' });
  });

  it('are counted in the status of their connection and at /metrics', async () => {
    await api.store.db
      .insertInto('fulfilment_connections')
      .values({
        connection: 'opal',
        starts_at: new Date(),
        followed_at: new Date('2026-01-17T10:00:00Z'),
        follow_result: json({ asked: 2 }),
      })
      .execute();
    const { body } = await api.call('GET', '/api/connections/opal/status');
    assert.partialDeepStrictEqual(body.counts.shipments, { attention: 1, openByState: { draft: 1, pending: 1 } });
    assert.deepEqual(body.lastFollow, { startedAt: '2026-01-17T10:00:00.000Z', result: { asked: 2 } });
    const { text } = await api.call('GET', '/metrics');
    assert.match(text, /conveyor_shipments_open\{connection="opal",state="draft"\} 1/);
    assert.match(text, /conveyor_fulfilments_follow_age_seconds\{connection="opal"\} \d+/);
  });
});
