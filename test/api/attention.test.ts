import assert from 'node:assert/strict';
import { first } from './answer-body.ts';
import { raiseAttention } from '../../src/store/attention.ts';
import { pauseAsUnauthorized } from '../../src/store/connection-pause.ts';
import { aConnection } from './rows.ts';
import { startTestApi } from './running-api.ts';
import type { ApiUnderTest } from './running-api.ts';

describe('attention over REST', () => {
  let api: ApiUnderTest;
  beforeEach(async () => {
    api = await startTestApi();
    await aConnection(api);
  });
  afterEach(() => api.close());

  const raise = (id: string, kind: 'unknown-product' | 'rejected' = 'unknown-product') =>
    raiseAttention(
      api.store.db,
      { connection: 'cartona', type: 'order', id },
      { kind, reason: 'Nobody knows 110774', actions: ['retry'], number: `C-${id}`, workflowId: `order:cartona:${id}` },
    );

  it('has the documented shape', async () => {
    await raise('A');
    const item = first((await api.call('GET', '/api/attention')).body.items);
    const { id, since, url, ...rest } = item;
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.match(since, /Z$/);
    assert.match(url, /order%3Acartona%3AA$/);
    assert.deepEqual(rest, {
      connection: 'cartona',
      kind: 'unknown-product',
      target: { type: 'order', externalId: 'A', number: 'C-A' },
      reason: 'Nobody knows 110774',
      actions: ['retry'],
      workflowId: 'order:cartona:A',
      resolvedAt: null,
      resolution: null,
    });
  });

  it('is filtered by kind and comes page by page', async () => {
    for (const id of ['A', 'B', 'C']) await raise(id);
    await raise('D', 'rejected');
    assert.equal((await api.call('GET', '/api/attention?kind=rejected')).body.items.length, 1);
    assert.equal((await api.call('GET', '/api/attention?kind=nonsense')).status, 400);
    const first = await api.call('GET', '/api/attention?limit=3');
    const second = await api.call('GET', `/api/attention?limit=3&cursor=${first.body.next}`);
    assert.equal(first.body.items.length + second.body.items.length, 4);
    assert.equal(second.body.next, null);
  });

  it('of a connection is retried by resuming it, once', async () => {
    await pauseAsUnauthorized(api.store.db, 'cartona', 'Cartona said 401', 1);
    const item = first((await api.call('GET', '/api/attention')).body.items);
    assert.deepEqual(item.target, { type: 'connection', externalId: 'cartona', number: null });
    const done = await api.call('POST', `/api/attention/${item.id}/retry`);
    assert.equal(done.status, 200, done.text);
    assert.ok(done.body.resolvedAt);
    assert.equal((await api.call('GET', '/api/connections/cartona')).body.state, 'running');
    assert.equal((await api.call('POST', `/api/attention/${item.id}/retry`)).status, 409);
  });

  it('takes only the actions it names', async () => {
    const { id } = await raise('A');
    const answer = await api.call('POST', `/api/attention/${id}/skip`, { reason: 'no' });
    assert.equal(answer.status, 409);
    assert.match(answer.body.detail, /possible is retry/);
    assert.equal((await api.call('POST', '/api/attention/00000000-0000-4000-8000-000000000000/retry')).status, 404);
    assert.equal((await api.call('POST', '/api/attention/nonsense/retry')).status, 400);
  });

  it('of connections is retried all at once by a filter, and what is refused is named', async () => {
    await pauseAsUnauthorized(api.store.db, 'cartona', 'Cartona said 401', 1);
    await raise('gone', 'rejected');
    const { status, body } = await api.call('POST', '/api/attention/retry', { filter: {} });
    assert.equal(status, 200);
    assert.equal(body.retried, 1);
    assert.match(first(body.refused).reason, /no order gone/);
    assert.equal((await api.call('POST', '/api/attention/retry', { filter: { colour: 'red' } })).status, 400);
  });
});
