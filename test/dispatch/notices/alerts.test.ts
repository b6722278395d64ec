import assert from 'node:assert/strict';
import { pino } from 'pino';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { Exchange } from '../../../src/domain/exchange.ts';
import type { Odoo } from '../../../src/connectors/odoo/client.ts';
import type { BackgroundLoop } from '../../../src/dispatch/background-loop.ts';
import { startNotices } from '../../../src/dispatch/notices/start-notices.ts';
import type { Store } from '../../../src/store/database.ts';
import { json, startVendor, text } from '../../connectors/vendor-server.ts';
import type { ReceivedCall, VendorServer } from '../../connectors/vendor-server.ts';
import { openTestStore } from '../../store/open-test-store.ts';
import { waitFor } from '../../support/wait.ts';
import { makeDue, raise, resolve } from './rows.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const bodySchema = z.object({ type: z.string(), timestamp: z.iso.datetime(), data: z.record(z.string(), z.unknown()) });
const bodyOf = (call: ReceivedCall | undefined) => bodySchema.parse(JSON.parse(call?.body ?? 'null'));

/** No order of these tests stands in Odoo. */
const noOdoo = new Proxy({} as Odoo, {
  get: (_, method) => {
    throw new Error(`Odoo was asked: ${String(method)}`);
  },
});

describe('alerts', () => {
  let store: Store;
  let receiver: VendorServer;
  let exchanges: Exchange[];
  let warnings: string[];
  let running: BackgroundLoop[];

  beforeEach(async () => {
    store = await openTestStore();
    receiver = await startVendor();
    exchanges = [];
    warnings = [];
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((loop) => loop.stop()));
    await receiver[Symbol.asyncDispose]();
    await store.close();
  });

  const start = (url = `${receiver.url}hook?key=hidden-key`): BackgroundLoop => {
    const logger = pino({ level: 'warn' }, { write: (line: string) => warnings.push(line) });
    const loop = startNotices({
      db: store.db,
      odoo: noOdoo,
      log: (exchange) => exchanges.push(exchange),
      logger,
      alert: { url, secret },
      publicUrl: 'https://conveyor.example',
    });
    running.push(loop);
    return loop;
  };
  const calls = (count: number): Promise<readonly ReceivedCall[]> =>
    waitFor(
      `alert ${count}`,
      () => receiver.received,
      (received) => received.length >= count,
    );
  const rows = () => store.db.selectFrom('attention').selectAll().orderBy('since').execute();
  /** All that is due has been tried. */
  const quiet = (attempts: number) =>
    waitFor('the end of the round', rows, (found) =>
      found.every((row) => row.alert_attempts >= attempts || row.alerted_at !== null),
    );

  it('tell of new attention, signed so that any receiver of Standard Webhooks can prove it', async () => {
    const id = await raise(store.db, 'GMNvpbLM');
    start();
    const [call] = await calls(1);
    assert.equal(call?.method, 'POST');
    assert.equal(call.url, '/api/v1/hook?key=hidden-key');
    const headers = z.record(z.string(), z.string()).parse(call.headers);
    new Webhook(secret).verify(call.body, headers);
    assert.equal(headers['webhook-id'], `attention_${id}_opened`);
    const { type, timestamp, data } = bodyOf(call);
    assert.equal(type, 'attention.opened');
    assert.equal(timestamp, data['since']);
    assert.deepEqual(
      { ...data, since: '' },
      {
        id,
        connection: 'cartona',
        kind: 'otp-required',
        target: { type: 'order', externalId: 'GMNvpbLM', number: 'C-GMNvpbLM' },
        reason: 'Order GMNvpbLM needs the one-time password of the customer',
        actions: ['retry', 'skip', 'cancel'],
        since: '',
        workflowId: 'order:cartona:GMNvpbLM',
        resolvedAt: null,
        resolution: null,
        url: 'https://conveyor.example/api/orders/cartona/GMNvpbLM',
      },
    );
  });

  it('leave a line in the exchange log that shows neither the address nor the secret', async () => {
    await raise(store.db, 'GMNvpbLM');
    start();
    const [line] = await waitFor(
      'the line',
      () => exchanges,
      (found) => found.length > 0,
    );
    assert.equal(line?.connection, 'alerts');
    assert.equal(line.path, 'attention.opened');
    assert.equal(line.status, 200);
    assert.equal(line.workflowId, 'order:cartona:GMNvpbLM');
    assert.deepEqual(line.externalIds, ['GMNvpbLM', 'C-GMNvpbLM']);
    assert.doesNotMatch(JSON.stringify(line), /hidden-key|whsec_/);
  });

  it('tell of the recovery when the attention is resolved, once each', async () => {
    const id = await raise(store.db, 'a');
    const loop = start();
    await waitFor('the alert', rows, ([row]) => row?.alerted_at !== null);
    await resolve(store.db, 'a', 'Skipped: sold by phone');
    loop.wake();
    const [, second] = await calls(2);
    assert.equal(second?.headers['webhook-id'], `attention_${id}_resolved`);
    const { type, timestamp, data } = bodyOf(second);
    assert.equal(type, 'attention.resolved');
    assert.equal(timestamp, data['resolvedAt']);
    assert.equal(data['resolution'], 'Skipped: sold by phone');
    await waitFor('the recovery', rows, ([row]) => row?.recovery_alerted_at !== null);
    await makeDue(store.db);
    await loop.stop();
    assert.equal(receiver.received.length, 2);
  });

  it('say nothing of attention that was over before anybody was told', async () => {
    await raise(store.db, 'a');
    await resolve(store.db, 'a');
    await raise(store.db, 'b');
    start();
    await waitFor('the other one', rows, (found) => found.some((row) => row.alerted_at !== null));
    assert.deepEqual(
      receiver.received.map(
        (call) => z.looseObject({ externalId: z.string() }).parse(bodyOf(call).data['target']).externalId,
      ),
      ['b'],
    );
  });

  it('say nothing of attention that was refused by the receiver and is over', async () => {
    receiver.answerWith(json(400, { message: 'no' }));
    await raise(store.db, 'a');
    const loop = start();
    await quiet(1);
    await resolve(store.db, 'a');
    await makeDue(store.db);
    receiver.answerWith(json(200, {}));
    await raise(store.db, 'b');
    loop.wake();
    await waitFor('the other one', rows, (found) => found.some((row) => row.alerted_at !== null));
    assert.equal(receiver.received.length, 2);
  });

  it('tell of the end where the answer to the beginning was lost', async () => {
    receiver.answerWith((response) => response.destroy());
    await raise(store.db, 'a');
    const loop = start();
    await quiet(1);
    await resolve(store.db, 'a');
    await makeDue(store.db);
    receiver.answerWith(json(200, {}));
    loop.wake();
    await waitFor('the recovery', rows, ([row]) => row?.recovery_alerted_at !== null);
    assert.deepEqual(
      receiver.received.map((call) => bodyOf(call).type),
      ['attention.opened', 'attention.resolved'],
    );
  });

  for (const [name, answer] of [
    ['an error', json(500, { message: 'broken' })],
    ['a redirect', json(302, {}, { location: 'https://elsewhere.example/' })],
    ['a page that is not there', json(410, {})],
  ] as const) {
    it(`come again with the same id and a new time after ${name}`, async () => {
      receiver.answerWith(answer);
      await raise(store.db, 'a');
      const loop = start();
      const [row] = await quiet(1);
      const waits = (row?.alert_next_at.getTime() ?? 0) - Date.now();
      assert.ok(waits > 3_000 && waits <= 5_500, `${waits} ms`);
      receiver.answerWith(json(204, undefined));
      await makeDue(store.db);
      loop.wake();
      await waitFor('the alert', rows, ([found]) => found?.alerted_at !== null);
      const [first, second] = receiver.received;
      assert.equal(first?.headers['webhook-id'], second?.headers['webhook-id']);
      assert.equal(first?.body, second?.body);
    });
  }

  it('wait as long as the receiver asks for', async () => {
    receiver.answerWith(json(429, {}, { 'retry-after': '120' }));
    await raise(store.db, 'a');
    start();
    const [row] = await quiet(1);
    assert.ok((row?.alert_next_at.getTime() ?? 0) - Date.now() > 115_000);
  });

  it('are taken when the receiver answers a plain word', async () => {
    receiver.answerWith(text(200, 'ok'));
    await raise(store.db, 'a');
    start();
    await waitFor('the alert', rows, ([row]) => row?.alerted_at !== null);
    assert.equal(exchanges[0]?.error, null);
  });

  it('of one record that is refused do not hold up the others, and warn once', async () => {
    receiver.answerWith((response, call) => {
      json(call.body.includes('bad-order') ? 500 : 200, {})(response, call);
    });
    for (const id of ['bad-order-1', 'a', 'bad-order-2', 'b', 'c']) await raise(store.db, id);
    start();
    const found = await quiet(1);
    assert.deepEqual(
      found.filter((row) => row.alerted_at === null).map((row) => row.target_id),
      ['bad-order-1', 'bad-order-2'],
    );
    assert.equal(warnings.length, 1);
    assert.doesNotMatch(warnings.join(), /hidden-key|whsec_/);
  });

  it('that reach nobody are kept and warned of once', async () => {
    await raise(store.db, 'a');
    await raise(store.db, 'b');
    start('http://127.0.0.1:1/hook');
    await quiet(1);
    assert.equal(warnings.length, 1);
  });

  it('are sent by one process at a time, and by the next when it stops', async () => {
    const first = start();
    await waitFor(
      'the lease',
      () => store.db.selectFrom('leases').selectAll().execute(),
      (leases) => leases.length === 2,
    );
    const second = start();
    for (let order = 0; order < 30; order += 1) await raise(store.db, `order-${order}`);
    first.wake();
    second.wake();
    await waitFor('all', rows, (found) => found.every((row) => row.alerted_at !== null));
    assert.equal(receiver.received.length, 30);
    await first.stop();
    await raise(store.db, 'one more');
    second.wake();
    await calls(31);
  });

  it('of long reasons stay below what receivers take', async () => {
    await raise(store.db, 'a', { reason: 'x'.repeat(100_000) });
    start();
    const [call] = await calls(1);
    assert.ok(Buffer.byteLength(call?.body ?? '') < 20_000);
  });

  for (const { type, id, url } of [
    { type: 'connection', id: 'odoo', url: 'https://conveyor.example/api/attention?connection=odoo' },
    { type: 'pos-order', id: '639:REFUND', url: 'https://conveyor.example/api/pos/odoo/orders/639%3AREFUND' },
    { type: 'fulfilment', id: '42', url: 'https://conveyor.example/api/fulfilments/odoo/42' },
    { type: 'listing', id: '110 774', url: 'https://conveyor.example/api/listings?connection=odoo&q=110%20774' },
  ]) {
    it(`about a ${type} point to ${url}`, async () => {
      await store.db
        .insertInto('attention')
        .values({
          connection: 'odoo',
          kind: 'unavailable',
          target_type: type,
          target_id: id,
          number: null,
          reason: 'gone',
          actions: [],
          workflow_id: null,
          resolution: null,
          odoo_activity_id: null,
        })
        .execute();
      start();
      const [call] = await calls(1);
      assert.equal(bodyOf(call).data['url'], url);
    });
  }
});
