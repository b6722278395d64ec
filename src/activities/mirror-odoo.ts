import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { withAbort } from '../connectors/odoo/abort.ts';
import { mirrorLines } from '../domain/mirror/log-lines.ts';
import type { MirrorProgress } from '../domain/mirror/mirror-run.ts';
import type { MirrorModel } from '../domain/mirror/models.ts';
import { mirrorProgressOf } from '../store/mirror/progress.ts';
import { beginMirrorRun, finishMirrorRun } from '../store/mirror/runs.ts';
import { readMirrorModel } from '../store/mirror/scan.ts';
import { listWantedModels, stopMirror } from '../store/mirror/want-mirror.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { orApplicationFailure } from './failures.ts';
import { beat } from './heartbeat-details.ts';
import { MirrorOvertaken } from './mirror/mirror-context.ts';
import type { MirrorLog } from './mirror/mirror-context.ts';
import { mirrorTurn } from './mirror/mirror-turn.ts';
import { underLease } from './under-lease.ts';

/** An activity works no longer than this on a model: the run shows how far it is and asks for the next one. */
const turnMs = 10_000;
/** A cancellation is heard with a heartbeat. */
const beatEveryMs = 400;
/** More gains little, and a page stays below a fifth of a second (reference/odoo.md §7.3). */
const pageSize = 1_000;
const smallestPage = 100;

export interface MirrorOptions {
  /** Ends the work when the process is asked to stop. */
  readonly stopping: AbortSignal;
  readonly log: MirrorLog;
}

/** A run, by an id that stays when it goes on in a new history, and the models it is for. */
interface MirrorRun {
  readonly run: string;
  readonly models: readonly MirrorModel[];
}

/** Activities of `mirrorOdoo`. */
export const createMirrorOdooActivities = (deps: ActivityDependencies, { stopping, log }: MirrorOptions) => ({
  /** Notes that the run begins and what it is for. Safe to repeat. */
  beginMirrorRun: (input: MirrorRun & { full: boolean }): Promise<void> =>
    orApplicationFailure(async () => {
      await beginMirrorRun(deps.db, input.run, input);
      log.info(mirrorLines.runBegins(input.models));
    }),

  /**
   * Brings a model up to date if somebody wants it so, for some seconds' worth, or waits for whoever is at it. One model at a time, in all processes
   * together. Safe to repeat: rows say how far it is.
   */
  mirrorModel: ({ model }: { model: MirrorModel }): Promise<MirrorProgress> =>
    orApplicationFailure(async () => {
      const context = Context.current();
      const stop = AbortSignal.any([stopping, context.cancellationSignal]);
      const until = Date.now() + turnMs;
      const heart = setInterval(() => beat(context), beatEveryMs);
      const isOver = (): boolean => stop.aborted || Date.now() >= until;
      const progressNow = async (): Promise<MirrorProgress> => mirrorProgressOf(await readMirrorModel(deps.db, model));
      try {
        return await withAbort(stop, () =>
          underLease(deps.db, {
            lease: 'mirror-odoo',
            what: 'The mirror of Odoo',
            served: async () => (isOver() ? { result: await progressNow() } : undefined),
            work: () =>
              mirrorTurn({
                deps,
                log,
                model,
                pageSize: pageOf(context.info.attempt),
                isOver,
                beat: () => beat(context),
              }),
          }),
        );
      } catch (error) {
        if (error instanceof MirrorOvertaken) throw movesOn(error.message);
        if (!stop.aborted) throw error;
        if (context.cancellationSignal.aborted) throw context.cancellationSignal.reason;
        // The process stops: the run asks another one to go on.
        return await progressNow();
      } finally {
        clearInterval(heart);
      }
    }),

  /**
   * Ends the record of the run, unless models are still wanted: these it is to do first.
   * @param input.error why not everything could be read; null: it could
   */
  finishMirrorRun: (input: MirrorRun & { error: string | null }): Promise<readonly MirrorModel[]> =>
    orApplicationFailure(async () => {
      const wanted = await listWantedModels(deps.db);
      if (wanted.length > 0) return wanted;
      await finishMirrorRun(deps.db, input.run, input);
      if (input.error === null) log.info(mirrorLines.runDone(input.models));
      else log.warn(mirrorLines.runFailed(input.error));
      return [];
    }),

  /** Ends the record of a run that a person has stopped: nothing is wanted any more, and the next run goes on where it stopped. */
  stopMirrorRun: ({ run }: { run: string }): Promise<void> =>
    orApplicationFailure(async () => {
      await stopMirror(deps.db);
      await finishMirrorRun(deps.db, run, { error: 'It was stopped' });
      log.info(mirrorLines.runStopped);
    }),
});

/** What timed out is asked for in smaller pages. */
const pageOf = (attempt: number): number =>
  Math.max(smallestPage, Math.floor(pageSize / 2 ** Math.min(attempt - 1, 10)));

const movesOn = (message: string): ApplicationFailure =>
  ApplicationFailure.create({ message, category: ApplicationFailureCategory.BENIGN });

export type MirrorOdooActivities = ReturnType<typeof createMirrorOdooActivities>;
