import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Failure } from '../../../src/domain/failure.ts';
import { failureOf } from '../failed.ts';
import { aRead, aTransport, aWrite, startVendor } from '../vendor-server.ts';
import type { Answer, VendorServer } from '../vendor-server.ts';

/** A port on which nobody listens. */
const closedPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const never: Answer = () => undefined;

const slowBody: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('[');
};

describe('a call without a whole answer', () => {
  let vendor: VendorServer;
  before(async () => {
    vendor = await startVendor();
  });
  after(() => vendor[Symbol.asyncDispose]());

  for (const call of [aRead(), aWrite(), aWrite({ effect: 'once' })]) {
    it(`is Unavailable for a ${call.effect} call when the connection is refused: nothing was sent`, async () => {
      const { transport } = aTransport(`http://127.0.0.1:${await closedPort()}/api/v1/`);
      const failure = await failureOf(transport.request(call));
      assert.equal(failure.type, 'Unavailable');
      assert.match(failure.message, /ECONNREFUSED.*nothing was sent/);
    });

    it(`is Unavailable for a ${call.effect} call when the name is unknown`, async () => {
      const failure = await failureOf(aTransport('https://no-such-host.invalid/api/v1/').transport.request(call));
      assert.equal(failure.type, 'Unavailable');
      assert.match(failure.message, /nothing was sent/);
    });

    it(`is Unavailable for a ${call.effect} call when there is no TLS to be had`, async () => {
      const failure = await failureOf(aTransport(vendor.url.replace('http:', 'https:')).transport.request(call));
      assert.equal(failure.type, 'Unavailable');
    });

    const lost = call.effect === 'read' ? 'Unavailable' : 'OutcomeUnknown';
    it(`is ${lost} for a ${call.effect} call when the connection is lost after sending`, async () => {
      vendor.answerWith((response) => response.socket?.destroy());
      assert.equal((await failureOf(aTransport(vendor.url).transport.request(call))).type, lost);
    });

    it(`is ${lost} for a ${call.effect} call when no answer comes in time`, async () => {
      vendor.answerWith(never);
      const failure = await failureOf(aTransport(vendor.url, { timeoutMs: 100 }).transport.request(call));
      assert.equal(failure.type, lost);
      assert.match(failure.message, /no whole answer within 100 ms/);
    });

    it(`is ${lost} for a ${call.effect} call when the body is too slow`, async () => {
      vendor.answerWith(slowBody);
      const { transport, exchanges } = aTransport(vendor.url, { timeoutMs: 100 });
      assert.equal((await failureOf(transport.request(call))).type, lost);
      assert.equal(exchanges[0]?.status, 200);
    });

    it(`is ${lost} for a ${call.effect} call that is stopped from this side`, async () => {
      const stop = new AbortController();
      vendor.answerWith(() => stop.abort());
      const failure = await failureOf(aTransport(vendor.url, { signal: () => stop.signal }).transport.request(call));
      assert.equal(failure.type, lost);
      assert.match(failure.message, /broken off from this side/);
    });
  }

  it('is not sent once it is stopped', async () => {
    const calls = vendor.received.length;
    const failure = await failureOf(
      aTransport(vendor.url, { signal: () => AbortSignal.abort() }).transport.request(aWrite({ effect: 'once' })),
    );
    assert.equal(failure.type, 'Unavailable');
    assert.equal(vendor.received.length, calls);
  });

  it('is not sent, and not logged, when the quota says no', async () => {
    const calls = vendor.received.length;
    const tooMany = new Failure('RateLimited', 'wait', { retryAfterMs: 900 });
    const quota = { take: () => Promise.reject(tooMany), block: () => Promise.resolve() };
    const { transport, exchanges } = aTransport(vendor.url, { quota });
    assert.equal(await failureOf(transport.request(aWrite())), tooMany);
    assert.equal(vendor.received.length, calls);
    assert.deepEqual(exchanges, []);
  });

  it('is Unavailable when the quota cannot be asked', async () => {
    const quota = { take: () => Promise.reject(new Error('database is away')), block: () => Promise.resolve() };
    assert.equal((await failureOf(aTransport(vendor.url, { quota }).transport.request(aWrite()))).type, 'Unavailable');
  });
});
