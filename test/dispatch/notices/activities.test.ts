import assert from 'node:assert/strict';
import type { BackgroundLoop } from '../../../src/dispatch/background-loop.ts';
import { raiseAttention, resolveAttention } from '../../../src/store/attention.ts';
import { waitFor } from '../../support/wait.ts';
import { makeDue, raise, resolve } from './rows.ts';
import { openNotices } from './started-notices.ts';
import type { StartedNotices } from './started-notices.ts';

/** A "no" in Odoo's own words. */
const refusal = {
  type: 'status' as const,
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    error: {
      code: 200,
      message: 'Odoo Server Error',
      data: {
        name: 'odoo.exceptions.UserError',
        message: 'Not on a Sunday',
        arguments: ['Not on a Sunday'],
        context: {},
        debug: '',
      },
    },
  }),
};

describe('activities in Odoo for what needs a person', () => {
  let notices: StartedNotices;
  beforeEach(async () => {
    notices = await openNotices();
  });
  afterEach(() => notices.close());

  const start = (): BackgroundLoop => notices.start();
  /** An order of ours that stands in Odoo. */
  const anOrderInOdoo = async (externalId: string, userId: number | null = null): Promise<number> => {
    const id = await notices.aSaleOrder();
    await anOrderRow(externalId, id, userId);
    return id;
  };
  const anOrderRow = async (
    externalId: string,
    saleOrderId: number | null,
    userId: number | null = null,
  ): Promise<void> => {
    await notices.store.db
      .insertInto('orders')
      .values({
        connection: 'cartona',
        external_id: externalId,
        number: `C-${externalId}`,
        odoo_id: saleOrderId,
        odoo_user_id: userId,
      })
      .execute();
  };
  const openActivities = (saleOrderId: number): number =>
    notices.access.door.count('mail.activity', [
      ['res_id', '=', saleOrderId],
      ['active', '=', true],
    ]);
  const rows = () => notices.store.db.selectFrom('attention').selectAll().orderBy('since').execute();
  const opened = (count: number) =>
    waitFor('the activity', rows, (found) => found.filter((row) => row.odoo_activity_id !== null).length >= count);
  const closed = (count: number) =>
    waitFor(
      'the end of the activity',
      rows,
      (found) => found.filter((row) => row.activity_closed_at !== null).length >= count,
    );

  it('are made on the sale order for its responsible user', async () => {
    const [user] = notices.access.door.search('res.users', [['login', '=', 'admin']]);
    const saleOrder = await anOrderInOdoo('a', user ?? 0);
    await raise(notices.store.db, 'a');
    start();
    const [row] = await opened(1);
    const activity = notices.access.door.row('mail.activity', row?.odoo_activity_id ?? 0);
    assert.equal(activity?.['res_id'], saleOrder);
    assert.equal(activity['user_id'], user);
    assert.deepEqual(notices.access.activities('sale.order', saleOrder), [
      'Order C-a: enter the one-time password <p>Order a needs the one-time password of the customer</p>',
    ]);
  });

  it('are closed with the resolution as feedback, once', async () => {
    const saleOrder = await anOrderInOdoo('a');
    await raise(notices.store.db, 'a');
    const loop = start();
    await opened(1);
    await resolve(notices.store.db, 'a', 'Skipped: sold by phone');
    loop.wake();
    await closed(1);
    assert.ok(
      notices.access.messages('sale.order', saleOrder).some((message) => message.includes('Skipped: sold by phone')),
    );
    const calls = notices.sandbox.log.calls().length;
    loop.wake();
    await loop.stop();
    assert.equal(notices.sandbox.log.calls().length, calls);
  });

  it('wait until there is a sale order to stand on', async () => {
    await anOrderRow('a', null);
    await raise(notices.store.db, 'a', { kind: 'unknown-product', step: 'import' });
    await anOrderInOdoo('b');
    await raise(notices.store.db, 'b');
    const loop = start();
    await opened(1);
    await notices.store.db
      .updateTable('orders')
      .set({ odoo_id: await notices.aSaleOrder() })
      .where('external_id', '=', 'a')
      .execute();
    loop.wake();
    const found = await opened(2);
    assert.ok(found.every((row) => row.odoo_activity_id !== null));
  });

  it('are not made for what was over before', async () => {
    await anOrderInOdoo('a');
    await raise(notices.store.db, 'a');
    await resolve(notices.store.db, 'a');
    const saleOrder = await anOrderInOdoo('b');
    await raise(notices.store.db, 'b');
    start();
    await opened(1);
    assert.equal(notices.access.door.count('mail.activity'), 1);
    assert.equal(openActivities(saleOrder), 1);
  });

  it('are made anew when the same comes again', async () => {
    const saleOrder = await anOrderInOdoo('a');
    await raise(notices.store.db, 'a');
    const loop = start();
    await opened(1);
    await resolve(notices.store.db, 'a');
    await raise(notices.store.db, 'a');
    loop.wake();
    const [first, second] = await opened(2);
    assert.notEqual(first?.odoo_activity_id, second?.odoo_activity_id);
    assert.equal(openActivities(saleOrder), 1);
  });

  it('stay open while other attention speaks through them', async () => {
    const saleOrder = await anOrderInOdoo('a');
    const id = await raise(notices.store.db, 'a');
    const loop = start();
    const [row] = await opened(1);
    await resolve(notices.store.db, 'a');
    await notices.store.db
      .updateTable('attention')
      .set({ activity_next_at: new Date(Date.now() + 60_000) })
      .where('id', '=', id)
      .execute();
    await raise(notices.store.db, 'a');
    loop.wake();
    const found = await opened(2);
    assert.deepEqual(new Set(found.map((each) => each.odoo_activity_id)), new Set([row?.odoo_activity_id]));
    await makeDue(notices.store.db);
    loop.wake();
    await closed(1);
    assert.equal(openActivities(saleOrder), 1);
  });

  it('whose making lost its answer are found again, and closed when nothing is left to do', async () => {
    const saleOrder = await anOrderInOdoo('a');
    await raise(notices.store.db, 'a');
    notices.sandbox.faults.add({ rpc: { model: 'mail.activity', method: 'load' }, effect: { type: 'drop-answer' } });
    const loop = start();
    await waitFor('the lost answer', rows, ([row]) => row?.activity_attempts === 1);
    assert.equal(openActivities(saleOrder), 1);
    await resolve(notices.store.db, 'a');
    await makeDue(notices.store.db);
    loop.wake();
    await closed(1);
    assert.equal(openActivities(saleOrder), 0);
  });

  describe('of a shipment', () => {
    const aShipment = async (userId: number | null, odooState: 'sale' | null = 'sale'): Promise<number> => {
      const id = await notices.aSaleOrder();
      await notices.store.db
        .insertInto('fulfilments')
        .values({
          connection: 'ysell',
          sale_order_id: id,
          number: `S${id}`,
          odoo_user_id: userId,
          odoo_state: odooState,
        })
        .execute();
      return id;
    };
    const raiseShipment = (id: number) =>
      raiseAttention(
        notices.store.db,
        { connection: 'ysell', type: 'fulfilment', id: String(id) },
        {
          kind: 'missing-fields',
          step: 'look',
          reason: `S${id} cannot be sent: it has no phone.`,
          actions: ['retry', 'skip', 'cancel'],
          number: `S${id}`,
        },
      );

    it('are made for the salesperson of the sale order, once for all tries, and closed when it is solved', async () => {
      const [user] = notices.access.door.search('res.users', [['login', '=', 'admin']]);
      const id = await aShipment(user ?? 0);
      await raiseShipment(id);
      const loop = start();
      const [row] = await opened(1);
      assert.equal(notices.access.door.row('mail.activity', row?.odoo_activity_id ?? 0)?.['user_id'], user);
      await raiseShipment(id);
      loop.wake();
      assert.deepEqual(notices.access.activities('sale.order', id), [
        `Shipment S${id}: complete what is missing <p>S${id} cannot be sent: it has no phone.</p>`,
      ]);
      await resolveAttention(notices.store.db, { connection: 'ysell', type: 'fulfilment', id: String(id) }, 'Settled');
      loop.wake();
      await closed(1);
      assert.equal(openActivities(id), 0);
    });

    it('wait until Odoo has shown the order', async () => {
      const unseen = await aShipment(null, null);
      await raiseShipment(unseen);
      const seen = await aShipment(null);
      await raiseShipment(seen);
      start();
      await opened(1);
      assert.deepEqual([openActivities(unseen), openActivities(seen)], [0, 1]);
    });
  });

  it('that Odoo refuses do not hold up the others', async () => {
    await anOrderInOdoo('refused');
    await raise(notices.store.db, 'refused');
    await anOrderInOdoo('a');
    await raise(notices.store.db, 'a');
    notices.sandbox.faults.add({ rpc: { model: 'mail.activity', method: 'load' }, times: 2, effect: refusal });
    start();
    await opened(1);
    const [refused] = await rows();
    assert.equal(refused?.target_id, 'refused');
    assert.equal(refused.activity_attempts, 1);
    assert.equal(refused.activity_asked_at, null);
    assert.equal(notices.warnings.length, 1);
  });

  it('come when Odoo is there again, after one warning', async () => {
    await anOrderInOdoo('a');
    await anOrderInOdoo('b');
    await raise(notices.store.db, 'a');
    await raise(notices.store.db, 'b');
    const outage = notices.sandbox.faults.add({ system: 'odoo', effect: { type: 'outage' } });
    const loop = start();
    await waitFor('the first try', rows, (found) => found.some((row) => row.activity_attempts > 0));
    loop.wake();
    await waitFor('the second try', rows, (found) => found.every((row) => row.activity_attempts > 0));
    notices.sandbox.faults.remove(outage.id);
    await makeDue(notices.store.db);
    loop.wake();
    await opened(2);
    assert.equal(notices.warnings.length, 1);
  });
});
