import assert from 'node:assert/strict';
import { failureOf } from '../failed.ts';
import { json, startVendor, text } from '../vendor-server.ts';
import type { Answer, VendorServer } from '../vendor-server.ts';
import { pos } from '../../../src/connectors/pos/pos.ts';
import { posSettings } from '../../../src/config/connections/pos.ts';
import { aPayload, aSource, fetchAll, fetchGroups } from './a-source.ts';

describe('a call to a point of sale', () => {
  let vendor: VendorServer;
  beforeEach(async () => {
    vendor = await startVendor(json(200, []));
  });
  afterEach(() => vendor[Symbol.asyncDispose]());

  const since = new Date('2026-01-17T10:00:00Z');

  it('asks since when, with the key as bearer', async () => {
    await fetchGroups(aSource(`${vendor.url}orders`, { apiKey: 'secret-key' }).source, since);
    const [call] = vendor.received;
    assert.equal(call?.method, 'GET');
    assert.equal(call.url, '/api/v1/orders?since=2026-01-17T10%3A00%3A00.000Z');
    assert.equal(call.headers.authorization, 'Bearer secret-key');
    assert.equal(call.headers['x-api-key'], undefined);
  });

  it('sends the key as X-API-Key where the connection says so', async () => {
    await fetchGroups(aSource(`${vendor.url}orders`, { apiKey: 'secret-key', settings: { auth: 'x-api-key' } }).source);
    const [call] = vendor.received;
    assert.equal(call?.headers['x-api-key'], 'secret-key');
    assert.equal(call.headers.authorization, undefined);
  });

  it('has no key where the source is open, and no since where everything is wanted', async () => {
    await fetchGroups(aSource(`${vendor.url}orders`).source);
    const [call] = vendor.received;
    assert.equal(call?.url, '/api/v1/orders');
    assert.equal(call.headers.authorization, undefined);
  });

  const addresses: readonly (readonly [string, string])[] = [
    ['orders/', '/api/v1/orders/?since='],
    ['orders.php?shop=7&key=a%20b', '/api/v1/orders.php?shop=7&key=a%20b&since='],
    ['?shop[]=7', '/api/v1/?shop[]=7&since='],
    ['', '/api/v1/?since='],
  ];
  for (const [path, wanted] of addresses) {
    it(`goes to the address as it is written: ${path === '' ? 'a folder' : path}`, async () => {
      await fetchGroups(aSource(`${vendor.url}${path}`).source, since);
      assert.equal(vendor.received[0]?.url.startsWith(wanted), true, vendor.received[0]?.url);
    });
  }

  const refusals: readonly (readonly [string, Answer, string, RegExp])[] = [
    ['401', json(401, { message: 'bad key' }), 'Unauthorized', /answered 401, "bad key"/],
    ['403', text(403, ''), 'Unauthorized', /answered 403/],
    ['404', text(404, ''), 'NotFound', /answered 404/],
    ['429', json(429, {}, { 'retry-after': '7' }), 'RateLimited', /tried again after 7000 ms/],
    ['500', text(500, 'oops'), 'Unavailable', /answered 500, "oops"/],
    ['503 with a time', json(503, {}, { 'retry-after': '3' }), 'Unavailable', /tried again after 3000 ms/],
    [
      'a redirect',
      text(302, '', { location: 'https://example.com/' }),
      'BadResponse',
      /points to https:\/\/example.com/,
    ],
    ['400', json(400, { error: 'since is no date' }), 'Rejected', /since is no date/],
  ];
  for (const [what, answer, type, words] of refusals) {
    it(`that is answered ${what} is ${type}`, async () => {
      vendor.answerWith(answer);
      const failure = await failureOf(fetchAll(aSource(`${vendor.url}orders`).source));
      assert.equal(failure.type, type);
      assert.match(failure.message, words);
    });
  }

  it('holds back the next ones for as long as the source asks', async () => {
    vendor.answerWith(json(429, {}, { 'retry-after': '7' }));
    const { source, blocked } = aSource(`${vendor.url}orders`);
    await failureOf(fetchAll(source));
    assert.deepEqual(blocked, [7_000]);
  });

  it('that finds nobody is Unavailable', async () => {
    const { url } = vendor;
    const closed = await startVendor();
    await closed[Symbol.asyncDispose]();
    const failure = await failureOf(fetchAll(aSource(closed.url).source));
    assert.equal(failure.type, 'Unavailable');
    assert.match(failure.message, /nothing was sent/);
    assert.notEqual(url, closed.url);
  });

  it('leaves one line in the exchange log, with its size and the beginning of its body', async () => {
    vendor.answerWith(
      json(
        200,
        Array.from({ length: 2_000 }, (_, index) => aPayload({ OrderID: index })),
      ),
    );
    const { source, exchanges } = aSource(`${vendor.url}orders`, { apiKey: 'secret-key' });
    await fetchGroups(source, since);
    const [line] = exchanges;
    assert.equal(exchanges.length, 1);
    assert.equal(line?.connection, 'shop');
    assert.equal(line.path, 'orders?since=2026-01-17T10%3A00%3A00.000Z');
    assert.equal(line.status, 200);
    assert.equal(line.error, null);
    assert.match(line.response ?? '', /^\[\{"OrderID":0,.*… \(cut, \d{6} bytes in all\)$/);
    assert.ok(Buffer.byteLength(line.response ?? '') < 70_000);
  });

  it('shows its secrets nowhere', async () => {
    vendor.answerWith(json(200, { message: 'secret-key is unknown', token: 'abc' }));
    const { source, exchanges } = aSource(`${vendor.url}orders?api_key=in-address`, { apiKey: 'secret-key' });
    const failure = await failureOf(fetchAll(source));
    assert.doesNotMatch(`${failure.message} ${JSON.stringify(exchanges)}`, /secret-key|in-address|"abc"/);
  });

  it('that tests the connection says what was seen of the last day, and what is wrong with it', async () => {
    vendor.answerWith(json(200, [aPayload(), aPayload({ OrderID: 7, OrderStatus: 1 })]));
    const { source } = aSource(`${vendor.url}orders`);
    assert.match(
      await source.test(),
      /^2 orders since [\dT:.Z-]+, 1 of them of no use, the first: Order 7: OrderStatus is 1/,
    );
  });

  it('that tests the connection reads no more than it needs', async () => {
    vendor.answerWith(
      json(
        200,
        Array.from({ length: 50_000 }, (_, index) => aPayload({ OrderID: index + 1 })),
      ),
    );
    const { source, exchanges } = aSource(`${vendor.url}orders`);
    assert.match(await source.test(), /^At least \d+ orders since/);
    assert.equal(exchanges[0]?.error, null);
  });

  it('is not made for a source that only pushes', async () => {
    const settings = posSettings.parse({ posConfig: 'Shop', acceptPush: true });
    const connection = { id: 'shop', settings, secrets: { pushKey: 'push-key' } };
    assert.equal(pos.endpoint(connection), null);
    const source = pos.create(connection, null);
    assert.match(await source.test(), /has no url/);
    assert.equal((await failureOf(source.fetchOrders(null, () => Promise.resolve()))).type, 'InvalidInput');
  });
});
