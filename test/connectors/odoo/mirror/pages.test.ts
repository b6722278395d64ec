import assert from 'node:assert/strict';
import { connectTo, failureOf, startFakeOdoo } from '../fake-odoo.ts';
import type { Connected, FakeAnswer, FakeCall, FakeOdoo } from '../fake-odoo.ts';

const whole = { from: null, until: null, afterId: 0, limit: 1_000 };
const row = { id: 7, write_date: '2026-01-17 10:00:00', name: 'L1', ref: false, product_id: 3, company_id: false };

describe('a page of the mirror', () => {
  let fake: FakeOdoo | undefined;
  let connected: Connected | undefined;
  afterEach(async () => {
    await connected?.odoo.close();
    await fake?.close();
  });

  const open = async (
    answer: (call: FakeCall) => FakeAnswer | undefined,
    fields: readonly string[] = ['name', 'ref', 'product_id', 'company_id', 'write_date'],
  ): Promise<Connected & { readonly fake: FakeOdoo }> => {
    const described = Object.fromEntries(fields.map((field) => [field, { type: 'char' }]));
    fake = await startFakeOdoo({
      answer: (call) => (call.method === 'fields_get' ? { result: described } : answer(call)),
    });
    connected = await connectTo(fake.url);
    return { ...connected, fake };
  };

  it('asks for the fields that are there, by id, archived records included, without names', async () => {
    const { odoo, fake: odooFake, exchanges } = await open(() => ({ result: [row] }), ['name', 'write_date']);
    const from = new Date('2026-01-17T10:00:00.900Z');
    const until = new Date('2026-01-17T11:00:00Z');
    const records = await odoo.mirror.readPage('lots', { from, until, afterId: 3, limit: 500 });
    await odoo.mirror.readPage('lots', { ...whole, afterId: 5 });
    assert.equal(odooFake.of('stock.lot.fields_get').length, 1);
    const [asked, again] = odooFake.of('stock.lot.search_read');
    assert.deepEqual(asked?.params, {
      domain: [
        '&',
        ['write_date', '>=', '2026-01-17 10:00:00'],
        ['write_date', '<', '2026-01-17 11:00:00'],
        ['id', '>', 3],
      ],
      ...{ fields: ['write_date', 'name'], order: 'id asc', limit: 500, load: '' },
    });
    assert.deepEqual(again?.params['domain'], [['id', '>', 5]]);
    assert.equal(asked.context['active_test'], false);
    assert.deepEqual(records, [
      {
        ...{ id: 7, active: true, write_date: '2026-01-17T10:00:00Z', name: 'L1', ref: null, product_id: 3 },
        company_id: null,
      },
    ]);
    assert.deepEqual(exchanges, [], 'reads of the mirror are logged as a summary only');
  });

  it('takes a column for nothing whose field is not there', async () => {
    const { odoo } = await open(() => ({ result: [{ id: 7, write_date: false, name: 'L1' }] }), ['name', 'write_date']);
    const records = await odoo.mirror.readRecords('lots', [7]);
    assert.deepEqual(records, [
      {
        id: 7,
        active: true,
        write_date: '1970-01-01T00:00:00Z',
        name: 'L1',
        ref: null,
        product_id: null,
        company_id: null,
      },
    ]);
  });

  for (const [what, over, path] of [
    ['a reference that is no id', { product_id: 'x' }, 'product_id of stock.lot 7'],
    ['a text that is a number', { name: 3 }, 'name of stock.lot 7'],
    ['a time of another form', { write_date: '17/01/2026' }, 'write_date of stock.lot 7'],
    ['a record without an id', { id: false }, '[0].id'],
  ] as const) {
    it(`names the record and the field of ${what}`, async () => {
      const { odoo } = await open(() => ({ result: [{ ...row, ...over }] }));
      const { type, message, data } = await failureOf(odoo.mirror.readPage('lots', whole));
      assert.equal(type, 'BadResponse');
      assert.ok(message.includes(path), message);
      assert.deepEqual(data, { path });
    });
  }

  it('is refused when it does not go on, so that none is read for ever', async () => {
    const { odoo } = await open(() => ({ result: [row] }));
    assert.equal((await failureOf(odoo.mirror.readPage('lots', { ...whole, afterId: 7 }))).type, 'BadResponse');
  });

  it('is read without the fields of a module that has gone', async () => {
    let isGone = false;
    fake = await startFakeOdoo({
      answer: ({ method, params }) => {
        if (method === 'fields_get')
          return { result: isGone ? { name: {}, write_date: {} } : { name: {}, ref: {}, write_date: {} } };
        return isGone && String(params['fields']).includes('ref')
          ? { exception: 'builtins.ValueError', message: "Invalid field 'ref' on 'stock.lot'" }
          : { result: [{ id: 7, name: 'L1', write_date: '2026-01-17 10:00:00' }] };
      },
    });
    connected = await connectTo(fake.url);
    await connected.odoo.mirror.readPage('lots', whole);
    isGone = true;
    assert.equal((await connected.odoo.mirror.readPage('lots', whole)).length, 1);
    assert.equal(fake.of('stock.lot.fields_get').length, 2);
  });

  it('is refused where no field explains the refusal', async () => {
    const { odoo } = await open(() => ({ exception: 'odoo.exceptions.UserError', message: 'No' }));
    assert.equal((await failureOf(odoo.mirror.readPage('lots', whole))).type, 'Rejected');
  });

  it('holds all locations when more were written than Odoo can follow at once', async () => {
    const written = Array.from({ length: 101 }, (_, index) => index + 1);
    const { odoo, fake: odooFake } = await open(({ method }) => ({ result: method === 'search' ? written : [] }));
    await odoo.mirror.readPage('locations', { ...whole, from: new Date('2026-01-17T10:00:00Z') });
    assert.equal(odooFake.of('stock.location.search')[0]?.params['limit'], 101);
    assert.deepEqual(odooFake.of('stock.location.search_read')[0]?.params['domain'], [['id', '>', 0]]);
  });

  it('asks nobody for no records', async () => {
    const { odoo, fake: odooFake } = await open(() => undefined);
    assert.deepEqual(await odoo.mirror.readRecords('lots', []), []);
    assert.deepEqual(odooFake.calls, []);
  });

  it('has no newest where there are no records, and Odoo’s own time', async () => {
    const { odoo } = await open(() => ({ result: [] }));
    const { newestAt, serverTime } = await odoo.mirror.newest('products');
    assert.equal(newestAt, null);
    assert.ok(Math.abs(serverTime.getTime() - Date.now()) < 5_000);
  });

  it('has the newest of products and their templates', async () => {
    const { odoo } = await open(({ model }) => ({
      result: [{ id: 1, write_date: model === 'product.template' ? '2026-02-01 00:00:00' : '2026-01-01 00:00:00' }],
    }));
    assert.deepEqual((await odoo.mirror.newest('products')).newestAt, new Date('2026-02-01T00:00:00Z'));
  });

  it('has no room for a lost answer: it may simply be asked again', async () => {
    const { odoo } = await open(() => 'drop');
    assert.equal((await failureOf(odoo.mirror.readPage('lots', whole))).type, 'Unavailable');
  });
});
