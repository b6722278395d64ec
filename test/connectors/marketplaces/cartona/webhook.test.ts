import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { cartona } from '../../../../src/connectors/marketplaces/cartona/cartona.ts';
import type { WebhookReader, WebhookRequest } from '../../../../src/connectors/marketplaces/port.ts';
import { failureOf } from '../../failed.ts';
import { secretsOf, settingsOf } from './builders.ts';

const body = '{"hashed_id":"GMNvpbLM","status":"cancelled_by_retailer"}';

const aRequest = (headers: Record<string, string>, rawBody: string = body): WebhookRequest => ({
  topic: '',
  headers,
  rawBody: Buffer.from(rawBody),
});

const reader = (
  webhook: Record<string, unknown> = {},
  webhookToken: string | undefined = 'webhook-token',
): WebhookReader =>
  cartona.webhook({ id: 'cartona', settings: settingsOf({ webhook }), secrets: secretsOf({ webhookToken }) });

describe('who sent a webhook of Cartona', () => {
  for (const headers of [
    { authorizationtoken: 'webhook-token' },
    { authorization: 'Bearer webhook-token' },
    { authorization: 'bearer webhook-token' },
    { 'x-webhook-token': 'webhook-token' },
  ]) {
    it(`is proven by the token in ${JSON.stringify(headers)}`, () => {
      assert.ok(reader().verify(aRequest(headers)));
    });
  }

  for (const headers of [
    {},
    { authorizationtoken: 'webhook-tokeN' },
    { authorizationtoken: '' },
    { authorization: 'webhook-token' },
    { authorization: 'Basic webhook-token' },
    { 'x-other': 'webhook-token' },
  ]) {
    it(`is not proven by ${JSON.stringify(headers)}`, () => {
      assert.ok(!reader().verify(aRequest(headers)));
    });
  }

  it('is never proven when the connection has no webhook token', () => {
    const open = cartona.webhook({ id: 'cartona', settings: settingsOf(), secrets: { token: 'secret-token' } });
    assert.ok(!open.verify(aRequest({ authorizationtoken: '' })));
    assert.ok(!open.verify(aRequest({ authorizationtoken: 'undefined' })));
    assert.ok(!open.verify(aRequest({ authorizationtoken: 'secret-token' })));
  });

  it('may be proven by the token in one more header of the settings', () => {
    assert.ok(reader({ header: 'X-Cartona' }).verify(aRequest({ 'x-cartona': 'webhook-token' })));
  });

  for (const secret of ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'a plain secret'.replaceAll(' ', '-')]) {
    it(`is proven by a Standard Webhooks signature with ${secret.slice(0, 6)}…`, () => {
      const standard = reader({ scheme: 'standard-webhooks' }, secret);
      const signer = secret.startsWith('whsec_') ? new Webhook(secret) : new Webhook(secret, { format: 'raw' });
      const at = new Date();
      const headers = (when: Date): Record<string, string> => ({
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(when.getTime() / 1000)),
        'webhook-signature': signer.sign('msg_1', when, body),
      });
      assert.ok(standard.verify(aRequest(headers(at))));
      assert.ok(!standard.verify(aRequest(headers(at), `${body} `)), 'another body');
      assert.ok(!standard.verify(aRequest(headers(new Date(at.getTime() - 600_000)))), 'an old one');
      assert.ok(!standard.verify(aRequest({ ...headers(at), 'webhook-id': 'msg_2' })), 'another id');
      assert.ok(!standard.verify(aRequest({ authorizationtoken: secret })), 'the secret itself');
    });
  }

  for (const encoding of ['base64', 'hex'] as const) {
    it(`is proven by an HMAC in ${encoding} over the raw body`, () => {
      const hmac = reader({ scheme: `hmac-${encoding}`, header: 'X-Signature' });
      const signature = createHmac('sha256', 'webhook-token').update(body).digest(encoding);
      assert.ok(hmac.verify(aRequest({ 'x-signature': signature })));
      assert.ok(hmac.verify(aRequest({ 'x-signature': `sha256=${signature}` })));
      assert.ok(!hmac.verify(aRequest({ 'x-signature': signature }, `${body} `)));
      assert.ok(!hmac.verify(aRequest({})));
      assert.ok(!hmac.verify(aRequest({ authorizationtoken: 'webhook-token' })));
    });
  }
});

describe('what a webhook of Cartona says', () => {
  it('is an order and its status', () => {
    assert.deepEqual(reader().read(aRequest({})), {
      externalId: 'GMNvpbLM',
      status: 'cancelled_by_retailer',
      eventId: null,
    });
  });

  it('is an id as text, with all the digits of a number', () => {
    const notice = reader().read(aRequest({}, '{"hashed_id":31387392471313873924,"status":"return"}'));
    assert.deepEqual([notice.externalId, notice.status], ['31387392471313873924', 'returned']);
  });

  it("has the sender's id of the event, from its header or the body", () => {
    assert.equal(reader().read(aRequest({ 'webhook-id': 'msg_1' })).eventId, 'msg_1');
    const withId = '{"hashed_id":"GMNvpbLM","status":"approved","event_id":17,"id":"not an event"}';
    assert.equal(reader().read(aRequest({}, withId)).eventId, '17');
  });

  for (const [rawBody, type, path] of [
    ['', 'BadResponse', undefined],
    ['hashed_id=GMNvpbLM', 'BadResponse', undefined],
    ['{"hashed_id":', 'BadResponse', undefined],
    ['[]', 'BadResponse', undefined],
    ['null', 'BadResponse', undefined],
    ['{"status":"approved"}', 'InvalidInput', 'hashed_id'],
    ['{"hashed_id":"","status":"approved"}', 'InvalidInput', 'hashed_id'],
    ['{"hashed_id":"GMNvpbLM"}', 'InvalidInput', 'status'],
    ['{"hashed_id":"GMNvpbLM","status":"lost"}', 'InvalidInput', 'status'],
    ['{"hashed_id":"GMNvpbLM","status":"synced"}', 'InvalidInput', 'status'],
  ] as const) {
    it(`is ${type} for ${JSON.stringify(rawBody)}`, async () => {
      const failure = await failureOf(Promise.resolve().then(() => reader().read(aRequest({}, rawBody))));
      assert.equal(failure.type, type);
      assert.equal(failure.data.path, path);
    });
  }
});
