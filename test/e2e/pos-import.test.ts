import assert from 'node:assert/strict';
import { odooVersions } from '../../sandbox/odoo-mount.ts';
import { openPosShop } from '../support/pos-shop.ts';
import type { PosShop } from '../support/pos-shop.ts';
import { useSharedService } from '../support/use-service.ts';

const cash = { mode: 1, cardType: 'Cash' };
const card = { mode: 2, cardType: 'Card' };
const mugs = (quantity: number, discount = 0) => ({ name: 'Tea mug', quantity, discount });
const bread = (quantity: number) => ({ name: 'Pita bread, 5 pieces', quantity });

for (const version of odooVersions) {
  describe(`orders of a point of sale and Odoo ${version}`, function () {
    const service = useSharedService(version);
    const open = (): Promise<PosShop> => openPosShop(service(), 'till');

    /** What a shopkeeper compares: the sum of the lines, what was paid and how, and the goods. */
    const inOdoo = async (shop: PosShop, orderId: string) => {
      const orders = await shop.readInOdoo(orderId);
      return orders.map(({ state, amounts, lines, payments }) => ({
        state,
        ...amounts,
        lines: lines.map((line) => [line.quantity, line.subtotal, line.subtotalWithTax]),
        payments: payments.map((payment) => [payment.method, payment.amount]),
      }));
    };

    it('are fetched, made, paid in whatever way they were paid, and counted', async () => {
      const shop = await open();
      const plain = shop.place({ lines: [mugs(2)], payments: [cash] });
      const mixed = shop.place({ lines: [mugs(1, 4), bread(3)], payments: [{ ...card, amount: 20 }, cash] });
      const change = shop.place({ lines: [bread(2)], payments: [{ ...cash, amount: 50 }] });
      const result = await shop.sync();
      assert.deepEqual(
        [result.status, result.counts],
        ['success', { fetched: 3, created: 3, existing: 0, attention: 0, refused: 0, waiting: 0 }],
      );
      assert.deepEqual(await inOdoo(shop, plain.key), [
        { state: 'paid', total: 92, tax: 12, paid: 92, change: 0, lines: [[2, 80, 92]], payments: [['Cash', 92]] },
      ]);
      assert.deepEqual(await inOdoo(shop, mixed.key), [
        {
          state: 'paid',
          total: 71.4,
          tax: 5.4,
          paid: 71.4,
          change: 0,
          lines: [
            [1, 36, 41.4],
            [3, 30, 30],
          ],
          payments: [
            ['Card', 20],
            ['Cash', 51.4],
          ],
        },
      ]);
      const [given] = await inOdoo(shop, change.key);
      assert.deepEqual([given?.total, given?.paid, given?.change], [20, 20, 30]);
      assert.deepEqual(
        given?.payments.toSorted((one, other) => Number(one[1]) - Number(other[1])),
        [
          ['Cash', -30],
          ['Cash', 50],
        ],
      );
    });

    it('are there once, however often they are fetched', async () => {
      const shop = await open();
      shop.place({ lines: [mugs(2)], payments: [cash] });
      shop.place({ lines: [mugs(1, 4), bread(3)], payments: [{ ...card, amount: 20 }, cash] });
      shop.place({ lines: [bread(2)], payments: [{ ...cash, amount: 50 }] });
      assert.equal((await shop.sync()).counts.created, 3);
      const before = await shop.countInOdoo();
      const { counts } = await shop.sync();
      assert.deepEqual([counts.created, counts.existing], [0, 3]);
      assert.deepEqual(await shop.countInOdoo(), before);
    });

    it('that are taken back are linked to what they take back', async () => {
      const shop = await open();
      const { key } = shop.place({ lines: [mugs(3), bread(1)], payments: [card] });
      await shop.sync();
      shop.source.refund(key, { lines: [{ line: 0, quantity: 2 }] });
      await shop.sync();
      const [sold] = await shop.readInOdoo(key);
      const [back] = await shop.readInOdoo(`${key} REFUND`);
      assert.deepEqual(
        [back?.state, back?.amounts.total, back?.payments],
        ['paid', -92, [{ method: 'Card', amount: -92, isChange: false }]],
      );
      assert.deepEqual(
        back?.lines.map((line) => [line.quantity, line.refundedLineId]),
        [[-2, sold?.lines[0]?.id]],
      );
    });

    it('move their goods at once, or when the session is closed, as the company is set; it closes balanced', async () => {
      const shop = await open();
      const { key } = shop.place({ lines: [mugs(3), bread(1)], payments: [card] });
      shop.place({ lines: [mugs(1, 4), bread(3)], payments: [{ ...card, amount: 20 }, cash] });
      shop.place({ lines: [bread(2)], payments: [{ ...cash, amount: 50 }] });
      await shop.sync();
      shop.source.refund(key, { lines: [{ line: 0, quantity: 2 }] });
      await shop.sync();
      const { pickings: moved, donePickings, orders } = await shop.countInOdoo();
      assert.deepEqual([orders, moved, donePickings], version === 17 ? [4, 0, 0] : [4, 4, 4]);
      const { isSuccessful, state, debit, credit, pickings, message } = await shop.closeSession();
      assert.deepEqual([isSuccessful, state, message], [true, 'closed', '']);
      assert.ok(debit > 0 && debit === credit, `${debit} and ${credit}`);
      assert.deepEqual(pickings, version === 17 ? ['done', 'done'] : []);
    });

    it('that come after the session was closed go into the next one', async () => {
      const shop = await open();
      const sell = async (): Promise<number | undefined> => {
        const { key } = shop.place({ lines: [bread(1)], payments: [cash] });
        await shop.sync();
        const [order] = await shop.readInOdoo(key);
        assert.equal(order?.state, 'paid');
        return order.sessionId;
      };
      const before = await sell();
      const first = await shop.closeSession();
      assert.deepEqual([first.isSuccessful, first.id], [true, before]);
      const after = await sell();
      assert.notEqual(after, before);
      const { isSuccessful, id } = await shop.closeSession();
      assert.deepEqual([isSuccessful, id], [true, after]);
    });
  });
}

describe('orders of a point of sale', function () {
  const service = useSharedService();
  const open = (): Promise<PosShop> => openPosShop(service(), 'till');

  const attentionOf = async ({ id }: PosShop): Promise<readonly { kind: string }[]> => {
    const { body } = await service().rest.get(`/api/attention?connection=${id}`);
    return (body as { items: { kind: string }[] }).items;
  };

  it('with a product nobody knows wait for a person, and the others are imported', async () => {
    const shop = await open();
    const unknown = shop.place({
      lines: [{ name: 'Chocolate egg', itemId: 900_001, price: 5, taxPercent: 0, quantity: 2 }],
    });
    const known = shop.place({ lines: [bread(1)] });
    const { counts, message } = await shop.sync();
    assert.deepEqual([counts.created, counts.attention], [1, 1], message);
    await shop.untilState(known.key, 'paid');
    const { attention } = await shop.untilAttention(unknown.key, 'unknown-product');
    assert.match(attention[0]?.reason ?? '', /Chocolate egg.*900001/s);
    const [bread5] = (await service().odoo.call('product.product', 'search', [
      [['default_code', '=', 'BREAD']],
    ])) as number[];
    const mapped = await service().rest.call('PUT', `/api/listings/${shop.id}/900001`, { productId: bread5 });
    assert.equal(mapped.status, 200, mapped.text);
    const { status, text } = await shop.act(unknown.key, 'retry');
    assert.equal(status, 200, text);
    assert.equal((await shop.order(unknown.key))?.state, 'paid');
    assert.deepEqual(await attentionOf(shop), []);
  });

  it('that a person skips are left alone, and their runs end', async () => {
    const shop = await open();
    const { key } = shop.place({ lines: [{ name: 'Nobody knows it', price: 5, taxPercent: 0, quantity: 1 }] });
    await shop.sync();
    await shop.untilAttention(key, 'unknown-product');
    const refused = await shop.act(key, 'skip', { reason: ' ' });
    assert.ok(refused.status >= 400, refused.text);
    const { status, text } = await shop.act(key, 'skip', { reason: 'a joke' });
    assert.equal(status, 200, text);
    assert.equal((await shop.order(key))?.state, 'skipped');
    const run = (await service().client.workflow.getHandle(`pos:${shop.id}:${key}`).result()) as { stage: string };
    assert.equal(run.stage, 'skipped');
    const { counts } = await shop.sync();
    assert.deepEqual([counts.refused, counts.attention], [1, 0]);
  });

  it('that change at the source after they were imported are told of, with the difference, once', async () => {
    const shop = await open();
    const { key } = shop.place({ lines: [bread(1)], payments: [cash] });
    await shop.sync();
    shop.source.change(key, { lines: [bread(4)], payments: [cash] });
    await shop.sync();
    const { state, attention } = await shop.untilAttention(key, 'changed-after-import');
    assert.equal(state, 'paid');
    assert.match(attention[0]?.reason ?? '', /1.*4/s);
    assert.equal((await shop.act(key, 'retry')).status, 409);
    assert.equal((await shop.act(key, 'skip', { reason: 'corrected by hand' })).status, 200);
    await shop.sync();
    assert.deepEqual((await shop.order(key))?.attention, []);
    assert.equal((await shop.readInOdoo(key)).length, 1);
  });

  it('that change while they wait are imported as they are then', async () => {
    const shop = await open();
    const { key } = shop.place({ lines: [{ name: 'Typing error', price: 10, taxPercent: 0, quantity: 1 }] });
    await shop.sync();
    await shop.untilAttention(key, 'unknown-product');
    shop.source.change(key, { lines: [bread(1)] });
    await shop.sync();
    const { attention } = await shop.untilState(key, 'paid');
    assert.deepEqual(attention, []);
  });

  it('that are pushed and pulled are one', async () => {
    const shop = await open();
    const { key, wire } = shop.place({ lines: [bread(2)], payments: [cash] });
    const { status, text } = await shop.push([wire]);
    assert.equal(status, 202, text);
    await shop.untilState(key, 'paid');
    const { counts } = await shop.sync();
    assert.equal(counts.attention, 0);
    assert.equal((await shop.readInOdoo(key)).length, 1);
    assert.deepEqual((await shop.order(key))?.attention, []);
  });

  it('wait where no session is open and none may be opened, and go on when one is', async () => {
    const closed = await openPosShop(service(), 'closed', { settings: { autoCreateSession: false } });
    const { key } = closed.place({ lines: [bread(1)], payments: [cash] });
    const { message, counts } = await closed.sync();
    assert.match(message, /open a session/);
    assert.equal(counts.waiting, 1);
    const needed = await attentionOf(closed);
    assert.deepEqual(
      needed.map(({ kind }) => kind),
      ['no-pos-session'],
    );
    await service().odoo.call('pos.config', 'open_ui', [[closed.configId]]);
    const [session] = (await service().odoo.call('pos.session', 'search', [
      [['config_id', '=', closed.configId]],
    ])) as number[];
    await service().odoo.call('pos.session', 'set_opening_control', [[session], 0, '']);
    await closed.untilState(key, 'paid');
    assert.deepEqual(await attentionOf(closed), []);
  });

  it('are told of in the words of the requirement', async () => {
    const till = await openPosShop(service(), 'words');
    const status = async () => (await service().rest.get(`/api/pos/${till.id}/status`)).body as Record<string, unknown>;
    await till.sync();
    assert.equal((await status())['last_sync_status'], 'no_orders');
    till.place({ lines: [bread(1)] });
    till.place({ lines: [{ name: 'What is this', price: 1, taxPercent: 0, quantity: 1 }] });
    till.place({ status: 101, lines: [bread(1)] });
    await till.sync();
    const told = await status();
    assert.equal(told['last_sync_status'], 'success');
    assert.match(String(told['last_sync_message']), /3.*1.*1.*1/s);
    assert.ok(Date.parse(String(told['last_sync_date'])) <= Date.now());
    till.fault({ effect: { type: 'html-body' } });
    assert.equal((await till.sync()).status, 'error');
    const failed = await status();
    assert.deepEqual(
      [failed['last_sync_status'], String(failed['last_sync_message']).includes('HTML')],
      ['error', true],
    );
  });
});
