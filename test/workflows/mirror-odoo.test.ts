import assert from 'node:assert/strict';
import { WorkflowFailedError } from '@temporalio/client';
import { notBegun } from '../../src/domain/mirror/mirror-run.ts';
import type { MirrorProgress, MirrorResult } from '../../src/domain/mirror/mirror-run.ts';
import type { MirrorModel } from '../../src/domain/mirror/models.ts';
import { workflowIds, workflowTypes } from '../../src/domain/names.ts';
import type { MirrorOdooInput } from '../../src/domain/names.ts';
import { mirrorNowStart } from '../../src/domain/run-starts.ts';
import { startWorkflowWorkers } from '../support/workflow-workers.ts';
import type { WorkflowWorkers } from '../support/workflow-workers.ts';

const done = (model: MirrorModel): MirrorProgress => ({ ...notBegun(model), stage: 'done', updated: 1 });

describe('the run that mirrors Odoo', () => {
  let workers: WorkflowWorkers;
  const calls: string[] = [];
  let mirroring: (model: MirrorModel) => Promise<MirrorProgress>;
  let wanted: MirrorModel[];
  before(async function () {
    const odoo = {
      beginMirrorRun: ({ models, full }: { models: readonly MirrorModel[]; full: boolean }) => {
        calls.push(`begin ${models.length}${full ? ' in full' : ''}`);
        return Promise.resolve();
      },
      mirrorModel: ({ model }: { model: MirrorModel }) => {
        calls.push(model);
        return mirroring(model);
      },
      finishMirrorRun: ({ error }: { error: string | null }) => {
        calls.push(`finish ${error ?? 'well'}`);
        const more = wanted;
        wanted = [];
        return Promise.resolve(more);
      },
      stopMirrorRun: () => {
        calls.push('stop');
        return Promise.resolve();
      },
    };
    workers = await startWorkflowWorkers({ odoo });
  });
  after(() => workers.stop());
  beforeEach(() => {
    calls.length = 0;
    wanted = [];
    mirroring = (model) => Promise.resolve(done(model));
  });

  const run = (input: MirrorOdooInput) =>
    workers.namespace.client.workflow.execute(workflowTypes.mirrorOdoo, mirrorNowStart(input)) as Promise<MirrorResult>;

  it('does all models one after the other, what others refer to first', async () => {
    assert.partialDeepStrictEqual(await run({}), { ok: true, error: null });
    assert.deepEqual(calls, [
      'begin 7',
      'locations',
      'products',
      'lots',
      'packages',
      'quants',
      'pickings',
      'move_lines',
      'finish well',
    ]);
  });

  it('stays with a model until it is through', async () => {
    const stages: MirrorProgress['stage'][] = ['reading', 'comparing', 'waiting', 'done'];
    mirroring = (model) => Promise.resolve({ ...done(model), stage: stages.shift() ?? 'done' });
    await run({ models: ['quants'], full: true });
    assert.deepEqual(calls, ['begin 1 in full', 'quants', 'quants', 'quants', 'quants', 'finish well']);
  });

  it('names what cannot be read, and does the others', async () => {
    mirroring = (model) =>
      Promise.resolve(model === 'lots' ? { ...done(model), stage: 'failed', error: 'not for you\nask' } : done(model));
    const result = await run({ models: ['quants', 'lots'] });
    assert.partialDeepStrictEqual(result, { ok: false, error: 'lots: not for you' });
    assert.deepEqual(calls, ['begin 2', 'lots', 'quants', 'finish lots: not for you']);
  });

  it('does what else is wanted before it ends', async () => {
    wanted = ['products', 'lots'];
    const { models } = await run({ models: ['lots'] });
    assert.deepEqual(calls, ['begin 1', 'lots', 'finish well', 'products', 'lots', 'finish well']);
    assert.equal(models.length, 2);
  });

  it('leaves word when it is cancelled', async () => {
    const { client } = workers.namespace;
    const hangs = Promise.withResolvers<MirrorProgress>();
    mirroring = () => hangs.promise;
    const running = await client.workflow.start(workflowTypes.mirrorOdoo, mirrorNowStart({}));
    assert.partialDeepStrictEqual(await running.query('state'), { stage: 'mirroring' });
    await running.cancel();
    await assert.rejects(running.result(), WorkflowFailedError);
    hangs.resolve(done('locations'));
    assert.equal(calls.at(-1), 'stop');
    assert.partialDeepStrictEqual(await running.query('state'), { stage: 'stopped' });
  });

  for (const [what, input, words] of [
    ['a model nobody knows', { models: ['partners'] }, /list of some of locations, .*does not know "partners"/],
    ['no model', { models: [] }, /found \[\]/],
    ['a model that is no list', { models: 'quants' }, /found "quants"/],
    ['a field nobody knows', { model: 'quants' }, /does not know model/],
    ['what is neither true nor false', { full: 'yes' }, /"full" as true or false/],
  ] as const) {
    it(`refuses ${what} in words`, async () => {
      const start = { ...mirrorNowStart({}), args: [input] };
      await assert.rejects(
        workers.namespace.client.workflow.execute(workflowTypes.mirrorOdoo, start),
        (error: unknown) => {
          assert.match(error instanceof WorkflowFailedError ? (error.cause?.message ?? '') : '', words);
          return true;
        },
      );
      assert.deepEqual(calls, []);
    });
  }

  it('refuses an id that is not its own', async () => {
    const start = { ...mirrorNowStart({}), workflowId: `${workflowIds.mirrorOdoo}x` };
    await assert.rejects(
      workers.namespace.client.workflow.execute(workflowTypes.mirrorOdoo, start),
      WorkflowFailedError,
    );
  });
});
