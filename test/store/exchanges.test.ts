import assert from 'node:assert/strict';
import { openStore } from '../../src/store/database.ts';
import type { Store } from '../../src/store/database.ts';
import { createExchangeWriter } from '../../src/store/exchanges.ts';
import type { Exchange } from '../../src/domain/exchange.ts';
import { listExchanges } from '../../src/store/exchange-list.ts';
import { openTestStore } from './open-test-store.ts';

const anExchange = (changes: Partial<Exchange> = {}): Exchange => ({
  at: new Date(),
  connection: 'cartona',
  direction: 'out',
  method: 'POST',
  path: 'order/update-order-status/GMNvpbLM',
  status: 200,
  durationMs: 40.6,
  error: null,
  externalIds: ['GMNvpbLM'],
  workflowId: 'order:cartona:GMNvpbLM',
  request: '{"status":"approved"}',
  response: '{}',
  ...changes,
});

describe('the exchange log', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  it('writes what it was given, behind the caller', async () => {
    const writer = createExchangeWriter(store.db);
    writer.log(anExchange({ response: 'a\u0000b "c"', externalIds: ['x,y', '"z"'] }));
    await writer.close();
    const [row] = await listExchanges(store.db, { limit: 10 });
    assert.equal(row?.response, 'ab "c"');
    assert.deepEqual(row.external_ids, ['x,y', '"z"']);
    assert.equal(row.duration_ms, 41);
    assert.equal(row.status, 200);
  });

  it('writes thousands in batches and loses none at the close', async () => {
    const writer = createExchangeWriter(store.db, { batchSize: 50 });
    for (let index = 0; index < 1_234; index += 1) writer.log(anExchange({ path: String(index) }));
    await writer.close();
    const { count } = await store.db
      .selectFrom('exchanges')
      .select((select) => select.fn.count<number>('path').distinct().as('count'))
      .executeTakeFirstOrThrow();
    assert.equal(count, 1_234);
    assert.equal(writer.dropped(), 0);
  });

  it('drops the oldest while the database is away, says so, and never throws', async () => {
    const nowhere = openStore('postgresql://nobody@127.0.0.1:1/none', {
      applicationName: 'test',
      onError: () => undefined,
    });
    const drops: number[] = [];
    const writer = createExchangeWriter(nowhere.db, {
      capacity: 10,
      batchSize: 5,
      onDropped: (count) => drops.push(count),
    });
    for (let index = 0; index < 25; index += 1) writer.log(anExchange());
    await writer.close();
    assert.equal(writer.dropped(), 25);
    assert.ok(drops.length > 0);
    await nowhere.close();
  });

  it('is found by any id of a call, by run, by direction and by how it ended', async () => {
    const writer = createExchangeWriter(store.db);
    writer.log(anExchange({ externalIds: ['A', 'B'], path: 'many' }));
    writer.log(anExchange({ externalIds: [], workflowId: 'pull-orders:cartona', status: 503, path: 'failing' }));
    writer.log(
      anExchange({
        externalIds: [],
        workflowId: null,
        status: null,
        error: 'Unavailable',
        direction: 'in',
        path: 'lost',
      }),
    );
    await writer.close();
    const pathsOf = async (filter: Omit<Parameters<typeof listExchanges>[1], 'limit'>) =>
      (await listExchanges(store.db, { ...filter, limit: 10 })).map(({ path }) => path).toSorted();
    assert.deepEqual(await pathsOf({ q: 'B' }), ['many']);
    assert.deepEqual(await pathsOf({ q: 'pull-orders:cartona' }), ['failing']);
    assert.deepEqual(await pathsOf({ direction: 'in' }), ['lost']);
    assert.deepEqual(await pathsOf({ status: '5xx' }), ['failing']);
    assert.deepEqual(await pathsOf({ status: '200' }), ['many']);
    assert.deepEqual(await pathsOf({ status: 'failed' }), ['failing', 'lost']);
    assert.deepEqual(await pathsOf({ connection: 'shopify' }), []);
  });
});
