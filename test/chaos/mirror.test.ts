import assert from 'node:assert/strict';
import { WorkflowFailedError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import type { FaultRuleInput } from '../../sandbox/fault-rules.ts';
import { workflowIds, workflowTypes } from '../../src/domain/names.ts';
import { mirrorNowStart } from '../../src/domain/run-starts.ts';
import { readMirrorModel } from '../../src/store/mirror/scan.ts';
import { assertMirrored, mirrorNow } from '../support/mirror-in-odoo.ts';
import { underWay } from '../support/under-way.ts';
import { useService } from '../support/use-service.ts';
import { waitFor } from '../support/wait.ts';

const quantPages = { system: 'odoo', rpc: { model: 'stock.quant', method: 'search_read' } } as const;
/** So that there is a middle. */
const slowPages: FaultRuleInput = { ...quantPages, times: 'unlimited', effect: { type: 'late-answer', ms: 120 } };
const quants = 8_000;

describe('the mirror of Odoo, when something goes wrong', function () {
  this.timeout(120_000);
  const service = useService({ env: { ODOO_TIMEOUT_MS: '2000' } });
  beforeEach(() => {
    const there = service().odoo.door.count('stock.quant');
    if (there < quants)
      service()
        .sandbox.odoo()
        .simulator.fill({ quants: quants - there });
  });
  afterEach(() => service().sandbox.faults.clear());

  const fault = (rule: FaultRuleInput) => service().sandbox.faults.add(rule);
  const row = () => readMirrorModel(service().store.db, 'quants');
  const begin = () =>
    underWay(
      service().client.workflow.execute(
        workflowTypes.mirrorOdoo,
        mirrorNowStart({ models: ['quants'], full: true }),
      ) as ReturnType<typeof mirrorNow>,
    );
  const untilMiddle = () =>
    waitFor('the middle of the reading', row, ({ stage, read }) => stage === 'reading' && read >= 2_000);
  /** All of it was read, and no page twice but the one that was under way, and what lies where goods have moved. */
  const assertReadOnce = async (): Promise<void> => {
    const { read, stage, scan_full: isFull } = await row();
    assert.deepEqual({ stage, isFull }, { stage: null, isFull: true });
    const there = service().odoo.door.count('stock.quant');
    assert.ok(read >= there && read <= there + 1_100, `${read} records of ${there} were read`);
    await assertMirrored(service(), 18, ['quants']);
  };

  it('goes on in the middle when Odoo was away', async () => {
    fault(slowPages);
    const run = begin();
    await untilMiddle();
    fault({ system: 'odoo', effect: { type: 'outage', ms: 1_500 } });
    assert.equal((await run).ok, true);
    await assertReadOnce();
  });

  it('asks again for a page that does not come in time, and for fewer records', async () => {
    const hanging = fault({ ...quantPages, skip: 3, effect: { type: 'hang', ms: 6_000, execute: false } });
    const result = await begin();
    assert.equal(result.ok, true);
    assert.equal(hanging.hits, 1);
    await assertReadOnce();
  });

  it('goes on in the middle when the worker was killed', async () => {
    fault(slowPages);
    const run = begin();
    await untilMiddle();
    await service().workers.at(-1)?.kill();
    await service().startWorker();
    assert.equal((await run).ok, true);
    await assertReadOnce();
  });

  it('stops within a second with its worker, and goes on with the next', async () => {
    fault({ ...slowPages, effect: { type: 'late-answer', ms: 1_500 } });
    const run = begin();
    await waitFor('the first page', row, ({ stage, read }) => stage === 'reading' && read >= 1_000);
    const begun = Date.now();
    await service().workers.at(-1)?.stop();
    assert.ok(Date.now() - begun < 4_000, `stopped after ${Date.now() - begun} ms`);
    service().sandbox.faults.clear();
    await service().startWorker();
    assert.equal((await run).ok, true);
    await assertReadOnce();
  });

  it('stops when it is cancelled, says so, and goes on there with the next run', async () => {
    fault(slowPages);
    const run = begin();
    await untilMiddle();
    const begun = Date.now();
    await service().client.workflow.getHandle(workflowIds.now(workflowIds.mirrorOdoo)).cancel();
    await assert.rejects(
      run,
      (error) => error instanceof WorkflowFailedError && error.cause instanceof CancelledFailure,
    );
    const { after_id: stoppedAt, read } = await row();
    assert.ok(Date.now() - begun < 1_500, `cancelled after ${Date.now() - begun} ms`);
    assert.ok(read < quants, `${read} records were read`);
    const { body } = await service().rest.get('/api/odoo/sync/status');
    assert.partialDeepStrictEqual(body, { sync: { running: false, lastRun: { ok: false }, error: 'It was stopped' } });
    service().sandbox.faults.clear();
    await service().sweep();
    assert.partialDeepStrictEqual(
      await row(),
      { stage: 'reading', after_id: stoppedAt },
      'nobody begins it by himself',
    );
    await mirrorNow(service(), { models: ['quants'] });
    assert.partialDeepStrictEqual(await row(), { scan_full: false, stage: null });
    await assertMirrored(service(), 18, ['quants']);
  });

  it('goes on when its run was terminated', async () => {
    const { client, store } = service();
    fault(slowPages);
    const run = begin();
    await untilMiddle();
    await store.db
      .updateTable('mirror_models')
      .set({ wanted_at: new Date(0) })
      .where('model', '=', 'lots')
      .execute();
    await client.workflow.getHandle(workflowIds.now(workflowIds.mirrorOdoo)).terminate();
    await assert.rejects(run);
    service().sandbox.faults.clear();
    await service().sweep();
    await mirrorNow(service());
    assert.equal((await row()).stage, null);
    await assertMirrored(service(), 18);
    const runs = await store.db.selectFrom('mirror_runs').select('finished_at').execute();
    assert.ok(
      runs.every(({ finished_at: finishedAt }) => finishedAt !== null),
      'no run counts as one under way',
    );
  });
  it('is one run for two who ask at once', async () => {
    const { rest, client } = service();
    fault(slowPages);
    const answers = await Promise.all([rest.post('/api/odoo/sync/trigger'), rest.post('/api/odoo/sync/trigger')]);
    for (const { status, body } of answers) {
      assert.equal(status, 200);
      assert.partialDeepStrictEqual(body, { success: true, message: 'Odoo sync started in background' });
    }
    assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1, 'both are told of one run');
    await client.workflow.getHandle(workflowIds.now(workflowIds.mirrorOdoo)).result();
    await assertMirrored(service(), 18);
  });

  it('leaves out a record that is deleted between the look at the ids and its reading', async () => {
    const { odoo, sandbox } = service();
    await mirrorNow(service());
    // Written long ago, committed now: only its id tells of it.
    sandbox.odoo().simulator.delayNext(3_600_000, { model: 'stock.lot', method: 'create' }, false);
    const lot = await odoo.create('stock.lot', {
      name: 'LATE-1',
      product_id: odoo.seeded.lotProduct.id,
      company_id: 1,
    });
    const ids = fault({
      system: 'odoo',
      rpc: { model: 'stock.lot', method: 'search' },
      effect: { type: 'late-answer', ms: 600 },
    });
    const run = underWay(mirrorNow(service(), { models: ['lots'] }));
    await waitFor(
      'the look at the ids',
      () => ids.hits,
      (hits) => hits === 1,
    );
    await odoo.call('stock.lot', 'unlink', [[lot]]);
    assert.equal((await run).ok, true);
    await assertMirrored(service(), 18, ['lots']);
  });

  it('reads what committed an hour late by its id', async () => {
    const { odoo, sandbox } = service();
    sandbox.odoo().simulator.delayNext(3_600_000, { model: 'stock.lot', method: 'create' }, false);
    await odoo.create('stock.lot', { name: 'LATE-2', product_id: odoo.seeded.lotProduct.id, company_id: 1 });
    const { models } = await mirrorNow(service(), { models: ['lots'] });
    assert.partialDeepStrictEqual(models, [{ model: 'lots', full: false, updated: 1 }]);
    await assertMirrored(service(), 18, ['lots']);
  });

  it('refuses models it does not know, in words', async () => {
    const { client } = service();
    const start = { ...mirrorNowStart({}), args: [{ models: ['quants', 'partners'] }] };
    await assert.rejects(client.workflow.execute(workflowTypes.mirrorOdoo, start), (error: unknown) => {
      const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
      assert.match(cause?.message ?? '', /locations, products, .*it does not know "partners"/);
      return true;
    });
  });
});

describe('the mirror of Odoo for a user who may read little', function () {
  this.timeout(60_000);
  const service = useService({ env: { ODOO_USER: 'clerk', ODOO_PASSWORD: 'clerk' } });

  it('names the models that may not be read, and keeps the others', async () => {
    const { rest, store } = service();
    const result = await mirrorNow(service());
    const stages = Object.fromEntries(result.models.map(({ model, stage }) => [model, stage]));
    assert.partialDeepStrictEqual(stages, {
      lots: 'failed',
      pickings: 'failed',
      products: 'done',
      quants: 'done',
    });
    assert.match(result.error ?? '', /^lots: .*stock\.lot.*; pickings: .*stock\.picking[^\n]*$/);
    const products = await store.db.selectFrom('mirror_products').select('id').execute();
    assert.ok(products.length > 10);
    const { body } = await rest.get('/api/odoo/sync/status');
    assert.partialDeepStrictEqual(body, { sync: { running: false, lastRun: { ok: false } } });
    const { error, error_code: code } = await readMirrorModel(store.db, 'pickings');
    assert.equal(code, 'no-access');
    assert.match(error ?? '', /not allowed|access/i);
  });
});
