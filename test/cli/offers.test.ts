import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aReconciliation, anOffer, page, problem } from './builders.ts';
import { startFakeApi } from './fake-api.ts';
import type { FakeApi } from './fake-api.ts';
import { runIn, token } from './run-in-test.ts';

describe('conveyor offers', () => {
  let api: FakeApi;
  const run = (...args: string[]) => runIn({ CONVEYOR_URL: api.url, CONVEYOR_TOKEN: token }, ...args);
  const lastCall = () => api.calls.at(-1);

  beforeEach(async () => {
    api = await startFakeApi();
  });
  afterEach(() => api.close());

  it('lists what is asked for', async () => {
    api.on('GET /api/offers', () => ({
      body: page(
        anOffer(),
        anOffer({ externalId: '110775', pending: true, changedAt: '2026-01-17T10:01:00Z', refused: 'too low' }),
      ),
    }));
    const result = await run('offers', 'list', '--connection', 'cartona', '--product', '904', '--pending', '--refused');
    assert.equal(result.code, 0, result.err);
    const asked = new URL(lastCall()?.path ?? '', api.url).searchParams;
    assert.deepEqual(Object.fromEntries(asked), {
      connection: 'cartona',
      product: '904',
      pending: 'true',
      refused: 'true',
      limit: '50',
    });
    assert.match(result.out, /110774 +904 +200\.00 +40 +2026-01-17 10:00:00Z/);
    assert.match(result.out, /110775 .*since 2026-01-17 10:01:00Z .*too low/);
    const { items } = JSON.parse((await run('offers', 'list', '--json')).out) as { items: unknown[] };
    assert.deepEqual(items[0], anOffer());
  });

  it('pushes some products, or everything', async () => {
    api.on('POST /api/offers/cartona/push', () => ({ status: 202, body: { connection: 'cartona', listings: 2 } }));
    const some = await run('offers', 'push', 'cartona', '904', '905');
    assert.deepEqual(lastCall()?.body, { productIds: [904, 905] });
    assert.match(some.out, /2 listings of cartona will be sent/);
    await run('offers', 'push', 'cartona');
    assert.deepEqual(lastCall()?.body, {});
  });

  it('names the products that are not listed', async () => {
    const errors = [{ path: 'productIds[0]', message: 'no enabled listing of cartona is the product 7' }];
    api.on('POST /api/offers/cartona/push', () => problem(400, 'Wrong in the body', errors));
    const result = await run('offers', 'push', 'cartona', '7');
    assert.equal(result.code, 1);
    assert.match(result.err, /productIds\[0\]: no enabled listing of cartona is the product 7/);
  });

  for (const args of [
    ['offers', 'push', 'cartona', 'tea'],
    ['offers', 'push'],
    ['offers', 'list', '--product', 'tea'],
    ['offers', 'report', 'cartona', '--csv', '--json'],
    ['sync', 'cartona', 'offers', '--dry-run'],
    ['sync', 'cartona', 'reconcile', '--since', '2026-01-01'],
    ['sync', 'cartona', 'everything'],
    ['sync', 'cartona'],
    ['listings', 'import', 'cartona'],
  ]) {
    it(`takes \`${args.join(' ')}\` for wrong use`, async () => {
      assert.equal((await run(...args)).code, 2);
      assert.equal(api.calls.length, 0);
    });
  }

  const status = (pending: number) => ({
    body: {
      state: 'running',
      lastOfferPush: '2026-01-17T10:00:00Z',
      counts: { orders: {}, offers: { pending, pushedLastHour: 120, refused: 1, ageMs: { p50: 420, p99: 1_800 } } },
      problems: ['Out of reach since 2026-01-17T09:00:00Z'],
    },
  });
  const started = (workflowId: string) => () => ({ status: 202, body: { workflowId, runId: 'r1', url: 'u' } });

  it('waits until nothing waits to be pushed', async () => {
    let left = 3;
    api.on('GET /api/connections/cartona/status', () => status((left -= 1)));
    api.on('POST /api/connections/cartona/sync', started('offers:cartona'));
    const result = await run('sync', 'cartona', 'offers');
    assert.equal(result.code, 0, result.err);
    assert.match(
      result.out,
      /done: nothing waits, 120 pushed in the last hour \(half of them within 0\.42 s, .*1\.80 s\), 1 refused/,
    );
    assert.deepEqual(api.calls.find(({ method }) => method === 'POST')?.body, { process: 'offers' });
  });

  it('ends with 1 and the reason when offers still wait after the wait', async () => {
    api.on('GET /api/connections/cartona/status', () => status(7));
    api.on('POST /api/connections/cartona/sync', started('offers:cartona'));
    const result = await run('sync', 'cartona', 'offers', '--wait', '0');
    assert.equal(result.code, 1);
    assert.match(result.out, /7 changes still waiting after 0 s: Out of reach since/);
  });

  it('syncs listings and says what it found', async () => {
    const result = { pages: 1, seen: 14, new: 2, matched: 1, unmatched: 1, gone: 0, unreadable: 0 };
    api.on('POST /api/connections/cartona/sync', started('sync-listings:cartona:now'));
    let asked = 0;
    api.on('GET /api/runs/sync-listings%3Acartona%3Anow/r1', () => {
      asked += 1;
      return {
        body:
          asked < 2
            ? { state: 'running', result: null, error: 'Cartona answered HTTP 503' }
            : { state: 'done', result, error: null },
      };
    });
    const { code, out, err } = await run('sync', 'cartona', 'listings');
    assert.equal(code, 0);
    assert.match(out, /done: 14 listings at the marketplace, 2 new, 1 found in Odoo now, 1 without a product/);
    assert.match(err, /still trying: Cartona answered HTTP 503/);
  });

  it('ends with 1 and the reason when a run failed', async () => {
    api.on('POST /api/connections/cartona/sync', started('w'));
    api.on('GET /api/runs/w/r1', () => ({ body: { state: 'failed', result: null, error: 'no such connection' } }));
    for (const process of ['listings', 'reconcile']) {
      const { code, out } = await run('sync', 'cartona', process, '--json');
      assert.equal(code, 1);
      const { ok, error } = JSON.parse(out) as { ok: boolean; error: string };
      assert.deepEqual([ok, error], [false, 'no such connection']);
    }
  });

  const report = aReconciliation();
  const path = `/api/offers/cartona/reconciliations/${report.id}`;
  const row = {
    externalId: '110774',
    productId: 904,
    name: 'Green tea',
    ourPrice: '200.00',
    theirPrice: '199.50',
    priceDifference: '-0.50',
    ourStock: 40,
    theirStock: 41,
    stockDifference: 1,
    why: 'changed at the marketplace',
  };

  it('compares everything and says what the report says, and where it is', async () => {
    api.on('POST /api/connections/cartona/sync', started('reconcile-offers:cartona:now'));
    api.on('GET /api/runs/reconcile-offers%3Acartona%3Anow/r1', () => ({
      body: { state: 'done', result: { id: report.id }, error: null },
    }));
    api.on(`GET ${path}`, () => ({ body: { ...report, items: [row], next: null } }));
    const result = await run('sync', 'cartona', 'reconcile', '--dry-run');
    assert.equal(result.code, 0, result.err);
    assert.deepEqual(api.calls[0]?.body, { process: 'reconcile', dryRun: true });
    assert.match(
      result.out,
      /1200 listings compared with the marketplace's own list, 2 differing \(dry run: nothing was pushed\)/,
    );
    assert.ok(result.out.includes(`offers report cartona ${report.id} [--csv]`));
  });

  it('shows the newest report, with its rows or as CSV', async () => {
    api.on('GET /api/offers/cartona/reconciliations', () => ({ body: page(report) }));
    api.on(`GET ${path}`, (call) =>
      call.path.includes('format=csv')
        ? { text: 'external_id,why\r\n110774,x\r\n' }
        : { body: { ...report, items: [row], next: null } },
    );
    assert.match(
      (await run('offers', 'report', 'cartona')).out,
      /110774 +904 +200\.00 +199\.50 +40 +41 +Green tea +changed at/,
    );
    assert.equal((await run('offers', 'report', 'cartona', '--csv')).out, 'external_id,why\r\n110774,x');
    const json = JSON.parse((await run('offers', 'report', 'cartona', '--json')).out) as {
      items: unknown[];
      id: string;
    };
    assert.deepEqual([json.id, json.items], [report.id, [row]]);
  });

  it('says that there is no report yet', async () => {
    api.on('GET /api/offers/cartona/reconciliations', () => ({ body: page() }));
    const result = await run('offers', 'report', 'cartona');
    assert.equal(result.code, 1);
    assert.match(result.err, /Nothing of cartona was compared yet/);
  });
});

describe('conveyor listings import', () => {
  let api: FakeApi;
  let folder: string;
  const run = (...args: string[]) => runIn({ CONVEYOR_URL: api.url, CONVEYOR_TOKEN: token }, 'listings', ...args);
  beforeEach(async () => {
    api = await startFakeApi();
    folder = mkdtempSync(join(tmpdir(), 'listings-'));
  });
  afterEach(async () => {
    await api.close();
    rmSync(folder, { recursive: true });
  });

  it('sends the file as it is', async () => {
    const file = join(folder, 'listings.csv');
    const csv = 'external_id,product,factor\r\n110774,TEA,12\r\n';
    writeFileSync(file, csv);
    api.on('POST /api/listings/cartona/import', () => ({ body: { imported: 1 } }));
    const result = await run('import', 'cartona', file);
    assert.deepEqual([result.code, result.out], [0, '1 listing mapped']);
    assert.equal(api.calls[0]?.body, csv);
  });

  it('names the wrong rows', async () => {
    const file = join(folder, 'listings.csv');
    writeFileSync(file, 'external_id,product\n1,\n');
    const errors = [{ path: 'row 2.product', message: 'is missing' }];
    api.on('POST /api/listings/cartona/import', () => problem(400, 'Wrong in the CSV', errors));
    const result = await run('import', 'cartona', file);
    assert.deepEqual([result.code, /row 2\.product: is missing/.test(result.err)], [1, true]);
  });

  it('is refused for a file that cannot be read', async () => {
    const result = await run('import', 'cartona', join(folder, 'none.csv'));
    assert.deepEqual([result.code, /none\.csv cannot be read/.test(result.err)], [1, true]);
  });
});
