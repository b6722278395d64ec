import assert from 'node:assert/strict';
import { connectTo, startFakeOdoo } from './fake-odoo.ts';
import type { FakeAnswer, FakeCall } from './fake-odoo.ts';

const order = (id: number, over: object = {}): object => ({
  ...{ id, name: `S${id}`, state: 'sale', locked: false, partner_id: 7, user_id: false, currency_id: 3 },
  ...{ amount_total: 0.1 + 0.2, amount_untaxed: 3040 },
  ...over,
});

/** A sale order as the watch sees it. */
const aSeenOrder = (over: object): object => ({
  ...{ id: 1, name: 'S00001', state: 'sale', write_date: '2026-01-17 10:00:01', date_order: '2026-01-17 10:00:00' },
  ...{ amount_total: 100, partner_shipping_id: 7, user_id: false, company_id: 1, team_id: 2, tag_ids: [4, 3] },
  ...{ warehouse_id: 1, note: false, ...over },
});

const answers: Readonly<Record<string, (call: FakeCall) => FakeAnswer>> = {
  'sale.order.read': ({ ids }) => ({ result: ids.filter((id) => id < 90).map((id) => order(id)) }),
  'sale.order.search_read': () => ({ result: [order(1, { client_order_ref: 'a', state: 'draft' })] }),
  'sale.order.get_metadata': ({ ids }) => ({ result: ids.map((id) => ({ id, xmlid: `conveyor.o${id}` })) }),
  'sale.order.line.search_read': () => ({
    result: [
      { id: 11, order_id: 1, product_id: 904, product_uom_qty: 10, price_unit: 19.999, qty_delivered: 1.1 + 2.2 },
    ],
  }),
  'stock.picking.search_read': () => ({ result: [{ id: 21, sale_id: 2, name: 'WH/OUT/21', state: 'assigned' }] }),
  'res.currency.read': () => ({ result: [{ id: 3, name: 'EGP', decimal_places: 2 }] }),
  'product.product.search_read': ({ params }) => ({
    result: JSON.stringify(params['domain']).includes('"A"')
      ? [{ id: 4, product_tmpl_id: 3, name: 'Soap', default_code: 'A', barcode: false, active: false, sale_ok: true }]
      : [],
  }),
  'res.partner.search_read': () => ({ result: [{ id: 7, name: 'Shop', ref: 'r', x_id: 'v' }] }),
  'res.partner.get_metadata': () => ({
    result: [{ id: 7, xmlid: 'base.p', xmlids: [{ xmlid: 'base.p', noupdate: true }, { xmlid: 'conveyor.c' }] }],
  }),
};

const start = () =>
  startFakeOdoo({ answer: (call) => answers[`${call.model}.${call.method}`]?.(call) ?? { result: [] } });

describe('reading sale orders', () => {
  it('gives amounts, lines and transfers as decimal strings without float noise', async () => {
    const fake = await start();
    const { odoo } = await connectTo(fake.url);
    const [one, two, gone] = await Promise.all([
      odoo.readSaleOrder(1, { lines: true, pickings: false }),
      odoo.readSaleOrder(2, { lines: false, pickings: true }),
      odoo.readSaleOrder(99, { lines: true, pickings: true }),
    ]);
    await fake.close();
    const head = {
      state: 'sale',
      locked: false,
      partnerId: 7,
      userId: null,
      currency: 'EGP',
      amountTotal: '0.30',
      amountUntaxed: '3040.00',
    };
    const line = { id: 11, productId: 904, quantity: '10', unitPrice: '19.999', delivered: '3.3' };
    assert.deepEqual(one, { id: 1, name: 'S1', ...head, lines: [line], pickings: [] });
    assert.deepEqual(two, {
      id: 2,
      name: 'S2',
      ...head,
      lines: [],
      pickings: [{ id: 21, name: 'WH/OUT/21', state: 'assigned' }],
    });
    assert.equal(gone, null);
  });

  it('asks for each part once for the whole group, and for the currency once and for all', async () => {
    const fake = await start();
    const { odoo } = await connectTo(fake.url);
    for (let round = 0; round < 2; round += 1) {
      await Promise.all([1, 2, 3].map((id) => odoo.readSaleOrder(id, { lines: true, pickings: true })));
    }
    await fake.close();
    assert.deepEqual(
      fake.calls.map((call) => call.model),
      [
        'sale.order',
        'res.currency',
        'sale.order.line',
        'stock.picking',
        'sale.order',
        'sale.order.line',
        'stock.picking',
      ],
    );
  });

  it('finds by a field, cancelled ones left out, with external ids', async () => {
    const fake = await start();
    const { odoo } = await connectTo(fake.url);
    const [found, none] = await Promise.all([
      odoo.findSaleOrders('client_order_ref', 'a'),
      odoo.findSaleOrders('client_order_ref', 'b'),
    ]);
    await fake.close();
    assert.deepEqual(
      found.map((one) => [one.id, one.state, one.externalIds]),
      [[1, 'draft', ['conveyor.o1']]],
    );
    assert.deepEqual(none, []);
    assert.deepEqual(fake.of('sale.order.search_read')[0]?.params['domain'], [
      ['client_order_ref', 'in', ['a', 'b']],
      ['state', '!=', 'cancel'],
    ]);
  });
});

describe('finding customers', () => {
  it('gives all their external ids', async () => {
    const fake = await start();
    const { odoo } = await connectTo(fake.url);
    const [byRef, byField] = await Promise.all([odoo.findPartnersByRef('r'), odoo.findPartnersByField('x_id', 'v')]);
    await fake.close();
    assert.deepEqual(byRef, [{ id: 7, name: 'Shop', ref: 'r', externalIds: ['base.p', 'conveyor.c'] }]);
    assert.deepEqual(byField, byRef);
  });

  it('asks for external ids only where somebody was found', async () => {
    const fake = await startFakeOdoo({ answer: () => ({ result: [] }) });
    const { odoo } = await connectTo(fake.url);
    await odoo.findPartnersByRef('r');
    await fake.close();
    assert.deepEqual(
      fake.calls.map((call) => call.method),
      ['search_read'],
    );
  });
});

describe('finding by an empty value', () => {
  it('finds nothing and asks nobody', async () => {
    const { odoo } = await connectTo('http://127.0.0.1:9');
    const found = [
      odoo.findPartnersByRef(''),
      odoo.findSaleOrders('client_order_ref', ''),
      odoo.findProducts({ by: 'barcode', value: '' }),
    ];
    assert.deepEqual(await Promise.all<unknown>(found), [[], [], []]);
  });
});

describe('finding products', () => {
  it('finds archived ones too and keeps what it found for seconds', async () => {
    const fake = await start();
    const { odoo } = await connectTo(fake.url);
    const find = () => odoo.findProducts({ by: 'default-code', value: 'A' });
    const wanted = [
      { id: 4, templateId: 3, name: 'Soap', defaultCode: 'A', barcode: null, active: false, saleOk: true },
    ];
    assert.deepEqual([await find(), await find()], [wanted, wanted]);
    await fake.close();
    assert.deepEqual(
      fake.calls.map((call) => call.context),
      [{ tz: 'UTC', active_test: false }],
    );
  });

  it('asks again for what was not there', async () => {
    const fake = await start();
    const { odoo } = await connectTo(fake.url);
    const find = () => odoo.findProducts({ by: 'barcode', value: '622' });
    assert.deepEqual([await find(), await find()], [[], []]);
    await fake.close();
    assert.equal(fake.calls.length, 2);
  });
});

describe('reading changes', () => {
  it('pages over the id from a whole second on, archived records included', async () => {
    const all = Array.from({ length: 501 }, (_, index) =>
      aSeenOrder({ id: index + 1, state: index === 0 ? 'approval' : 'sale' }),
    );
    const transfers = [
      { id: 5, sale_id: 2, state: 'done', picking_type_code: 'outgoing' },
      { id: 6, sale_id: 2, state: 'draft', picking_type_code: 'internal' },
      { id: 7, sale_id: 2, state: 'of an addon', picking_type_code: 'outgoing' },
    ];
    const fake = await startFakeOdoo({
      answer: ({ model, params }) => {
        const after = JSON.stringify(params['domain']).includes('["id",">",500]') ? 500 : 0;
        return {
          result: model === 'sale.order' ? all.slice(after, after + 500) : transfers,
        };
      },
    });
    const { odoo } = await connectTo(fake.url);
    const changes = await odoo.readChanges(new Date('2026-01-17T10:00:00.900Z'));
    await fake.close();
    assert.equal(changes.saleOrders.length, 500, 'all but the one in a state of some addon');
    assert.deepEqual(changes.pickings, [{ id: 5, saleOrderId: 2, state: 'done' }], 'those that go out');
    assert.deepEqual(changes.transfers, [
      { id: 5, saleOrderId: 2, state: 'done' },
      { id: 6, saleOrderId: 2, state: 'draft' },
    ]);
    assert.ok(Math.abs(changes.serverTime.getTime() - Date.now()) < 5_000);
    const [first] = fake.calls;
    assert.deepEqual(first?.context, { tz: 'UTC', active_test: false });
    assert.deepEqual(first.params['domain'], [
      ['write_date', '>=', '2026-01-17 10:00:00'],
      ['id', '>', 0],
    ]);
  });

  it('is in the exchange log only as a summary, and when it fails', async () => {
    let isFailing = false;
    const fake = await startFakeOdoo({
      answer: () => (isFailing ? { exception: 'odoo.exceptions.AccessError', message: 'No' } : { result: [] }),
    });
    const { odoo, exchanges } = await connectTo(fake.url);
    await odoo.readChanges(new Date());
    isFailing = true;
    await odoo.readChanges(new Date()).catch(() => undefined);
    await odoo.close();
    await fake.close();
    assert.deepEqual(
      exchanges.map(({ path, error, response }) => [path, error === null, response?.includes('"calls":3,"failed":1')]),
      [
        ['sale.order/search_read', false, false],
        ['watch (summary)', true, true],
      ],
    );
  });
});
