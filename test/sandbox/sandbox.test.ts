import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aSandbox } from './a-sandbox.ts';

describe('the sandbox', () => {
  it('says on its first page what is here', async () => {
    const { sandbox, call } = await aSandbox();
    const { status, text } = await call('GET', '/');
    assert.equal(status, 200);
    for (const path of [
      '/cartona/',
      '/pos/',
      '/opal/',
      '/odoo/',
      '/odoo17/',
      '/odoo18/',
      '/odoo19/',
      '/_log',
      '/_faults',
    ]) {
      assert.ok(text.includes(`href="${path}"`), path);
    }
    await sandbox.close();
  });

  it('knows its health, and what it does not know', async () => {
    const { sandbox, call } = await aSandbox();
    assert.equal((await call('GET', '/_health')).status, 200);
    assert.equal((await call('GET', '/_unknown')).status, 404);
    assert.equal((await call('GET', '/shop/x')).status, 404);
    assert.equal((await call('GET', '/cartona')).headers.get('location'), '/cartona/');
    assert.equal((await call('GET', '/cartona/api/v2/x')).status, 404);
    await sandbox.close();
  });

  it('is refused a port that is taken', async () => {
    const { sandbox, url } = await aSandbox();
    await assert.rejects(aSandbox({ port: Number(new URL(url).port) }), /EADDRINUSE/);
    await sandbox.close();
  });

  describe('with a state directory', () => {
    let stateDir: string;
    beforeEach(() => {
      stateDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
    });
    afterEach(() => rmSync(stateDir, { recursive: true }));

    it('finds orders, products, settings and the newest numbers after a stop without warning', async () => {
      const before = await aSandbox({ stateDir });
      const { control } = before.sandbox.cartona;
      const [order] = control.createOrders({ count: 2, seed: 1 });
      const id = order?.hashed_id ?? '';
      await before.cartona('GET', 'order/pull-orders');
      await before.cartona('POST', `order/update-order-status/${id}`, { status: 'synced' });
      await before.cartona('POST', 'supplier-product/bulk-update', [
        { supplier_product_id: '110701', selling_price: 7 },
      ]);
      control.changeSettings({ token: 'other' });
      const after = await aSandbox({ stateDir }); // the first is still open: it has had no chance to write anything

      const found = after.sandbox.cartona.control;
      assert.deepEqual(found.orders(), control.orders());
      assert.deepEqual(found.products(), control.products());
      assert.equal(found.settings().token, 'other');
      const [next] = found.createOrders();
      assert.ok(!control.orders().some((known) => known.receipt_id === next?.receipt_id));
      await Promise.all([before.sandbox.close(), after.sandbox.close()]);
    });

    it('drops a last line that was cut off, and goes on', async () => {
      const before = await aSandbox({ stateDir });
      before.sandbox.cartona.control.createOrders();
      await before.sandbox.close();
      appendFileSync(join(stateDir, 'cartona.jsonl'), '{"op":"order","rec');
      const after = await aSandbox({ stateDir });
      assert.equal(after.sandbox.cartona.control.createOrders().length, 1);
      await after.sandbox.close();
      const again = await aSandbox({ stateDir });
      assert.equal(again.sandbox.cartona.control.orders().length, 2);
      await again.sandbox.close();
    });

    it('forgets everything on a reset', async () => {
      const running = await aSandbox({ stateDir });
      running.sandbox.cartona.control.createOrders();
      running.sandbox.faults.add({ times: 2, effect: { type: 'empty-body' } });
      await running.cartona('GET', 'order/pull-orders');
      assert.equal((await running.call('POST', '/_reset')).status, 200);
      assert.deepEqual(running.sandbox.cartona.control.orders(), []);
      assert.deepEqual([running.sandbox.faults.list(), running.sandbox.log.calls()], [[], []]);
      await running.sandbox.close();
    });
  });
});
