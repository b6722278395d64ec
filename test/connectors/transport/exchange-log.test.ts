import assert from 'node:assert/strict';
import { withCorrelation } from '../../../src/connectors/correlation.ts';
import { failureOf } from '../failed.ts';
import { aRead, aTransport, aWrite, json, startVendor, text } from '../vendor-server.ts';
import type { VendorServer } from '../vendor-server.ts';

describe('the exchange log', () => {
  let vendor: VendorServer;
  before(async () => {
    vendor = await startVendor();
  });
  after(() => vendor[Symbol.asyncDispose]());

  it('has one line for a call, with the run it was made for', async () => {
    vendor.answerWith(json(200, { ok: true }));
    const { transport, exchanges } = aTransport(vendor.url);
    const before = Date.now();
    await withCorrelation({ workflowId: 'order:cartona:GMNvpbLM' }, () => transport.request(aWrite()));
    assert.equal(exchanges.length, 1);
    const [exchange] = exchanges;
    assert.ok(exchange && exchange.at.getTime() >= before && exchange.durationMs >= 0);
    assert.deepEqual(
      { ...exchange, at: null, durationMs: null },
      {
        at: null,
        connection: 'cartona',
        direction: 'out',
        method: 'POST',
        path: 'order/update-order-status/GMNvpbLM',
        status: 200,
        durationMs: null,
        error: null,
        externalIds: ['GMNvpbLM'],
        workflowId: 'order:cartona:GMNvpbLM',
        request: '{"hashed_id":"GMNvpbLM","status":"approved"}',
        response: '{"ok":true}',
      },
    );
  });

  it('has one line for a call that failed, with what was said', async () => {
    vendor.answerWith(json(422, { message: 'no' }));
    const { transport, exchanges } = aTransport(vendor.url);
    await failureOf(transport.request(aWrite()));
    assert.equal(exchanges.length, 1);
    assert.match(exchanges[0]?.error ?? '', /^Rejected: cartona: POST .* answered 422, "no"/);
    assert.equal(exchanges[0]?.response, '{"message":"no"}');
  });

  it('has one line for a call without an answer', async () => {
    vendor.answerWith((response) => response.socket?.destroy());
    const { transport, exchanges } = aTransport(vendor.url);
    await failureOf(transport.request(aRead()));
    assert.equal(exchanges.length, 1);
    assert.equal(exchanges[0]?.status, null);
    assert.equal(exchanges[0].response, null);
    assert.match(exchanges[0].error ?? '', /^Unavailable/);
  });

  it('hides secrets wherever they come back, in every spelling', async () => {
    const secret = 'to"k/en+1';
    const spelled = [JSON.stringify(secret), encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
    vendor.answerWith(text(422, `{"message":${spelled[0] ?? ''},"also":"${spelled.slice(1).join(' ')}"}`));
    const { transport, exchanges } = aTransport(vendor.url, { secrets: [secret] });
    const failure = await failureOf(
      transport.request(aWrite({ query: { token: secret, page: 1 }, json: { a: secret } })),
    );
    const shown = `${JSON.stringify(exchanges)} ${failure.message}`;
    for (const spelling of [secret, ...spelled.slice(1), spelled[0]?.slice(1, -1) ?? '']) {
      assert.ok(!shown.includes(spelling), `${spelling} is shown in ${shown}`);
    }
    assert.match(exchanges[0]?.path ?? '', /\?token=\*\*\*&page=1$/);
  });

  it('hides one-time passwords, in the answer to a refusal too', async () => {
    vendor.answerWith(
      json(422, { message: 'retailer_otp 493817 is wrong', pickup_otp: '123456', nested: '{"retailer_otp":"77"}' }),
    );
    const { transport, exchanges } = aTransport(vendor.url);
    const failure = await failureOf(
      transport.request(aWrite({ json: { status: 'delivered', retailer_otp: '493817' } })),
    );
    const shown = `${JSON.stringify(exchanges)} ${failure.message}`;
    for (const otp of ['493817', '123456', '77']) assert.ok(!shown.includes(otp), shown);
    assert.match(exchanges[0]?.request ?? '', /"retailer_otp":"\*\*\*"/);
  });

  it('hides the fields that hold keys, numbers and half values included', async () => {
    vendor.answerWith(text(200, '{"Access_Token": "abc\\"def", "otp":5512,"page_tokens":[1],"password":"never ends'));
    const { transport, exchanges } = aTransport(vendor.url);
    await failureOf(transport.request(aRead()));
    assert.equal(exchanges[0]?.response, '{"Access_Token": "***", "otp":"***","page_tokens":[1],"password":"***"');
  });

  it('keeps 64 KB of a body and says how long it was', async () => {
    vendor.answerWith(json(200, ['é'.repeat(100_000)]));
    const { transport, exchanges } = aTransport(vendor.url);
    await transport.request(aRead());
    const kept = exchanges[0]?.response ?? '';
    assert.ok(Buffer.byteLength(kept) < 65 * 1024 && Buffer.byteLength(kept) > 60 * 1024);
    assert.match(kept, /é… \(cut, 100004 characters in all\)$/);
  });

  it('shows no part of a secret that lies across the cut', async () => {
    const secret = 'S3CR3T'.repeat(50);
    for (const before of [65_500, 65_400, 65_536 - 2]) {
      vendor.answerWith(text(200, `["${'x'.repeat(before)}${secret}${'y'.repeat(40_000)}"]`));
      const { transport, exchanges } = aTransport(vendor.url, { secrets: [secret] });
      await transport.request(aRead());
      assert.doesNotMatch(exchanges[0]?.response ?? '', /S3C/);
    }
  });
});
