import assert from 'node:assert/strict';
import { failureOf } from '../failed.ts';
import { aRead, aTransport, aWrite, json, startVendor } from '../vendor-server.ts';
import type { VendorServer } from '../vendor-server.ts';

describe('what a vendor receives', () => {
  let vendor: VendorServer;
  beforeEach(async () => {
    vendor = await startVendor(json(200, []));
  });
  afterEach(() => vendor[Symbol.asyncDispose]());

  it('is a path below the base URL with its query, missing values left out', async () => {
    await aTransport(vendor.url).transport.request(
      aRead({ query: { page: 2, per_page: 100, from: undefined, q: 'a b' } }),
    );
    assert.equal(vendor.received[0]?.url, '/api/v1/order/pull-orders?page=2&per_page=100&q=a+b');
  });

  it('is JSON with its length, the headers of the connection and those of the call', async () => {
    await aTransport(vendor.url).transport.request(aWrite({ headers: { 'X-Request': '7' } }));
    const [call] = vendor.received;
    assert.equal(call?.body, '{"hashed_id":"GMNvpbLM","status":"approved"}');
    assert.equal(call.headers['content-type'], 'application/json');
    assert.equal(call.headers['content-length'], '44');
    assert.equal(call.headers['authorizationtoken'], 'secret-token');
    assert.equal(call.headers['user-agent'], 'Conveyor/test');
    assert.equal(call.headers['x-request'], '7');
    assert.equal(call.headers['accept'], 'application/json');
  });

  it('comes once, however it ends', async () => {
    vendor.answerWith(json(500, {}));
    await failureOf(aTransport(vendor.url).transport.request(aRead()));
    assert.equal(vendor.received.length, 1);
  });

  for (const path of [
    '/etc/passwd',
    '../admin',
    'order/..',
    'order/%2e%2E/x',
    'order/.',
    'a?b=c',
    'a#b',
    'a\\..\\b',
    '//evil.example/',
  ]) {
    it(`never is the path ${path}, which would leave the base URL`, async () => {
      const { transport, exchanges } = aTransport(vendor.url);
      assert.equal((await failureOf(transport.request(aRead({ path })))).type, 'InvalidInput');
      assert.deepEqual(vendor.received, []);
      assert.deepEqual(exchanges, []);
    });
  }

  it('never is a header with a line break, and the error does not show it', async () => {
    const { transport } = aTransport(vendor.url, { headers: { AuthorizationToken: 'two\nlines' } });
    const failure = await failureOf(transport.request(aRead()));
    assert.equal(failure.type, 'InvalidInput');
    assert.doesNotMatch(failure.message, /lines\b/);
  });
});
