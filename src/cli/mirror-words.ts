import { mirrored, mirrorModels } from '../domain/mirror/models.ts';
import { mirrorLines } from '../domain/mirror/log-lines.ts';
import type { MirrorResult, MirrorStatus } from './mirror-answers.ts';
import { counted } from './words.ts';

/** What a run came to, in the words of the log: one line for each model with its count. */
export const mirrorInWords = ({ models, error }: MirrorResult): string =>
  [
    ...models.map((each) =>
      each.stage === 'failed'
        ? mirrorLines.modelFailed(each.model, each.error ?? 'for no reason told')
        : mirrorLines.modelDone(each),
    ),
    error === null ? mirrorLines.runDone(models.map(({ model }) => model)) : mirrorLines.runFailed(error),
  ].join('\n');

/** Which model is being read and how far that is; null when none is. */
export const mirrorProgressInWords = ({ sync }: MirrorStatus): string | null => {
  const under = mirrorModels.flatMap((model) => {
    const progress = sync.models[model]?.progress;
    if (progress == null || progress.stage === 'waiting') return [];
    const { title } = mirrored[model];
    if (progress.stage === 'comparing') return [`${title}: looking for what is gone in Odoo`];
    return [`${title}: ${progress.read} read${progress.full ? ' of all' : ''}, ${progress.updated} updated`];
  });
  return under.length === 0 ? null : under.join('; ');
};

/** What became of the mirror since then, in a few words; null when nothing did. */
export const mirroredInWords = (status: MirrorStatus, since: string): string | null => {
  const progress = mirrorProgressInWords(status);
  if (progress !== null) return `reading Odoo (${progress})`;
  const { lastRun, models, error } = status.sync;
  if (lastRun == null || lastRun.finishedAt < since) return null;
  if (!lastRun.ok) return `Odoo mirrored in part: ${error ?? 'for no reason told'}`;
  const fresh = Object.values(models).filter(
    ({ lastSynced }) => lastSynced != null && lastSynced >= since.slice(0, 19),
  );
  const total = (name: 'updated' | 'removed'): number => fresh.reduce((sum, each) => sum + each[name], 0);
  return `Odoo mirrored (${counted(total('updated'), 'record')} updated, ${total('removed')} removed)`;
};
