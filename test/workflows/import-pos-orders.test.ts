import assert from 'node:assert/strict';
import { WorkflowFailedError } from '@temporalio/client';
import type { PosFetch, PosImportResult } from '../../src/activities/import-pos-orders.ts';
import { wakePosImport } from '../../src/dispatch/pos-pokes.ts';
import type { PosRunResult } from '../../src/domain/pos/pos-run.ts';
import { posSyncStart } from '../../src/domain/run-starts.ts';
import { startWorkflowWorkers } from '../support/workflow-workers.ts';
import type { WorkflowWorkers } from '../support/workflow-workers.ts';

interface Call {
  readonly activity: 'fetch' | 'import' | 'finish';
  readonly input: Readonly<Record<string, unknown>>;
}

const nothing: PosImportResult = { created: 0, attention: 0, isMore: false, waitsFor: null, taken: 0 };

describe('the run that imports the orders of a point of sale', () => {
  let workers: WorkflowWorkers;
  const calls: Call[] = [];
  /** What importing and finishing do in the test at hand; each test has a connection of its own. */
  let importing: () => Promise<Partial<PosImportResult>>;
  let finishing: () => Promise<void>;
  let fetched: Pick<PosFetch, 'error'>;
  let connection: string;
  let connections = 0;

  before(async function () {
    const note = (activity: Call['activity'], { connection: _, ...input }: Record<string, unknown>): void => {
      calls.push({ activity, input });
    };
    const activities = {
      fetchPosOrders: (input: Record<string, unknown>) => {
        note('fetch', input);
        return Promise.resolve({ id: 'run', startedAt: '2026-01-01T00:00:00.000Z', ...fetched });
      },
      importOrders: async (input: Record<string, unknown>) => {
        note('import', input);
        return { ...nothing, ...(await importing()) };
      },
      finishPosRun: async ({ waitsFor }: { waitsFor: string | null }) => {
        note('finish', { waitsFor });
        await finishing();
        return { status: 'success', message: 'done', counts: { fetched: 3 } };
      },
    };
    const shops = Array.from({ length: 9 }, (_, index) => `connection-shop-${index + 1}`);
    workers = await startWorkflowWorkers(Object.fromEntries(shops.map((queue) => [queue, activities])));
  });
  after(() => workers.stop());
  beforeEach(() => {
    connections += 1;
    connection = `shop-${connections}`;
    calls.length = 0;
    importing = () => Promise.resolve({});
    finishing = () => Promise.resolve();
    fetched = { error: null };
  });

  const client = () => workers.namespace.client;
  const wake = (wanted?: number) => wakePosImport(client(), connection, wanted);
  const woken = () => client().workflow.getHandle(`pos-import:${connection}`).result() as Promise<PosRunResult>;
  const sync = (since?: string) =>
    client().workflow.execute(
      'importPosOrders',
      posSyncStart({ connection, ...(since === undefined ? {} : { since }) }),
    );

  it('fetches, imports until there is no more, and tells what it came to', async () => {
    const turns = [{ created: 5, isMore: true }, { created: 2 }];
    importing = () => Promise.resolve(turns.shift() ?? {});
    assert.deepEqual(await sync(), { status: 'success', message: 'done', counts: { fetched: 3 } });
    assert.deepEqual(calls, [
      { activity: 'fetch', input: { since: null } },
      { activity: 'import', input: { waits: false } },
      { activity: 'import', input: { waits: false } },
      { activity: 'finish', input: { waitsFor: null } },
    ]);
  });

  it('fetches from where it is told', async () => {
    await sync('2026-01-31T12:00:00+02:00');
    assert.deepEqual(calls[0], { activity: 'fetch', input: { since: '2026-01-31T10:00:00.000Z' } });
  });

  it('does not wait for a session when it was asked for, and says what waits', async () => {
    importing = () => Promise.resolve({ waitsFor: 'No session is open' });
    await sync();
    assert.deepEqual(calls.at(-1), { activity: 'finish', input: { waitsFor: 'No session is open' } });
  });

  it('imports what stands there even when the source could not be read', async () => {
    fetched = { error: 'The source answers with a page of HTML' };
    await sync();
    assert.deepEqual(
      calls.map(({ activity }) => activity),
      ['fetch', 'import', 'finish'],
    );
  });

  it('fetches nothing when a push woke it, and waits where it must', async () => {
    importing = () => Promise.resolve({ created: 4, taken: 1 });
    await wake(1);
    assert.equal((await woken()).counts.created, 4);
    assert.deepEqual(calls, [{ activity: 'import', input: { waits: true } }]);
  });

  it('imports again for what was asked for while it imported and not seen to, and only then', async () => {
    importing = async () => {
      if (calls.length === 1) {
        await wake(2);
        await wake(3);
      }
      return { taken: 3 };
    };
    await wake(1);
    await woken();
    assert.equal(calls.length, 1);
    importing = async () => {
      if (calls.length === 2) await wake(5);
      return { taken: calls.length + 2 };
    };
    await wake(4);
    await woken();
    assert.equal(calls.length, 3);
  });

  it('started by hand under the id of the woken one, imports what a push brings while it ends', async () => {
    finishing = () => wake(7);
    const workflowId = `pos-import:${connection}`;
    const start = { ...posSyncStart({ connection }), workflowId };
    const result = (await client().workflow.execute('importPosOrders', start)) as PosRunResult;
    assert.equal(result.message, 'done');
    assert.deepEqual(
      calls.map(({ activity }) => activity),
      ['fetch', 'import', 'finish', 'import'],
    );
  });

  it('refuses a time that is none, an id that is not the connection’s, and fields it does not know', async () => {
    const refusals: [Record<string, unknown>, string, RegExp][] = [
      [{ connection, since: 'yesterday' }, `pos-import:${connection}`, /wants "since" as a time/],
      [{ connection }, 'pos-import:other', /The workflow id must be "pos-import:/],
      [{ connection, sinse: 1 }, `pos-import:${connection}`, /does not know sinse/],
    ];
    for (const [input, workflowId, words] of refusals) {
      const run = client().workflow.execute('importPosOrders', { workflowId, taskQueue: 'workflows', args: [input] });
      await assert.rejects(run, (error) => {
        assert.ok(error instanceof WorkflowFailedError);
        assert.match(error.cause?.message ?? '', words);
        return true;
      });
    }
    assert.deepEqual(calls, []);
  });
});
