import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOpalSimulator } from '../../../sandbox/opal/server.ts';
import { aSandbox } from '../a-sandbox.ts';
import type { RunningSandbox } from '../a-sandbox.ts';
import { booking, callOpal } from './an-opal.ts';

const first = 'OCU-998-511590';

describe('the control of the simulated OPAL', () => {
  let running: RunningSandbox;
  beforeEach(async () => {
    running = await aSandbox();
  });
  afterEach(() => running.sandbox.close());

  const call = (method: string, path: string, body?: unknown) => running.call(method, `/opal/_control/${path}`, body);

  it('takes, moves and lists orders over HTTP', async () => {
    await callOpal(running, 'POST', '/orders', booking());
    const second = (await call('POST', 'orders', { reference: '123-1' })).json as { orderNumber: string };
    assert.equal(second.orderNumber, 'OCU-998-511591');
    assert.equal(((await call('GET', 'orders?reference=123-1')).json as unknown[]).length, 2);
    const moved = await call('POST', `orders/${first}/status`, { status: 'Zugestellt', location: 'Berlin' });
    const { status, receivedBy, history } = moved.json as { status: string; receivedBy: string; history: unknown[] };
    assert.deepEqual([status, receivedBy, history.length], ['Zugestellt', 'Ada Müller', 2]);
    assert.deepEqual((await call('GET', 'summary')).json, { orders: 2, byStatus: { Zugestellt: 1, Beauftragt: 1 } });
    assert.equal(((await call('GET', 'orders?status=Beauftragt')).json as unknown[]).length, 1);
    assert.equal(((await call('GET', 'orders/HWB-40511590')).json as { orderNumber: string }).orderNumber, first);
    assert.deepEqual((await call('POST', 'status', { status: 'Storniert' })).json, { moved: 2 });
    assert.deepEqual((await call('POST', 'status', { ids: [first], status: 'Im Lager' })).json, { moved: 1 });
    assert.equal(
      ((await call('POST', 'settings', { tracking: 'never' })).json as { tracking: string }).tracking,
      'never',
    );
    assert.equal(((await call('GET', 'settings')).json as { tracking: string }).tracking, 'never');
  });

  it('goes the usual way step by step, and back on it', () => {
    const { control } = running.sandbox.opal;
    const { orderNumber } = control.createOrder();
    const way: string[] = [];
    for (let step = 0; step < 3; step += 1) way.push(control.advance(orderNumber).status);
    assert.deepEqual(way, ['Disponiert', 'Abgeholt', 'Zugestellt']);
    assert.throws(() => control.advance(orderNumber), /goes no further/);
    control.setStatus(orderNumber, { status: 'Im Lager', receiver: null, trackingNumber: 'HWB-7' });
    const { status, receivedBy, trackingNumber } = control.advance(orderNumber);
    assert.deepEqual([status, receivedBy, trackingNumber], ['Beauftragt', null, 'HWB-7']);
  });

  const wrong = [
    { method: 'GET', path: 'orders/OCU-1-1', body: undefined, status: 404 },
    { method: 'GET', path: 'unheard-of', body: undefined, status: 404 },
    { method: 'POST', path: 'orders', body: { parcels: [] }, status: 422 },
    { method: 'POST', path: `orders/${first}/status`, body: {}, status: 422 },
    { method: 'POST', path: 'settings', body: { label: 'round' }, status: 422 },
  ];
  for (const { method, path, body, status } of wrong) {
    it(`answers ${status} to ${method} ${path} ${body === undefined ? '' : JSON.stringify(body)}`, async () => {
      assert.equal((await call(method, path, body)).status, status);
    });
  }

  it('finds everything after a stop without warning, and nothing after a reset', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'opal-'));
    try {
      const journalPath = join(folder, 'opal.jsonl');
      const before = createOpalSimulator({ journalPath });
      assert.equal(before.isEmpty, true);
      before.control.createOrder();
      before.control.createOrder({ reference: '7' });
      before.control.setStatus(first, { status: 'Abgeholt' });
      before.control.setAnswer({ lookup: 'blind' });
      const after = createOpalSimulator({ journalPath });
      assert.deepEqual(after.control.orders(), before.control.orders());
      assert.deepEqual(after.control.settings(), before.control.settings());
      assert.equal(after.control.createOrder().orderNumber, 'OCU-998-511592');
    } finally {
      rmSync(folder, { recursive: true });
    }
    running.sandbox.opal.control.createOrder();
    await running.sandbox.reset();
    assert.equal(running.sandbox.opal.isEmpty, true);
  });

  describe('as a page', () => {
    const page = async (): Promise<string> => (await running.call('GET', '/opal/')).text;
    const press = (path: string) => running.call('POST', `/opal/_page/${path}`);

    it('shows orders as text', async () => {
      await callOpal(running, 'POST', '/orders', booking({ notes: '<script>alert(1)</script>' }));
      const html = await page();
      assert.ok(html.includes(first) && html.includes('Hauptstraße 5') && html.includes('2.5 kg'));
      assert.ok(html.includes('&lt;script&gt;') && !html.includes('<script>'));
    });

    it('moves one to any status, and shows its label', async () => {
      const { control } = running.sandbox.opal;
      control.createOrder();
      assert.ok(!(await page()).includes('/label"'));
      assert.equal((await press(`${first}/advance`)).headers.get('location'), `../../#${first}`);
      assert.ok((await page()).includes(`_page/${first}/label"`));
      const label = await running.call('GET', `/opal/_page/${first}/label`);
      assert.equal(label.headers.get('content-type'), 'application/pdf');
      for (const status of ['Abgeholt', 'Zugestellt', 'Storniert', 'Beauftragt']) {
        assert.ok((await page()).includes(`_page/${first}/${status}"`), status);
        assert.equal((await press(`${first}/${status}`)).status, 303);
        assert.equal(control.order(first).status, status);
      }
      await press(`${first}/Fehlanfahrt`);
      assert.deepEqual([control.order(first).status, control.order(first).receivedBy], ['Zugestellt', 'Fehlanfahrt']);
      assert.equal((await press(`${first}/Verloren`)).status, 404);
      assert.equal((await press(`${first}/advance`)).status, 409);
      assert.equal((await press('OCU-1-1/Abgeholt')).status, 404);
      assert.equal((await running.call('GET', `/opal/_page/${first}/advance`)).status, 405);
    });
  });
});
