import assert from 'node:assert/strict';
import { summariseMinute } from '../../src/cli/minute-summary.ts';
import {
  aConnection,
  aDelivery,
  aFulfilment,
  aMirrorStatus,
  aPosOrder,
  anAttention,
  anOffer,
  anOrder,
  page,
} from './builders.ts';
import { startFakeApi } from './fake-api.ts';
import type { FakeApi } from './fake-api.ts';
import { token } from './run-in-test.ts';

describe('the line of a minute', () => {
  let api: FakeApi;
  beforeEach(async () => {
    api = await startFakeApi();
    api.on('GET /api/orders', () => ({ body: page() }));
    api.on('GET /api/connections', () => ({ body: page(aConnection()) }));
    api.on('GET /api/offers', () => ({ body: page() }));
    api.on('GET /api/attention', () => ({ body: page() }));
    api.on('GET /api/odoo/sync/status', () => ({ body: aMirrorStatus() }));
  });
  afterEach(() => api.close());

  const summary = () => summariseMinute({ url: api.url, token });

  it('says that nothing happened', async () => {
    assert.equal(await summary(), 'no order moved; nothing waits for a person');
  });

  it('says what moved, what was pushed, what waits to be, and what needs a person', async () => {
    api.on('GET /api/orders', () => ({ body: page(anOrder({ stage: 'shipped' })) }));
    api.on('GET /api/offers', ({ path }) => ({
      body: path.includes('pending=true') ? page(anOffer({ pending: true })) : page(anOffer(), anOffer()),
    }));
    api.on('GET /api/attention', () => ({ body: page(anAttention()) }));
    assert.equal(
      await summary(),
      '1 order moved (1 shipped); 2 offers pushed; 1 offer waiting to be pushed; 1 waiting for a person (unknown-product): bin/conveyor attention list',
    );
  });

  it('says what moved at each point of sale', async () => {
    api.on('GET /api/connections', () => ({
      body: page(aConnection(), aConnection({ id: 'shop', kind: 'pos' }), aConnection({ id: 'kiosk', kind: 'pos' })),
    }));
    api.on('GET /api/pos/kiosk/orders', () => ({ body: page() }));
    api.on('GET /api/pos/shop/orders', () => ({
      body: page(aPosOrder({ state: 'paid' }), aPosOrder({ state: 'paid' }), aPosOrder()),
    }));
    assert.equal(
      await summary(),
      'no order moved; 3 orders of shop moved (2 paid, 1 attention); nothing waits for a person',
    );
  });

  it('says what moved at the prep centres', async () => {
    api.on('GET /api/connections', () => ({ body: page(aConnection({ id: 'ysell', kind: 'ysell' })) }));
    api.on('GET /api/fulfilments', () => ({
      body: page(aFulfilment(), aFulfilment(), aFulfilment({ stage: 'delivered' })),
    }));
    assert.equal(
      await summary(),
      'no order moved; 3 shipments moved (2 sent, 1 delivered); nothing waits for a person',
    );
  });

  it('says what moved at the couriers', async () => {
    api.on('GET /api/connections', () => ({ body: page(aConnection({ id: 'opal', kind: 'opal' })) }));
    api.on('GET /api/delivery/shipments', () => ({ body: page(aDelivery(), aDelivery({ state: 'delivered' })) }));
    assert.equal(
      await summary(),
      'no order moved; 2 deliveries moved (1 pending, 1 delivered); nothing waits for a person',
    );
  });

  describe('and the mirror of Odoo', () => {
    const now = () => new Date().toISOString();
    // By the time of the test, which may be minutes after it was described.
    const modelNow = () => ({ updated: 5, removed: 1, lastSynced: now(), progress: null });
    const becomes = (sync: Record<string, unknown>) =>
      api.on('GET /api/odoo/sync/status', () => ({ body: aMirrorStatus(sync) }));

    it('says what a run of that minute changed', async () => {
      const model = modelNow();
      const old = { ...model, lastSynced: '2026-01-16T10:30:00Z' };
      becomes({ lastRun: { finishedAt: now(), ok: true }, models: { quants: model, lots: model, products: old } });
      assert.match(await summary(), /; Odoo mirrored \(10 records updated, 2 removed\); /);
    });

    it('says which models are being read', async () => {
      const progress = { stage: 'reading', full: true, read: 4000, updated: 3900, removed: 0 };
      becomes({ running: true, models: { quants: { ...modelNow(), progress } } });
      assert.match(await summary(), /; reading Odoo \(quants: 4000 read of all, 3900 updated\); /);
    });

    it('says what could not be read', async () => {
      becomes({ lastRun: { finishedAt: now(), ok: false }, error: 'lots: Alice may not read lots' });
      assert.match(await summary(), /; Odoo mirrored in part: lots: Alice may not read lots; /);
    });
  });
});
