import assert from 'node:assert/strict';
import { openPrepShop, untilNextSecond } from '../support/prep-shop.ts';
import type { PrepShop } from '../support/prep-shop.ts';
import { useSharedService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

describe('a shipment that needs a person', () => {
  const service = useSharedService();
  let shop: PrepShop;
  beforeEach(async () => {
    shop = await openPrepShop(service(), 'attention', { settings: { dialect: 'v1' } });
  });

  const activities = (id: number) => service().odoo.activities('sale.order', id);
  const untilActivities = (id: number, count: number) =>
    waitFor(
      `${count} activities`,
      () => activities(id),
      (texts) => texts.length === count,
    );

  it('names all that is missing at once, has one activity, and goes on by itself when the order is changed', async () => {
    const { odoo } = service();
    const productId = await odoo.product({ name: 'Unknown there' }, 10);
    const id = await shop.sell({ lines: [{ productId, quantity: 1 }], address: { phone: false, city: false } });
    const { attention } = await shop.untilAttention(id, 'missing-fields');
    const [{ reason } = { reason: '' }] = attention;
    for (const part of ['phone', 'city', 'Unknown there']) assert.ok(reason.includes(part), reason);
    assert.equal(attention.length, 1);
    await untilActivities(id, 1);

    await shop.map(productId);
    const order = await odoo.saleOrder(id);
    await odoo.write('res.partner', order.partner_id, { phone: '+20 100 000 0000', city: 'Giza' });
    await untilNextSecond();
    await odoo.write('sale.order', id, { client_order_ref: 'completed' });
    await shop.untilSent(id);
    assert.equal((await shop.atCentre(id)).length, 1);
    await untilActivities(id, 0);
  });

  it('goes on by a retry, which is answered with what came of it', async () => {
    const { odoo } = service();
    const id = await shop.sell({ address: { phone: false } });
    await shop.untilAttention(id, 'missing-fields');
    const inVain = await shop.act(id, 'retry');
    assert.equal(inVain.status, 200, inVain.text);
    assert.match(inVain.text, /missing-fields/);
    await odoo.write('res.partner', (await odoo.saleOrder(id)).partner_id, { phone: '+20 100 000 0000' });
    const retried = await shop.act(id, 'retry');
    assert.partialDeepStrictEqual(retried.body, { stage: 'sent' });
  });

  it('is told what the prep centre refuses, in its words, and is sent once it is mended', async () => {
    shop.ysell.setAnswer({ products: ['Y-known'], unknownProduct: 'refuse' });
    const id = await shop.sell();
    const { attention } = await shop.untilAttention(id, 'rejected');
    assert.match(attention[0]?.reason ?? '', /refused/);
    shop.ysell.setAnswer({ products: null });
    await shop.act(id, 'retry');
    await shop.untilSent(id);
    assert.equal((await shop.atCentre(id)).length, 1);
  });

  it('is told of a serial number that is used already', async () => {
    const { odoo } = service();
    const productId = await shop.product({ name: 'Camera', tracking: 'serial' }, 0);
    const serial = `SN-${shop.id}`;
    await odoo.receiveLot(productId, serial, 1);
    shop.ysell.createOrder({
      reference: 'somebody else',
      receiver: { name: 'Somebody', phone: '1', street: 'Elsewhere', city: 'Giza' },
      items: [{ productId: 'Y-1', quantity: 1, serials: [serial] }],
    });
    const id = await shop.sell({ lines: [{ productId, quantity: 1 }] });
    const { attention } = await shop.untilAttention(id, 'rejected');
    assert.ok(attention[0]?.reason.includes(serial), attention[0]?.reason);
  });

  it('is told of an error of the prep centre, once, until the error is gone', async () => {
    const id = await shop.sell();
    await shop.untilSent(id);
    await shop.moveTo(id, '5.3');
    await shop.untilAttention(id, 'rejected');
    await untilActivities(id, 1);
    await shop.follow();
    await shop.follow();
    assert.equal(activities(id).length, 1);
    await shop.moveTo(id, '6');
    await shop.until(id, 'is well again', ({ attention }) => attention.length === 0);
    await untilActivities(id, 0);
  });

  it('is told of a status that nobody knows, is followed all the same, and may go backwards', async () => {
    const id = await shop.sell();
    await shop.untilSent(id);
    await shop.moveTo(id, 'gift wrapped');
    const { attention } = await shop.untilAttention(id, 'bad-payload');
    assert.match(attention[0]?.reason ?? '', /gift wrapped/);
    await shop.moveTo(id, '7');
    await shop.until(id, 'is well again', (view) => view.attention.length === 0 && view.centre?.status === '7');
    await shop.moveTo(id, '5.1');
    await shop.until(id, 'went back', ({ centre }) => centre?.status === '5.1');
    await shop.moveTo(id, '7.1');
    await shop.untilStage(id, 'delivered');
  });

  it('has a note for each status, however soon one follows the other', async () => {
    const id = await shop.sell();
    await shop.untilSent(id);
    const [there] = await shop.atCentre(id);
    for (const status of ['6', '7', '6.3']) {
      shop.ysell.setStatus(there?.id ?? 0, { status });
      const checked = await shop.act(id, 'check');
      assert.partialDeepStrictEqual(checked.body, { centre: { status } });
    }
    await waitFor(
      'the notes',
      () => service().odoo.messages('sale.order', id),
      (texts) =>
        ['status 6', 'status 7', 'status 6.3'].every((each) => texts.some((text) => text.includes(`${each}:`))),
    );
  });

  it('closes with a note when the prep centre drops it, and makes no transfer', async () => {
    const id = await shop.sell();
    await shop.untilSent(id);
    await shop.moveTo(id, '8');
    await shop.untilClosed(id, 'cancelled');
    assert.deepEqual(await shop.transfers(id), []);
    await waitFor(
      'the note',
      () => service().odoo.messages('sale.order', id),
      (texts) => texts.some((text) => text.includes('dropped')),
    );
  });

  it('says that the source location is missing, and makes the transfer once it is named', async () => {
    await shop.change({ settings: { ...(await settingsOf()), sourceLocation: 'Nowhere' } });
    const id = await shop.sell();
    await shop.untilSent(id);
    await shop.moveTo(id, '7.1');
    const { attention } = await shop.untilAttention(id, 'rejected');
    assert.match(attention[0]?.reason ?? '', /Nowhere/);
    await shop.change({ settings: { ...(await settingsOf()), sourceLocation: 'ShemaxGlobal' } });
    await shop.act(id, 'retry');
    await shop.untilStage(id, 'delivered');
    assert.equal((await shop.transfers(id)).length, 1);
  });

  it('says that the source location is not the only one of its name', async () => {
    const { odoo } = service();
    const name = `Twice ${shop.id}`;
    const inside = (parent: number, called: string) =>
      odoo.create('stock.location', { name: called, usage: 'internal', location_id: parent });
    const shelf = await inside(odoo.seeded.stockLocation, 'Shelf');
    await inside(odoo.seeded.stockLocation, name);
    await inside(shelf, name);
    await shop.change({ settings: { ...(await settingsOf()), sourceLocation: name } });
    const id = await shop.sell();
    await shop.untilSent(id);
    await shop.moveTo(id, '7.1');
    await shop.untilAttention(id, 'ambiguous-record');
    assert.deepEqual(await shop.transfers(id), []);
  });

  const settingsOf = async (): Promise<Record<string, unknown>> => {
    const { body } = await service().rest.get(`/api/connections/${shop.id}`);
    assert.ok(typeof body === 'object' && body !== null && 'settings' in body);
    return body.settings as Record<string, unknown>;
  };
});

describe('a shipment whose sale order changes', () => {
  const service = useSharedService();
  let shop: PrepShop;
  beforeEach(async () => {
    shop = await openPrepShop(service(), 'changes');
  });

  it('ends quietly when the order is cancelled before it was sent, and is taken up again when it is confirmed anew', async () => {
    const { odoo } = service();
    const id = await shop.sell({ address: { phone: false } });
    await shop.untilAttention(id, 'missing-fields');
    await odoo.cancel(id);
    assert.deepEqual((await shop.untilStage(id, 'cancelled')).attention, []);
    await odoo.write('res.partner', (await odoo.saleOrder(id)).partner_id, { phone: '+20 100 000 0000' });
    await odoo.call('sale.order', 'action_draft', [[id]]);
    await untilNextSecond();
    await odoo.confirm(id);
    await shop.untilSent(id);
    assert.equal((await shop.atCentre(id)).length, 1);
  });

  it('asks to cancel it at the prep centre when the order is cancelled after it was sent', async () => {
    const id = await shop.sell();
    const { centre } = await shop.untilSent(id);
    await service().odoo.cancel(id);
    const { attention } = await shop.untilAttention(id, 'cancel-by-hand');
    assert.ok(attention[0]?.reason.includes(centre?.id ?? '?'), attention[0]?.reason);
    const refused = await shop.act(id, 'cancel', { reason: 'no more' });
    assert.equal(refused.status, 409);
    await shop.moveTo(id, '8');
    assert.deepEqual((await shop.untilStage(id, 'cancelled')).attention, []);
  });

  it('names what differs from what was sent, until the order says the same again', async () => {
    const { odoo } = service();
    const id = await shop.sell();
    await shop.untilSent(id);
    const [line] = (await odoo.saleOrder(id)).lines;
    assert.ok(line);
    await odoo.write('sale.order.line', line.id, { product_uom_qty: 4 });
    const { attention } = await shop.untilAttention(id, 'changed-after-sending');
    assert.match(attention[0]?.reason ?? '', /4/);
    await odoo.write('sale.order.line', line.id, { product_uom_qty: 1 });
    await shop.until(id, 'says the same again', (view) => view.attention.length === 0);
    assert.equal((await shop.atCentre(id)).length, 1);
  });

  it('is left alone by a change that is none of what was sent', async () => {
    const { odoo } = service();
    const id = await shop.sell();
    await shop.untilSent(id);
    await untilNextSecond();
    const looked = (await shop.row(id))?.looked_revision ?? 0;
    await odoo.write('sale.order', id, { client_order_ref: 'a word of the salesperson' });
    await waitFor(
      'another look',
      () => shop.row(id),
      (row) => (row?.looked_revision ?? 0) > looked && row?.looked_revision === row?.odoo_revision,
    );
    assert.deepEqual((await shop.view(id))?.attention, []);
  });

  it('is sent once the rest of it is reserved, also where Odoo writes nothing to the transfer', async () => {
    const { odoo } = service();
    const productId = await shop.product({ name: 'Printer', tracking: 'serial' }, 0);
    await odoo.receiveLot(productId, `SN-${shop.id}-1`, 1);
    const id = await shop.sell({ lines: [{ productId, quantity: 2 }] });
    const { waitsFor } = await shop.untilStage(id, 'waiting');
    assert.match(waitsFor ?? '', /1 of "Printer"/);
    await odoo.receiveLot(productId, `SN-${shop.id}-2`, 1);
    await odoo.reserve(id);
    await shop.follow();
    await shop.untilSent(id);
    const [there] = await shop.atCentre(id);
    assert.equal(there?.items[0]?.serials.length, 2);
  });

  it('notes a return, and books nothing for it', async () => {
    const { odoo } = service();
    const id = await shop.sell();
    await shop.untilSent(id);
    await odoo.deliver(id);
    await odoo.takeBack(id);
    await waitFor(
      'the note',
      () => odoo.messages('sale.order', id),
      (texts) => texts.some((text) => text.includes('Return ')),
    );
    assert.deepEqual(await shop.transfers(id), []);
  });

  it('closes by hand with a reason, before it was sent by cancelling, at any time by skipping', async () => {
    const unsent = await shop.sell({ address: { phone: false } });
    await shop.untilAttention(unsent, 'missing-fields');
    const cancelled = await shop.act(unsent, 'cancel', { reason: 'the customer called' });
    assert.partialDeepStrictEqual(cancelled.body, { stage: 'cancelled' });
    const sent = await shop.sell();
    await shop.untilSent(sent);
    const skipped = await shop.act(sent, 'skip', { reason: 'handled by telephone' });
    assert.partialDeepStrictEqual(skipped.body, { stage: 'skipped' });
    assert.equal((await shop.follow()).asked, 0);
  });
});

describe('sale orders that a connection is for', () => {
  const service = useSharedService();

  it('are those of its team, tag or warehouse, and none that was confirmed before the connection was made', async () => {
    const { odoo } = service();
    const earlier = await openPrepShop(service(), 'earlier');
    const tag = await odoo.create('crm.tag', { name: `fragile ${earlier.id}` });
    const before = await earlier.sell({ values: { tag_ids: [[6, 0, [tag]]] } });
    await earlier.untilSent(before);
    await untilNextSecond();
    const tagged = await openPrepShop(service(), 'tagged', { settings: { match: { tag: `fragile ${earlier.id}` } } });
    const other = await tagged.sell();
    const wanted = await tagged.sell({ values: { tag_ids: [[6, 0, [tag]]] } });
    await tagged.untilSent(wanted);
    assert.equal(await tagged.row(other), null);
    assert.equal(await tagged.row(before), null);

    const [product] = (await odoo.saleOrder(before)).lines;
    await tagged.map(product?.product_id ?? 0);
    const since = new Date(Date.now() - 3_600_000).toISOString();
    assert.partialDeepStrictEqual(await tagged.follow(since), { made: 1 });
    await tagged.untilSent(before);
    assert.equal((await tagged.atCentre(before)).length, 1);
    assert.partialDeepStrictEqual(await tagged.follow(since), { made: 0 });
  });

  it('are looked for later while the rule names what Odoo does not have', async () => {
    const { odoo, rest } = service();
    const name = `Team of tomorrow ${Date.now()}`;
    const shop = await openPrepShop(service(), 'rule', { settings: { match: { team: name } } });
    const team = await odoo.create('crm.team', { name: 'Not yet' });
    const id = await shop.sell({ values: { team_id: team } });
    const notice = await waitFor(
      'the notice',
      () => rest.get(`/api/attention?connection=${shop.id}`),
      ({ text }) => text.includes(name),
    );
    assert.match(notice.text, /No order is shipped/);
    await odoo.write('crm.team', team, { name });
    await shop.untilSent(id);
    await waitFor(
      'the end of the notice',
      () => rest.get(`/api/attention?connection=${shop.id}`),
      ({ text }) => !text.includes(name),
    );
  });

  it('may be shipped by hand whatever the rule says; what is no order is refused', async () => {
    const shop = await openPrepShop(service(), 'by-hand', {
      settings: { match: { team: await service().odoo.create('crm.team', { name: `None ${Date.now()}` }) } },
    });
    const id = await shop.sell();
    const { rest } = service();
    const sent = await rest.post('/api/fulfilments', { connection: shop.id, saleOrderId: id });
    assert.equal(sent.status, 202, sent.text);
    await shop.untilSent(id);
    assert.equal((await shop.row(id))?.by_hand, true);
    await assert.rejects(
      service().client.workflow.execute('shipWithYsell', {
        workflowId: `ysell:${shop.id}:987654`,
        taskQueue: 'workflows',
        args: [{ connection: shop.id, saleOrderId: 987_654 }],
      }),
    );
    assert.equal(await shop.row(987_654), null);
  });
});
