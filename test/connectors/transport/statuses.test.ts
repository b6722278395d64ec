import assert from 'node:assert/strict';
import type { HttpCall } from '../../../src/connectors/http.ts';
import type { FailureType } from '../../../src/domain/failure.ts';
import { failureOf } from '../failed.ts';
import { aRead, aTransport, aWrite, json, startVendor, text } from '../vendor-server.ts';
import type { VendorServer } from '../vendor-server.ts';

describe('what an HTTP status means', () => {
  let vendor: VendorServer;
  before(async () => {
    vendor = await startVendor();
  });
  after(() => vendor[Symbol.asyncDispose]());

  const table: readonly (readonly [number, Record<HttpCall['effect'], FailureType>])[] = [
    ...[400, 402, 409, 410, 418, 422].map(
      (status) => [status, { read: 'Rejected', absolute: 'Rejected', once: 'Rejected' }] as const,
    ),
    ...[401, 403].map(
      (status) => [status, { read: 'Unauthorized', absolute: 'Unauthorized', once: 'Unauthorized' }] as const,
    ),
    [404, { read: 'NotFound', absolute: 'NotFound', once: 'NotFound' }],
    [429, { read: 'RateLimited', absolute: 'RateLimited', once: 'RateLimited' }],
    ...[408, 425, 500, 502, 503, 504, 599].map(
      (status) => [status, { read: 'Unavailable', absolute: 'OutcomeUnknown', once: 'OutcomeUnknown' }] as const,
    ),
    ...[301, 302, 304, 307, 308].map(
      (status) => [status, { read: 'BadResponse', absolute: 'BadResponse', once: 'BadResponse' }] as const,
    ),
  ];
  for (const [status, types] of table) {
    for (const effect of ['read', 'absolute', 'once'] as const) {
      it(`takes ${status} to a call that is ${effect} for ${types[effect]}`, async () => {
        vendor.answerWith(text(status, '', { location: 'https://elsewhere.example/' }));
        const failure = await failureOf(aTransport(vendor.url).transport.request(aWrite({ effect })));
        assert.equal(failure.type, types[effect]);
        assert.equal(failure.data.status, status);
      });
    }
  }

  it('follows no redirect', async () => {
    const calls = vendor.received.length;
    vendor.answerWith(text(302, '', { location: `${vendor.url}login` }));
    const failure = await failureOf(aTransport(vendor.url).transport.request(aRead()));
    assert.match(failure.message, /api\/v1\/login, which is not followed/);
    assert.equal(vendor.received.length, calls + 1);
  });

  const waits: readonly (readonly [string, Record<string, string>, number])[] = [
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['no time at all', {}, 5_000],
    ['words that are no time', { 'retry-after': 'soon' }, 5_000],
    ['more than a day', { 'retry-after': '999999' }, 86_400_000],
    [
      'a date, by the clock of the other side',
      { 'retry-after': 'Sat, 17 Jan 2026 10:00:30 GMT', date: 'Sat, 17 Jan 2026 10:00:00 GMT' },
      30_000,
    ],
    ['a date that has passed', { 'retry-after': 'Sat, 17 Jan 2026 10:00:30 GMT' }, 0],
  ];
  for (const [what, headers, ms] of waits) {
    it(`waits ${ms} ms after a 429 with ${what}, and tells the quota`, async () => {
      vendor.answerWith(text(429, '', headers));
      const { transport, blocked } = aTransport(vendor.url);
      const failure = await failureOf(transport.request(aWrite()));
      assert.equal(failure.data.retryAfterMs, ms);
      assert.deepEqual(blocked, [ms]);
    });
  }

  it('takes a 503 with Retry-After to a write for "nothing was done"', async () => {
    vendor.answerWith(text(503, '', { 'retry-after': '2' }));
    const { transport, blocked } = aTransport(vendor.url);
    const failure = await failureOf(transport.request(aWrite({ effect: 'once' })));
    assert.equal(failure.type, 'Unavailable');
    assert.equal(failure.data.retryAfterMs, 2_000);
    assert.deepEqual(blocked, [2_000]);
  });

  const refusals: readonly (readonly [string, string])[] = [
    ['{"message":"the order is closed"}', 'the order is closed'],
    ['{"error":"the order is closed"}', 'the order is closed'],
    ['{"error":{"message":"the order is closed","code":17}}', 'the order is closed'],
    ['{"errors":["first","second"]}', 'first; second'],
    ['{"errors":{"status":["is unknown"]}}', 'status: is unknown'],
    ['{"error":"nothing was updated","errors":[{"message":"bad id"}]}', 'nothing was updated; bad id'],
    ['"the order is closed"', 'the order is closed'],
    ['the order\n is closed', 'the order is closed'],
    ['<!doctype html><title>Oops</title><p>a long page', 'Oops'],
  ];
  for (const [body, words] of refusals) {
    it(`finds "${words}" in ${body}`, async () => {
      vendor.answerWith(text(422, body));
      const failure = await failureOf(aTransport(vendor.url).transport.request(aWrite()));
      assert.equal(
        failure.message,
        `cartona: POST order/update-order-status/GMNvpbLM (order GMNvpbLM): answered 422, "${words}". Correct it on either side, then retry.`,
      );
    });
  }

  it('cuts a refusal that is a book', async () => {
    vendor.answerWith(json(422, { message: 'word '.repeat(10_000) }));
    const failure = await failureOf(aTransport(vendor.url).transport.request(aWrite()));
    assert.ok(failure.message.length < 800);
  });
});
