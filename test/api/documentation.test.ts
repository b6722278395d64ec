import assert from 'node:assert/strict';
import { endpoints } from '../../src/api/endpoints.ts';
import { startTestApi } from './running-api.ts';
import type { ApiUnderTest } from './running-api.ts';

describe('the documentation of the API', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startTestApi();
  });
  after(() => api.close());

  it('describes every endpoint, with its answers and who may call it', async () => {
    const { body } = await api.call('GET', '/openapi.json');
    assert.equal(body.openapi, '3.1.0');
    for (const { path, method, access } of endpoints) {
      const operation = body.paths[path]?.[method.toLowerCase()];
      assert.ok(operation, `${method} ${path}`);
      assert.equal(operation['x-scope'], access);
      assert.ok(Object.keys(operation.responses).some((status) => status.startsWith('2')));
    }
    assert.ok(body.paths['/webhooks/{connection}']?.['post']);
  });

  it('refers to nothing that is not in it', async () => {
    const { text, body } = await api.call('GET', '/openapi.json');
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '');
    assert.ok(references.length > 10);
    for (const name of references) assert.ok(body.components.schemas[name], name);
    assert.doesNotMatch(text, /#\/\$defs/);
  });

  it('is a page that needs nothing from elsewhere', async () => {
    const { text, headers } = await api.call('GET', '/docs');
    assert.match(headers.get('content-type') ?? '', /^text\/html/);
    assert.match(text, /\/api\/orders\/\{connection\}/);
    assert.doesNotMatch(text, /<script|https?:\/\/(?!127\.0\.0\.1)[^"]*\.(css|js)/);
  });
});
