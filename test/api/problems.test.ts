import assert from 'node:assert/strict';
import { startTestApi } from './running-api.ts';
import type { ApiUnderTest } from './running-api.ts';

describe('what the API does not understand', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startTestApi();
  });
  after(() => api.close());

  it('an unknown address is 404 as a problem', async () => {
    const { status, headers, body } = await api.call('GET', '/api/nothing');
    assert.equal(status, 404);
    assert.equal(headers.get('content-type'), 'application/problem+json');
    assert.deepEqual([body.type, body.status], ['/problems/not-found', 404]);
    assert.match(body.detail, /openapi\.json/);
  });

  it('a wrong method is 405 and names the right ones', async () => {
    const { status, headers } = await api.call('PUT', '/api/orders', {});
    assert.equal(status, 405);
    assert.equal(headers.get('allow'), 'GET');
  });

  it('unknown query parameters are named', async () => {
    const { status, body } = await api.call('GET', '/api/orders?colour=red&limit=9999&since=yesterday');
    assert.equal(status, 400);
    assert.deepEqual(body.errors.map(({ path }: { path: string }) => path).toSorted(), ['colour', 'limit', 'since']);
  });

  it('a cursor of another list is refused', async () => {
    const { status, body } = await api.call('GET', '/api/orders?cursor=abc');
    assert.deepEqual([status, body.errors[0]?.path], [400, 'cursor']);
  });

  it('a body that is no JSON, not UTF-8, too large or of another type is refused', async () => {
    assert.equal((await api.call('POST', '/api/tokens', '{"name":')).status, 400);
    assert.equal((await api.call('POST', '/api/tokens', Buffer.from([0x22, 0xff, 0x22]))).status, 400);
    assert.equal((await api.call('POST', '/api/tokens', `"${'x'.repeat(1_100_000)}"`)).status, 413);
    assert.equal((await api.call('POST', '/api/tokens', 'name=x', { 'content-type': 'text/plain' })).status, 415);
  });

  it("every answer carries a request id, the caller's own where it is sane", async () => {
    assert.match((await api.call('GET', '/health')).headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(
      (await api.call('GET', '/health', undefined, { 'x-request-id': 'abc-1' })).headers.get('x-request-id'),
      'abc-1',
    );
    assert.notEqual(
      (await api.call('GET', '/health', undefined, { 'x-request-id': 'a b' })).headers.get('x-request-id'),
      'a b',
    );
  });
});
