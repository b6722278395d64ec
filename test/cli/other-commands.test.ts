import assert from 'node:assert/strict';
import { anAttention, page } from './builders.ts';
import { startFakeApi } from './fake-api.ts';
import type { FakeApi } from './fake-api.ts';
import { runIn, token } from './run-in-test.ts';

describe('conveyor attention, listings, sync, tokens and keys', () => {
  let api: FakeApi;
  const run = (...args: string[]) => runIn({ CONVEYOR_URL: api.url, CONVEYOR_TOKEN: token }, ...args);
  const lastCall = () => api.calls.at(-1);

  beforeEach(async () => {
    api = await startFakeApi();
  });
  afterEach(() => api.close());

  it('lists what waits, by kind', async () => {
    api.on('GET /api/attention', () => ({ body: page(anAttention()) }));
    const result = await run('attention', 'list', '--kind', 'unknown-product');
    assert.match(lastCall()?.path ?? '', /kind=unknown-product/);
    assert.match(result.out, /C-10021 .*retry skip cancel .*Nobody knows the product 110774/);
  });

  it('retries all of a kind at once', async () => {
    api.on('POST /api/attention/retry', () => ({ status: 202, body: { retried: 3, refused: [], more: false } }));
    const result = await run(
      'attention',
      'retry',
      '--filter',
      'kind=unknown-product',
      '--filter',
      'connection=cartona',
    );
    assert.equal(result.code, 0, result.err);
    assert.deepEqual(lastCall()?.body, { filter: { kind: 'unknown-product', connection: 'cartona' } });
  });

  it('skips one with a reason', async () => {
    api.on('POST /api/attention/a1/skip', () => ({
      body: anAttention({ resolvedAt: '2026-01-17T11:00:00Z', resolution: 'Skipped: known' }),
    }));
    assert.equal((await run('attention', 'skip', 'a1', '--reason', 'known')).code, 0);
    assert.deepEqual(lastCall()?.body, { reason: 'known' });
  });

  const listing = { connection: 'cartona', externalId: '110774', productId: 904, enabled: true, factor: '12' };

  it('maps a listing through the import, which looks the product up in Odoo', async () => {
    api.on('POST /api/listings/cartona/import', () => ({ body: { imported: 1 } }));
    api.on('GET /api/listings', () => ({
      body: page({ ...listing, externalId: '1107740' }, { ...listing, factor: '144' }),
    }));
    const result = await run('listings', 'map', 'cartona', '110774', 'COLA, 1L', '--factor', '144');
    assert.equal(result.code, 0, result.err);
    assert.equal(api.calls[0]?.body, 'external_id,product,factor\n110774,"COLA, 1L",144');
    assert.match(result.out, /110774 +904 +144/);
  });

  it('keeps the factor of a listing when none is given', async () => {
    api.on('POST /api/listings/cartona/import', () => ({ body: { imported: 1 } }));
    api.on('GET /api/listings', () => ({ body: page(listing) }));
    await run('listings', 'map', 'cartona', '110774', '96385074');
    const imported = api.calls.find((call) => call.method === 'POST');
    assert.equal(imported?.body, 'external_id,product,factor\n110774,96385074,12');
  });

  it('waits for the pull it asked for and prints what it found', async () => {
    let asked = 0;
    api.on('GET /api/connections/cartona/status', () => {
      asked += 1;
      const done = asked > 2;
      const lastOrderSync = {
        finishedAt: done ? '2026-01-17T10:15:00Z' : '2026-01-17T10:00:00Z',
        error: null,
        result: { pages: 1, seen: 4, new: 3, changed: 1, unreadable: 0 },
      };
      return { body: { state: 'running', lastOrderSync } };
    });
    api.on('POST /api/connections/cartona/sync', () => ({
      status: 202,
      body: { workflowId: 'pull-orders:cartona:now', runId: 'r', url: 'u' },
    }));
    const result = await run('sync', 'cartona', 'pull', '--since', '2026-01-16');
    assert.equal(result.code, 0, result.err);
    assert.match(result.out, /done: 4 orders waiting at the marketplace, 3 new, 1 changed/);
    const started = api.calls.find((call) => call.method === 'POST');
    assert.deepEqual(started?.body, { process: 'pull', since: '2026-01-16T00:00:00.000Z' });
  });

  it('ends with 1 and the reason when the pull is still failing after the wait', async () => {
    const lastOrderSync = { finishedAt: null, error: 'Cartona answered HTTP 503', result: null };
    api.on('GET /api/connections/cartona/status', () => ({ body: { state: 'running', lastOrderSync } }));
    api.on('POST /api/connections/cartona/sync', () => ({
      status: 202,
      body: { workflowId: 'w', runId: 'r', url: 'u' },
    }));
    const result = await run('sync', 'cartona', 'pull', '--wait', '0', '--json');
    assert.equal(result.code, 1);
    assert.deepEqual(JSON.parse(result.out), {
      workflowId: 'w',
      runId: 'r',
      url: 'u',
      ok: false,
      result: null,
      error: 'Cartona answered HTTP 503',
    });
  });

  it('acts on attention about a listing as on any other', async () => {
    const waiting = anAttention({
      kind: 'offer-refused',
      target: { type: 'listing', externalId: '110774', number: 'Green tea' },
      actions: ['retry', 'skip'],
    });
    api.on('GET /api/attention', () => ({ body: page(waiting) }));
    assert.match((await run('attention', 'list')).out, /offer-refused +Green tea +retry skip/);
    api.on('POST /api/attention/a1/retry', () => ({ body: { ...waiting, resolvedAt: null, reason: 'still too low' } }));
    assert.match((await run('attention', 'retry', 'a1')).out, /it waits again: still too low/);
  });

  it('shows a new token once, and as {id, name, scope, token} with --json', async () => {
    const created = { id: 't1', name: 'shop', scope: 'operate', token: 'conveyor_abc' };
    api.on('POST /api/tokens', () => ({ status: 201, body: created }));
    const result = await run('tokens', 'create', '--name', 'shop', '--scope', 'operate', '--json');
    assert.deepEqual(JSON.parse(result.out), created);
    assert.deepEqual(lastCall()?.body, { name: 'shop', scope: 'operate' });
  });

  it('revokes a token', async () => {
    api.on('DELETE /api/tokens/t1', () => ({ status: 204 }));
    assert.deepEqual(await run('tokens', 'revoke', 't1'), { code: 0, out: 'revoked t1', err: '' });
  });

  it('rotates keys', async () => {
    api.on('POST /api/keys/rotate', () => ({ body: { rotated: 2 } }));
    assert.match((await run('keys', 'rotate')).out, /2 connections/);
  });
});
