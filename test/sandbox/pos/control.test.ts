import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPosSimulator } from '../../../sandbox/pos/server.ts';
import { aSandbox } from '../a-sandbox.ts';
import type { RunningSandbox } from '../a-sandbox.ts';

interface ShownOrder {
  readonly key: string;
  readonly totals: { readonly grandTotal: number };
}

describe('the control of the simulated point of sale', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await aSandbox();
  });
  afterEach(() => running.sandbox.close());

  const call = (method: string, path: string, body?: unknown) => running.call(method, `/pos/_control/${path}`, body);

  it('sells, changes, takes back and lists over HTTP', async () => {
    const lines = [{ name: 'Tea', price: 10, quantity: 2 }];
    assert.deepEqual((await call('POST', 'orders', { count: 2, template: { lines, label: 'mine' } })).json, {
      keys: ['639', '640'],
    });
    const changed = await call('POST', 'orders/639/change', { lines: [{ ...lines[0], quantity: 3 }] });
    assert.equal((changed.json as ShownOrder).totals.grandTotal, 30);
    assert.equal(((await call('POST', 'orders/640/refund')).json as ShownOrder).key, '640:REFUND');
    const listed = (await call('GET', 'orders?label=mine&limit=2')).json as ShownOrder[];
    assert.equal(listed.length, 2);
    assert.equal(
      ((await call('GET', `orders/${encodeURIComponent('640:REFUND')}`)).json as ShownOrder).key,
      '640:REFUND',
    );
    assert.deepEqual((await call('GET', 'summary')).json, { source: 'main', orders: 3, fetches: 0 });
  });

  it('has settings, items and fetches of each point of sale', async () => {
    await call('POST', 'items?source=kiosk', [{ name: 'Gum', price: 1 }]);
    await call('POST', 'settings?source=kiosk', { shape: 'list' });
    assert.equal(((await call('GET', 'settings?source=kiosk')).json as { shape: string }).shape, 'list');
    assert.equal(((await call('GET', 'settings')).json as { shape: string }).shape, 'orders');
    assert.deepEqual((await call('GET', 'items')).json, []);
    assert.deepEqual((await call('GET', 'fetches?source=kiosk')).json, []);
  });

  const wrong = [
    { method: 'GET', path: 'orders/1', body: undefined, status: 404 },
    { method: 'GET', path: 'unheard-of', body: undefined, status: 404 },
    { method: 'POST', path: 'orders', body: { count: 0 }, status: 422 },
    { method: 'POST', path: 'settings', body: { shape: 'round' }, status: 422 },
    { method: 'POST', path: 'orders', body: { count: 2, template: { orderId: 7 } }, status: 409 },
    { method: 'GET', path: 'orders?source=No%20Name', body: undefined, status: 404 },
  ];
  for (const { method, path, body, status } of wrong) {
    it(`answers ${status} to ${method} ${path} ${body === undefined ? '' : JSON.stringify(body)}`, async () => {
      assert.equal((await call(method, path, body)).status, status);
    });
  }

  it('refuses a number that is taken', () => {
    const { control } = running.sandbox.pos;
    assert.deepEqual(control.createOrders({ template: { orderId: 'A-1' } }), ['A-1']);
    assert.throws(() => control.createOrders({ template: { orderId: 'A-1' } }), /exists already/);
  });

  it('finds everything after a stop without warning', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pos-'));
    try {
      const journalPath = join(folder, 'pos.jsonl');
      const before = createPosSimulator({ journalPath });
      before.control.putItems([{ name: 'Tea', price: 10 }]);
      before.control.createOrders({ count: 5, seed: 3 });
      before.control.putItems([{ name: 'Sugar', price: 4 }]);
      before.control.change('640', { lines: 1 });
      before.control.refund('641', { alone: true });
      before.control.setAnswer({ numbers: 'thousands' });
      before.source('kiosk').createOrders({ template: { orderId: 'K1' } });
      const after = createPosSimulator({ journalPath });
      assert.deepEqual(after.control.orders(), before.control.orders());
      assert.equal(after.control.count(), 5);
      assert.deepEqual(after.control.settings(), before.control.settings());
      assert.deepEqual(after.source('kiosk').orders(), before.source('kiosk').orders());
      assert.deepEqual(after.source('kiosk').items(), before.control.items());
      assert.deepEqual(after.control.createOrders(), ['644']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  describe('as a page', () => {
    const page = async (query = ''): Promise<string> => (await running.call('GET', `/pos/${query}`)).text;
    const press = (path: string) => running.call('POST', `/pos/_page/${path}`);

    it('shows orders as text, and who asked for them', async () => {
      running.sandbox.pos.control.createOrders({
        template: { lines: [{ name: '<script>alert(1)</script>', price: 1 }] },
      });
      const html = await page();
      assert.ok(html.includes('639') && html.includes('&lt;script&gt;') && !html.includes('<script>'));
      assert.match(html, /Nobody has asked/);
      await running.call('GET', '/pos/main/orders', undefined, { 'X-API-Key': 'pos-sandbox-key' });
      assert.match(await page(), /to its end/);
    });

    it('sells something, known or not, and takes it back', async () => {
      const { pos } = running.sandbox;
      assert.equal((await press('main/new-order')).headers.get('location'), '../../?source=main');
      await press('main/unknown-product');
      assert.equal((await press('main/refund/639')).headers.get('location'), '../../../?source=main');
      assert.deepEqual(
        pos.control.orders().map((sale) => sale.key),
        ['639', '640', '639:REFUND'],
      );
      await press('kiosk/new-order');
      assert.ok((await page('?source=kiosk')).includes('1 orders at'));
      assert.equal((await press('main/unheard-of')).status, 404);
    });
  });

  it('sells what the simulated Odoo may sell in a point of sale, with its taxes', async () => {
    const { sandbox } = await aSandbox({ catalogue: true });
    try {
      const items = sandbox.pos.control.items();
      const mug = items.find((item) => item.name === 'Tea mug');
      assert.deepEqual([mug?.price, mug?.taxPercent], [40, 15]);
      assert.ok(items.every((item) => !item.name.startsWith('Gift wrapping') && !item.name.includes('by lot')));
    } finally {
      await sandbox.close();
    }
  });
});
