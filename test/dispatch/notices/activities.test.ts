import assert from 'node:assert/strict';
import { pino } from 'pino';
import { connectOdoo } from '../../../src/connectors/odoo/connect.ts';
import type { Odoo } from '../../../src/connectors/odoo/client.ts';
import type { BackgroundLoop } from '../../../src/dispatch/background-loop.ts';
import { startNotices } from '../../../src/dispatch/notices/start-notices.ts';
import type { Store } from '../../../src/store/database.ts';
import { createSandbox } from '../../../sandbox/server.ts';
import type { Sandbox } from '../../../sandbox/server.ts';
import { openTestStore } from '../../store/open-test-store.ts';
import { createOdooAccess } from '../../support/odoo-access.ts';
import type { OdooAccess } from '../../support/odoo-access.ts';
import { waitFor } from '../../support/wait.ts';
import { makeDue, raise, resolve } from './rows.ts';

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

const silent = { info: () => undefined, warn: () => undefined };

describe('activities in Odoo for what needs a person', () => {
  let store: Store;
  let sandbox: Sandbox;
  let access: OdooAccess;
  let odoo: Odoo;
  let warnings: string[];
  let running: BackgroundLoop[];

  beforeEach(async () => {
    store = await openTestStore();
    sandbox = createSandbox({ port: 0, stateDir: null, catalogue: false });
    const url = await sandbox.start();
    access = createOdooAccess(sandbox, 18);
    odoo = await connectOdoo({
      url: `${url}/odoo`,
      database: 'sandbox',
      user: 'conveyor',
      password: 'conveyor',
      concurrency: 2,
      log: () => undefined,
      logger: silent,
      timeoutMs: 5_000,
    });
    warnings = [];
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((loop) => loop.stop()));
    await odoo.close();
    await sandbox.close();
    await store.close();
  });

  const start = (): BackgroundLoop => {
    const logger = pino({ level: 'warn' }, { write: (line: string) => warnings.push(line) });
    const loop = startNotices({
      db: store.db,
      odoo,
      log: () => undefined,
      logger,
      alert: undefined,
      publicUrl: 'https://conveyor.example',
    });
    running.push(loop);
    return loop;
  };
  const aSaleOrder = async (): Promise<number> =>
    access.create('sale.order', { partner_id: await access.create('res.partner', { name: 'Koshk' }) });
  /** An order of ours that stands in Odoo. */
  const anOrderInOdoo = async (externalId: string, userId: number | null = null): Promise<number> => {
    const id = await aSaleOrder();
    await anOrderRow(externalId, id, userId);
    return id;
  };
  const anOrderRow = async (
    externalId: string,
    saleOrderId: number | null,
    userId: number | null = null,
  ): Promise<void> => {
    await store.db
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
    access.door.count('mail.activity', [
      ['res_id', '=', saleOrderId],
      ['active', '=', true],
    ]);
  const rows = () => store.db.selectFrom('attention').selectAll().orderBy('since').execute();
  const opened = (count: number) =>
    waitFor('the activity', rows, (found) => found.filter((row) => row.odoo_activity_id !== null).length >= count);
  const closed = (count: number) =>
    waitFor(
      'the end of the activity',
      rows,
      (found) => found.filter((row) => row.activity_closed_at !== null).length >= count,
    );

  it('are made on the sale order for its responsible user', async () => {
    const [user] = access.door.search('res.users', [['login', '=', 'admin']]);
    const saleOrder = await anOrderInOdoo('a', user ?? 0);
    await raise(store.db, 'a');
    start();
    const [row] = await opened(1);
    const activity = access.door.row('mail.activity', row?.odoo_activity_id ?? 0);
    assert.equal(activity?.['res_id'], saleOrder);
    assert.equal(activity['user_id'], user);
    assert.deepEqual(access.activities('sale.order', saleOrder), [
      'Order C-a: enter the one-time password <p>Order a needs the one-time password of the customer</p>',
    ]);
  });

  it('are closed with the resolution as feedback, once', async () => {
    const saleOrder = await anOrderInOdoo('a');
    await raise(store.db, 'a');
    const loop = start();
    await opened(1);
    await resolve(store.db, 'a', 'Skipped: sold by phone');
    loop.wake();
    await closed(1);
    assert.ok(access.messages('sale.order', saleOrder).some((message) => message.includes('Skipped: sold by phone')));
    const calls = sandbox.log.calls().length;
    loop.wake();
    await loop.stop();
    assert.equal(sandbox.log.calls().length, calls);
  });

  it('wait until there is a sale order to stand on', async () => {
    await anOrderRow('a', null);
    await raise(store.db, 'a', { kind: 'unknown-product', step: 'import' });
    await anOrderInOdoo('b');
    await raise(store.db, 'b');
    const loop = start();
    await opened(1);
    await store.db
      .updateTable('orders')
      .set({ odoo_id: await aSaleOrder() })
      .where('external_id', '=', 'a')
      .execute();
    loop.wake();
    const found = await opened(2);
    assert.ok(found.every((row) => row.odoo_activity_id !== null));
  });

  it('are not made for what was over before', async () => {
    await anOrderInOdoo('a');
    await raise(store.db, 'a');
    await resolve(store.db, 'a');
    const saleOrder = await anOrderInOdoo('b');
    await raise(store.db, 'b');
    start();
    await opened(1);
    assert.equal(access.door.count('mail.activity'), 1);
    assert.equal(openActivities(saleOrder), 1);
  });

  it('are made anew when the same comes again', async () => {
    const saleOrder = await anOrderInOdoo('a');
    await raise(store.db, 'a');
    const loop = start();
    await opened(1);
    await resolve(store.db, 'a');
    await raise(store.db, 'a');
    loop.wake();
    const [first, second] = await opened(2);
    assert.notEqual(first?.odoo_activity_id, second?.odoo_activity_id);
    assert.equal(openActivities(saleOrder), 1);
  });

  it('stay open while other attention speaks through them', async () => {
    const saleOrder = await anOrderInOdoo('a');
    const id = await raise(store.db, 'a');
    const loop = start();
    const [row] = await opened(1);
    await resolve(store.db, 'a');
    await store.db
      .updateTable('attention')
      .set({ activity_next_at: new Date(Date.now() + 60_000) })
      .where('id', '=', id)
      .execute();
    await raise(store.db, 'a');
    loop.wake();
    const found = await opened(2);
    assert.deepEqual(new Set(found.map((each) => each.odoo_activity_id)), new Set([row?.odoo_activity_id]));
    await makeDue(store.db);
    loop.wake();
    await closed(1);
    assert.equal(openActivities(saleOrder), 1);
  });

  it('whose making lost its answer are found again, and closed when nothing is left to do', async () => {
    const saleOrder = await anOrderInOdoo('a');
    await raise(store.db, 'a');
    sandbox.faults.add({ rpc: { model: 'mail.activity', method: 'load' }, effect: { type: 'drop-answer' } });
    const loop = start();
    await waitFor('the lost answer', rows, ([row]) => row?.activity_attempts === 1);
    assert.equal(openActivities(saleOrder), 1);
    await resolve(store.db, 'a');
    await makeDue(store.db);
    loop.wake();
    await closed(1);
    assert.equal(openActivities(saleOrder), 0);
  });

  it('that Odoo refuses do not hold up the others', async () => {
    await anOrderInOdoo('refused');
    await raise(store.db, 'refused');
    await anOrderInOdoo('a');
    await raise(store.db, 'a');
    sandbox.faults.add({ rpc: { model: 'mail.activity', method: 'load' }, times: 2, effect: refusal });
    start();
    await opened(1);
    const [refused] = await rows();
    assert.equal(refused?.target_id, 'refused');
    assert.equal(refused.activity_attempts, 1);
    assert.equal(refused.activity_asked_at, null);
    assert.equal(warnings.length, 1);
  });

  it('come when Odoo is there again, after one warning', async () => {
    await anOrderInOdoo('a');
    await anOrderInOdoo('b');
    await raise(store.db, 'a');
    await raise(store.db, 'b');
    const outage = sandbox.faults.add({ system: 'odoo', effect: { type: 'outage' } });
    const loop = start();
    await waitFor('the first try', rows, (found) => found.some((row) => row.activity_attempts > 0));
    loop.wake();
    await waitFor('the second try', rows, (found) => found.every((row) => row.activity_attempts > 0));
    sandbox.faults.remove(outage.id);
    await makeDue(store.db);
    loop.wake();
    await opened(2);
    assert.equal(warnings.length, 1);
  });
});
