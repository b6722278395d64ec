import assert from 'node:assert/strict';
import type { BackgroundLoop } from '../../../src/dispatch/background-loop.ts';
import { noteInOdoo } from '../../../src/store/odoo-notes.ts';
import { waitFor } from '../../support/wait.ts';
import { openNotices } from './started-notices.ts';
import type { StartedNotices } from './started-notices.ts';

describe('notes in the chatter of Odoo', () => {
  let notices: StartedNotices;
  beforeEach(async () => {
    notices = await openNotices();
  });
  afterEach(() => notices.close());

  const start = (): BackgroundLoop => notices.start();
  const note = (recordId: number, name: string, text = `Note ${name}`): Promise<void> =>
    noteInOdoo(notices.store.db, {
      externalId: `conveyor.${recordId}_${name}`,
      connection: 'ysell',
      model: 'sale.order',
      recordId,
      text,
    });
  const rows = () => notices.store.db.selectFrom('odoo_notes').selectAll().orderBy('id').execute();
  const posted = (count: number) =>
    waitFor('the notes', rows, (found) => found.filter((row) => row.posted_at !== null).length >= count);
  const loads = (): number =>
    notices.sandbox.log.calls().filter((call) => call.rpc?.model === 'mail.message' && call.rpc.method === 'load')
      .length;

  it('are posted as text in which nothing is markup', async () => {
    const id = await notices.aSaleOrder();
    await note(id, 'a', 'Sent to Ysell & co. as <b>77</b>');
    start();
    await posted(1);
    assert.ok(
      notices.access
        .messages('sale.order', id)
        .some((message) => message.includes('Sent to Ysell &amp; co. as &lt;b&gt;77&lt;/b&gt;')),
    );
  });

  it('of many orders travel together', async () => {
    for (let count = 0; count < 20; count += 1) await note(await notices.aSaleOrder(), 'a');
    const before = loads();
    start();
    await posted(20);
    assert.ok(loads() - before <= 2, `${loads() - before} calls`);
  });

  it('that come one by one gather after the first, and travel together', async () => {
    const ids: number[] = [];
    for (let count = 0; count < 11; count += 1) ids.push(await notices.aSaleOrder());
    const [first = 0, ...others] = ids;
    const before = loads();
    await note(first, 'a');
    const loop = start();
    await posted(1);
    for (const id of others) {
      await note(id, 'a');
      loop.wake();
    }
    await posted(11);
    assert.ok(loads() - before <= 3, `${loads() - before} calls`);
  });

  it('of one order are posted one after the other', async () => {
    const id = await notices.aSaleOrder();
    const names = ['sent', 'tracking', 'done'];
    for (const name of names) await note(id, name);
    start();
    await posted(3);
    const order = notices.access.messages('sale.order', id).filter((message) => message.includes('Note '));
    assert.deepEqual(
      order.map((message) => names.find((name) => message.includes(name))),
      names,
    );
  });

  it('are posted once although the answer is lost', async () => {
    const id = await notices.aSaleOrder();
    await note(id, 'a');
    notices.sandbox.faults.add({ rpc: { model: 'mail.message', method: 'load' }, effect: { type: 'drop-answer' } });
    const loop = start();
    await waitFor('the lost answer', rows, ([row]) => row?.attempts === 1);
    await notices.store.db
      .updateTable('odoo_notes')
      .set({ next_at: new Date(0) })
      .execute();
    loop.wake();
    await posted(1);
    assert.equal(notices.access.messages('sale.order', id).filter((message) => message.includes('Note a')).length, 1);
  });

  it('that Odoo refuses are kept with its words, logged, and hold up no others', async () => {
    const id = await notices.aSaleOrder();
    await note(id, 'refused');
    const refusal = {
      ids: false,
      messages: [{ type: 'error', message: 'Not on a Sunday', record: 0, field: 'body' }],
    };
    notices.sandbox.faults.add({
      rpc: { model: 'mail.message', method: 'load' },
      times: 1,
      effect: {
        type: 'status',
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, result: refusal }),
      },
    });
    const loop = start();
    await waitFor('the refusal', rows, ([row]) => row?.refused?.includes('Not on a Sunday') === true);
    await note(id, 'b');
    loop.wake();
    const [refused] = await posted(1);
    assert.equal(refused?.posted_at, null);
    assert.equal(notices.warnings.length, 1);
    assert.match(notices.warnings[0] ?? '', /Note refused/);
  });

  it('come when Odoo is there again, after one warning', async () => {
    await note(await notices.aSaleOrder(), 'a');
    await note(await notices.aSaleOrder(), 'a');
    const outage = notices.sandbox.faults.add({ system: 'odoo', effect: { type: 'outage' } });
    const loop = start();
    await waitFor('the first try', rows, (found) => found.every((row) => row.attempts > 0));
    notices.sandbox.faults.remove(outage.id);
    await notices.store.db
      .updateTable('odoo_notes')
      .set({ next_at: new Date(0) })
      .execute();
    loop.wake();
    await posted(2);
    assert.equal(notices.warnings.length, 1);
  });

  it('are posted by one process of several', async () => {
    for (let count = 0; count < 5; count += 1) await note(await notices.aSaleOrder(), 'a');
    const before = loads();
    start();
    start();
    await posted(5);
    assert.ok(loads() - before <= 2);
  });
});
