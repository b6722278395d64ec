import {
  CancellationScope,
  continueAsNew,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { MirrorOdooActivities } from '../activities/mirror-odoo.ts';
import { isThrough, mirrorDetails, notBegun, resultOfMirror } from '../domain/mirror/mirror-run.ts';
import type { MirrorProgress, MirrorResult } from '../domain/mirror/mirror-run.ts';
import { mirrorModels } from '../domain/mirror/models.ts';
import type { MirrorModel } from '../domain/mirror/models.ts';
import { taskQueues, workflowIds } from '../domain/names.ts';
import type { MirrorOdooInput } from '../domain/names.ts';
import { odooCalls } from './activity-options.ts';
import { flagField, namesField, onlyFields, requireScheduledId } from './input.ts';
import { stateQuery } from './messages.ts';

/** `progress` only over continue-as-new. */
type Input = MirrorOdooInput & { readonly progress?: readonly MirrorProgress[] };

/**
 * Brings what is kept of Odoo up to date: the models of its input, and then whatever else was asked for meanwhile. The rows in the database say how far each
 * model is, so a run goes on where another one ended, however it ended. A model that cannot be read is named in the result, and the others go on.
 */
export async function mirrorOdoo(input: Input = {}): Promise<MirrorResult> {
  onlyFields(input, ['models', 'full', 'progress']);
  const models = namesField(input, 'models', mirrorModels) ?? mirrorModels;
  const full = flagField(input, 'full');
  requireScheduledId(workflowIds.mirrorOdoo);
  const activities = proxyActivities<MirrorOdooActivities>({ ...odooCalls, taskQueue: taskQueues.odoo });
  const { workflowId, firstExecutionRunId } = workflowInfo();
  const run = `${workflowId}/${firstExecutionRunId}`;

  const progress = new Map((input.progress ?? models.map(notBegun)).map((each) => [each.model, each]));
  const show = (...changed: readonly MirrorProgress[]): void => {
    for (const each of changed) progress.set(each.model, each);
    setCurrentDetails(mirrorDetails([...progress.values()]));
  };
  let stage: 'mirroring' | 'done' | 'stopped' = 'mirroring';
  setHandler(stateQuery, () => ({ stage, ...resultOfMirror([...progress.values()]) }));

  const mirrorAll = async (wanted: readonly MirrorModel[]): Promise<void> => {
    show(...wanted.map(notBegun));
    for (const model of wanted) {
      for (;;) {
        const now = await activities.mirrorModel({ model });
        show(now);
        if (isThrough(now)) break;
        if (workflowInfo().continueAsNewSuggested) {
          await continueAsNew<typeof mirrorOdoo>({ models, full, progress: [...progress.values()] });
        }
      }
    }
  };

  try {
    if (input.progress === undefined) await activities.beginMirrorRun({ run, models, full });
    let wanted: readonly MirrorModel[] = input.progress?.filter((each) => !isThrough(each)).map(modelOf) ?? models;
    while (wanted.length > 0) {
      await mirrorAll(wanted);
      const { error } = resultOfMirror([...progress.values()]);
      wanted = await activities.finishMirrorRun({ run, models, error });
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await CancellationScope.nonCancellable(() => activities.stopMirrorRun({ run }));
    stage = 'stopped';
    throw error;
  }
  stage = 'done';
  return resultOfMirror([...progress.values()]);
}

const modelOf = ({ model }: MirrorProgress): MirrorModel => model;
