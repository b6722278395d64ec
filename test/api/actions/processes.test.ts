import assert from 'node:assert/strict';
import { first } from '../answer-body.ts';
import type { ApiUnderTest } from '../running-api.ts';
import { aConnection } from '../rows.ts';
import { aConnectionWithOffers } from '../offers/offer-rows.ts';
import type { TestNamespace } from '../../support/namespace.ts';
import { waitFor } from '../../support/wait.ts';
import { startApiWithTemporal } from './api-with-temporal.ts';
import { withWorker } from './stand-in-worker.ts';

describe('running a process now over REST', function () {
  let temporal: TestNamespace;
  let api: ApiUnderTest;
  before(async () => {
    ({ api, temporal } = await startApiWithTemporal());
    await aConnectionWithOffers(api);
    for (const id of ['other', 'broken']) await aConnection(api, { id });
  });
  after(async () => {
    await api.close();
    await temporal.close();
  });

  const sync = (body: object, id = 'cartona') => api.call('POST', `/api/connections/${id}/sync`, body);
  const runOf = ({ workflowId, runId }: { workflowId: string; runId: string }) =>
    api.call('GET', `/api/runs/${encodeURIComponent(workflowId)}/${runId}`);
  const withAWorker = (work: () => Promise<void>) => withWorker(temporal.address, temporal.name, work);

  for (const [process, id] of [
    ['listings', 'sync-listings:cartona:now'],
    ['reconcile', 'reconcile-offers:cartona:now'],
    ['offers', 'offers:cartona'],
  ] as const) {
    it(`starts ${process} as ${id}, and joins the run there is`, async () => {
      const [one, two] = [await sync({ process }), await sync({ process })];
      assert.equal(one.status, 202, one.text);
      assert.equal(one.body.workflowId, id);
      assert.equal(two.body.runId, one.body.runId);
      assert.ok(one.body.url.endsWith(`/${encodeURIComponent(id)}/${one.body.runId}`));
      assert.equal((await runOf(one.body)).body.state, 'running');
    });
  }

  it('wakes offers with a poke each time', async () => {
    const started = await sync({ process: 'offers' });
    await withAWorker(async () => {
      const { body } = await waitFor(
        'the end',
        () => runOf(started.body),
        (answer) => answer.body.state === 'done',
      );
      assert.equal(Number(body.result), 3);
    });
  });

  it('does not pass off a dry run as the comparison that was asked for', async () => {
    assert.equal((await sync({ process: 'reconcile', dryRun: true }, 'other')).status, 202);
    assert.equal((await sync({ process: 'reconcile', dryRun: true }, 'other')).status, 202);
    const refused = await sync({ process: 'reconcile' }, 'other');
    assert.deepEqual(
      [refused.status, refused.body.detail],
      [409, 'A dry run of other is under way: ask again when it is over'],
    );
    await temporal.client.workflow.getHandle('reconcile-offers:other:now').terminate();
  });

  it('tells what a run answered, why one failed, and that one was ended', async () => {
    const listings = await sync({ process: 'listings' }, 'other');
    const broken = await sync({ process: 'listings' }, 'broken');
    const reconcile = await sync({ process: 'reconcile' }, 'broken');
    await temporal.client.workflow.getHandle(reconcile.body.workflowId).terminate();
    await withAWorker(async () => {
      const ended = async (run: typeof listings) =>
        (
          await waitFor(
            'the end',
            () => runOf(run.body),
            ({ body }) => body.state !== 'running',
          )
        ).body;
      const done = await ended(listings);
      assert.deepEqual([done.type, done.state, done.result, done.error], ['syncListings', 'done', { seen: 3 }, null]);
      const failed = await ended(broken);
      assert.deepEqual([failed.state, failed.result, failed.error], ['failed', null, 'The list cannot be read']);
      assert.equal((await ended(reconcile)).state, 'terminated');
    });
  });

  it('of a run nobody knows is 404', async () => {
    const runId = '00000000-0000-4000-8000-000000000000';
    assert.equal((await runOf({ workflowId: 'offers:none', runId })).status, 404);
    assert.equal((await runOf({ workflowId: 'offers:none', runId: 'x' })).status, 400);
  });

  const wrong: readonly { body: Record<string, unknown>; path: string }[] = [
    { body: { process: 'offers', dryRun: true }, path: 'dryRun' },
    { body: { process: 'pull', dryRun: true }, path: 'dryRun' },
    { body: { process: 'listings', dryRun: true }, path: 'dryRun' },
    { body: { process: 'reconcile', since: '2026-01-01T00:00:00Z' }, path: 'since' },
    { body: { process: 'deliveries' }, path: 'process' },
    { body: { process: 'listings', since: '2026-01-01T00:00:00Z' }, path: 'since' },
    { body: {}, path: 'process' },
    { body: { process: 'pull', since: 'yesterday' }, path: 'since' },
    { body: { process: 'offers', colour: 'red' }, path: 'colour' },
  ];
  for (const { body, path } of wrong) {
    it(`is refused for ${JSON.stringify(body)}, naming ${path}`, async () => {
      const answer = await sync(body);
      assert.equal(answer.status, 400);
      assert.equal(first(answer.body.errors).path, path);
    });
  }

  it('is refused in words for offers that are off, and for a paused connection', async () => {
    const off = await sync({ process: 'offers' }, 'other');
    assert.deepEqual([off.status, /Offers of other are off/.test(off.body.detail)], [409, true]);
    await api.call('POST', '/api/connections/other/pause');
    assert.equal((await sync({ process: 'listings' }, 'other')).status, 409);
  });
});
