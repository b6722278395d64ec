import assert from 'node:assert/strict';
import { runIn } from '../cli/run-in-test.ts';
import { openPosShop } from '../support/pos-shop.ts';
import type { PosShop } from '../support/pos-shop.ts';
import { useSharedService } from '../support/use-service.ts';

const cash = { mode: 1, cardType: 'Cash' };
const bread = (quantity: number) => ({ name: 'Pita bread, 5 pieces', quantity });

describe('orders that are pushed', function () {
  const service = useSharedService();
  const open = (): Promise<PosShop> => openPosShop(service(), 'pushing');

  const answerOf = (body: unknown) =>
    body as { results: { result: string; reason?: string }[]; counts: { new: number } };

  it('are paid within seconds, nobody asks for it', async () => {
    const shop = await open();
    const { key, wire } = shop.place({ lines: [bread(2)], payments: [cash] });
    const { status, body } = await shop.push(wire);
    assert.deepEqual([status, answerOf(body).counts.new], [202, 1]);
    const { odooName, totalOdoo } = await shop.untilState(key, 'paid');
    const { rest } = service();
    const detail = await rest.get(`/api/pos/${shop.id}/orders/${key}`);
    const seen = detail.body as {
      odoo: { name: string };
      totals: object;
      timeline: { text: string }[];
      exchanges: object[];
    };
    assert.deepEqual([seen.odoo.name, Number(totalOdoo)], [odooName, 20]);
    assert.deepEqual(seen.totals, { source: '20.00', odoo: '20.00' });
    assert.deepEqual(
      seen.timeline.map(({ text }) => text),
      [`Pushed by ${shop.name}`, `Paid in Odoo as ${odooName}`],
    );
  });

  it('many at once, from many sides, while they are fetched too, are each one order', async () => {
    const shop = await open();
    const keys = shop.source.createOrders({ count: 60 });
    const wires = keys.map((key) => shop.source.order(key).wire);
    const pushes = [wires, wires.toReversed(), wires.slice(0, 30), wires.slice(30)].map((each) => shop.push(each));
    const [, ...answers] = await Promise.all([shop.sync(), ...pushes]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [202, 202, 202, 202],
    );
    for (const key of keys) await shop.untilState(key, 'paid', 40_000);
    const { orders, doubled } = await shop.countInOdoo();
    assert.deepEqual([orders, doubled], [60, []]);
    assert.equal(
      await service()
        .rest.get(`/api/attention?connection=${shop.id}`)
        .then(({ text }) => text),
      '{"items":[],"next":null}',
    );
  });

  it('with an item nobody knows are mapped and retried on the command line', async () => {
    const shop = await open();
    const cli = (...args: readonly string[]) =>
      runIn({ CONVEYOR_URL: service().url, CONVEYOR_TOKEN: service().token }, ...args);
    const item = 'كعك التمر 🍪, "كبير"';
    const { key } = shop.place({ lines: [{ name: item, price: 5, taxPercent: 0, quantity: 2 }], payments: [cash] });
    const synced = await cli('sync', shop.id, 'pos');
    assert.match(synced.out, /^done: .*1 needs attention/, synced.err);
    await shop.untilAttention(key, 'unknown-product');
    const listed = await cli('pos', 'orders', shop.id, '--attention');
    assert.match(listed.out, new RegExp(`${key} +attention .* unknown-product`));
    const mapped = await cli('listings', 'map', shop.id, `name:${item}`, 'BREAD');
    assert.equal(mapped.code, 0, mapped.err);
    const retried = await cli('pos', 'retry', shop.id, key);
    assert.deepEqual([retried.code, /^retry: done/.test(retried.out)], [0, true], retried.out + retried.err);
    assert.equal((await shop.order(key))?.state, 'paid');
    const shown = await cli('pos', 'show', shop.id, key);
    assert.match(shown.out, /sale, paid/);
    const status = await cli('pos', 'status', shop.id);
    assert.match(status.out, /^Last sync .* success .*\nOrders +1 paid$/);
  });
});
