import assert from 'node:assert/strict';
import { startTestApi } from './running-api.ts';
import type { ApiUnderTest } from './running-api.ts';

describe('connections over REST', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startTestApi();
  });
  after(() => api.close());

  it('smoke', async () => {
    const answer = await api.call('POST', '/api/connections', {
      id: 'cartona', kind: 'cartona', name: 'Cartona Egypt',
      settings: { baseUrl: 'https://example.com/api/v1/' }, secrets: { token: 'secret-token' },
    });
    console.log(answer.status, answer.body);
    console.log((await api.call('GET', '/openapi.json')).text.length, (await api.call('GET', '/docs')).text.length);
    console.log((await api.call('GET', '/api/orders')).text, (await api.call('GET', '/ready')).text,(await api.call('GET', '/metrics')).text.slice(0,200));
    assert.equal(answer.status, 201);
  });
});
