import assert from 'node:assert/strict';
import { startTestApi } from './running-api.ts';
import type { ApiUnderTest } from './running-api.ts';

describe('tokens over REST', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startTestApi();
  });
  after(() => api.close());

  const make = async (scope: string): Promise<{ id: string; token: string }> => {
    const { status, body } = await api.call('POST', '/api/tokens', { name: `a ${scope} token`, scope });
    assert.equal(status, 201);
    return body;
  };
  const as = (token: string) => ({ authorization: `Bearer ${token}` });

  it('are needed for everything but health, readiness, documentation and webhooks', async () => {
    for (const path of ['/api/orders', '/api/connections', '/api/tokens']) {
      const none = await fetch(`${api.url}${path}`);
      assert.equal(none.status, 401);
      assert.match(none.headers.get('www-authenticate') ?? '', /^Bearer/);
      assert.equal((await api.call('GET', path, undefined, as('wrong'))).status, 401);
    }
    for (const path of ['/health', '/openapi.json', '/docs'])
      assert.equal((await fetch(`${api.url}${path}`)).status, 200);
  });

  it('that may read get no further than reading', async () => {
    const { token } = await make('read');
    assert.equal((await api.call('GET', '/api/orders', undefined, as(token))).status, 200);
    assert.equal((await api.call('POST', '/api/attention/retry', { filter: {} }, as(token))).status, 403);
    assert.equal((await api.call('GET', '/api/tokens', undefined, as(token))).status, 403);
  });

  it('that may operate act, and administer nothing', async () => {
    const { token } = await make('operate');
    assert.equal((await api.call('POST', '/api/attention/retry', { filter: {} }, as(token))).status, 200);
    const denied = await api.call('POST', '/api/connections', {}, as(token));
    assert.equal(denied.status, 403);
    assert.match(denied.body.detail, /may operate.*may admin/);
  });

  it('are shown once and are refused after their end', async () => {
    const { id, token } = await make('read');
    const list = await api.call('GET', '/api/tokens');
    assert.ok(!list.text.includes(token));
    assert.ok(list.body.items.some((item: { id: string }) => item.id === id));
    assert.equal((await api.call('GET', '/api/orders', undefined, as(token))).status, 200);
    assert.equal((await api.call('DELETE', `/api/tokens/${id}`)).status, 200);
    assert.equal((await api.call('GET', '/api/orders', undefined, as(token))).status, 401);
  });

  it('of the environment are ended there only', async () => {
    const { body } = await api.call('GET', '/api/tokens');
    const own = body.items.find((item: { name: string }) => item.name === 'CONVEYOR_TOKEN');
    const answer = await api.call('DELETE', `/api/tokens/${own?.id}`);
    assert.equal(answer.status, 409);
    assert.match(answer.body.detail, /CONVEYOR_TOKEN/);
  });

  it('are listed page by page', async () => {
    await make('read');
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.call('GET', `/api/tokens?limit=1${cursor}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.next === null ? '' : `&cursor=${body.next}`;
    } while (cursor !== '');
    const { body } = await api.call('GET', '/api/tokens');
    assert.deepEqual(
      seen,
      body.items.map(({ id }: { id: string }) => id),
    );
  });
});
