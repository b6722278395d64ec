import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createYsellSimulator } from '../../../sandbox/ysell/server.ts';
import { aSandbox } from '../a-sandbox.ts';
import type { RunningSandbox } from '../a-sandbox.ts';
import { callYsell, requirementBody } from './a-ysell.ts';

const byHand = (reference: string | null) => ({ reference, items: [{ productId: '1', quantity: 1 }] });

describe('the control of the simulated Ysell', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await aSandbox();
  });
  afterEach(() => running.sandbox.close());

  const call = (method: string, path: string, body?: unknown) => running.call(method, `/ysell/_control/${path}`, body);

  it('takes, moves and lists orders over HTTP', async () => {
    await callYsell(running, 'POST', '/api/orders/create', requirementBody());
    assert.equal(((await call('POST', 'orders', byHand('S00043'))).json as { id: number }).id, 502);
    const moved = await call('POST', 'orders/501/status', { status: 7.1, words: 'DHL', trackingNumber: 'T1' });
    const { status, statusText, words, trackingNumber } = moved.json as Record<string, unknown>;
    assert.deepEqual([status, statusText, words, trackingNumber], ['7.1', 'Shipped', 'DHL', 'T1']);
    assert.equal(((await call('POST', 'orders/501/advance')).json as { status: string }).status, 'Done');
    assert.equal(((await call('GET', 'orders?status=Done')).json as unknown[]).length, 1);
    assert.equal(((await call('GET', 'orders?reference=S00043')).json as { id: number }[])[0]?.id, 502);
    assert.equal(((await call('GET', 'orders/501')).json as { reference: string }).reference, 'S00042');
    assert.deepEqual((await call('GET', 'summary')).json, { orders: 2, byStatus: { Done: 1, 'In progress': 1 } });
    assert.deepEqual((await call('POST', 'status', { status: 'Cancelled' })).json, { moved: 2 });
    assert.deepEqual((await call('POST', 'status', { ids: [501], status: 'Lost' })).json, { moved: 1 });
    assert.deepEqual((await call('GET', 'summary')).json, { orders: 2, byStatus: { Lost: 1, Cancelled: 1 } });
    assert.equal(((await call('POST', 'settings', { shape: 'data' })).json as { shape: string }).shape, 'data');
    assert.equal(((await call('GET', 'settings')).json as { shape: string }).shape, 'data');
  });

  it('goes the usual way step by step, and gives a tracking number when it ships', () => {
    const { control } = running.sandbox.ysell;
    const { id } = control.createOrder({ ...byHand(null), isPaid: false });
    const way: string[] = [];
    for (let step = 0; step < 7; step += 1) way.push(control.advance(id).statusText);
    assert.deepEqual(way, ['Paid', 'In progress', 'Label printed', 'Collecting', 'Packed', 'Shipped', 'Done']);
    assert.equal(control.order(id).trackingNumber, 'YS00000501');
    assert.throws(() => control.advance(id), /goes no further/);
    assert.equal(control.setStatus(id, { status: '3.1' }).trackingNumber, 'YS00000501');
    assert.equal(control.advance(id).status, '5.1');
  });

  const wrong = [
    { method: 'GET', path: 'orders/9', body: undefined, status: 404 },
    { method: 'GET', path: 'unheard-of', body: undefined, status: 404 },
    { method: 'POST', path: 'orders', body: { reference: 'S1' }, status: 422 },
    { method: 'POST', path: 'orders/501/status', body: {}, status: 422 },
    { method: 'POST', path: 'settings', body: { shape: 'round' }, status: 422 },
  ];
  for (const { method, path, body, status } of wrong) {
    it(`answers ${status} to ${method} ${path} ${body === undefined ? '' : JSON.stringify(body)}`, async () => {
      assert.equal((await call(method, path, body)).status, status);
    });
  }

  it('finds everything after a stop without warning, and nothing after a reset', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ysell-'));
    try {
      const journalPath = join(folder, 'ysell.jsonl');
      const before = createYsellSimulator({ journalPath });
      assert.equal(before.isEmpty, true);
      before.control.createOrder(byHand('S1'));
      before.control.createOrder(byHand('S2'));
      before.control.setStatus(502, { status: 'Done' });
      before.control.setAnswer({ lookup: false });
      const after = createYsellSimulator({ journalPath });
      assert.deepEqual(after.control.orders(), before.control.orders());
      assert.deepEqual(after.control.settings(), before.control.settings());
      assert.equal(after.control.createOrder(byHand('S3')).id, 503);
    } finally {
      rmSync(folder, { recursive: true });
    }
    running.sandbox.ysell.control.createOrder(byHand('S1'));
    await running.sandbox.reset();
    assert.equal(running.sandbox.ysell.isEmpty, true);
  });

  describe('as a page', () => {
    const page = async (): Promise<string> => (await running.call('GET', '/ysell/')).text;
    const press = (path: string) => running.call('POST', `/ysell/_page/${path}`);

    it('shows orders as text, with their serial numbers', async () => {
      await callYsell(running, 'POST', '/api/orders/create', requirementBody({ comment: '<script>alert(1)</script>' }));
      const html = await page();
      assert.ok(html.includes('S00042') && html.includes('SN-1, SN-2') && html.includes('Berlin'));
      assert.ok(html.includes('&lt;script&gt;') && !html.includes('<script>'));
    });

    it('moves one to any status', async () => {
      const { control } = running.sandbox.ysell;
      control.createOrder(byHand('S1'));
      assert.equal((await press('501/advance')).headers.get('location'), '../../#501');
      assert.equal(control.order(501).status, '6');
      for (const status of ['3.1', '7.1', 'Done', '8']) {
        assert.ok((await page()).includes(`_page/501/${status}"`), status);
        assert.equal((await press(`501/${status}`)).status, 303);
        assert.equal(control.order(501).status, status);
      }
      assert.equal((await press('501/Lost')).status, 404);
      assert.equal((await press('501/advance')).status, 409);
      assert.equal((await press('9/Done')).status, 404);
    });
  });
});
