import { mirrored } from './models.ts';
import type { MirrorModel } from './models.ts';

/** How far a model is, as its run, the Web UI and the status route show it. */
export interface MirrorProgress {
  readonly model: MirrorModel;
  readonly stage: 'waiting' | 'reading' | 'comparing' | 'done' | 'failed';
  /** Whether every record is read, or what was written since the last time. */
  readonly full: boolean;
  /** Records read in this run. */
  readonly read: number;
  /** Of those, new or different. */
  readonly updated: number;
  /** Records that are gone in Odoo, and now here. */
  readonly removed: number;
  /** Why it may not be read, in Odoo's words. */
  readonly error: string | null;
}

/** What a run came to. */
export interface MirrorResult {
  readonly ok: boolean;
  /** Which models could not be read, and why; null: all could. */
  readonly error: string | null;
  readonly models: readonly MirrorProgress[];
}

/** A model nobody has looked at yet. */
export const notBegun = (model: MirrorModel): MirrorProgress => ({
  model,
  stage: 'waiting',
  full: false,
  read: 0,
  updated: 0,
  removed: 0,
  error: null,
});

export const isThrough = ({ stage }: MirrorProgress): boolean => stage === 'done' || stage === 'failed';

export const resultOfMirror = (models: readonly MirrorProgress[]): MirrorResult => {
  const failed = models.filter(({ stage }) => stage === 'failed');
  const error = failed
    .map(({ model, error: reason }) => `${mirrored[model].title}: ${firstLine(reason ?? 'unknown')}`)
    .join('; ');
  return { ok: failed.length === 0, error: failed.length === 0 ? null : error, models };
};

/** Odoo says at length whom to ask. */
export const firstLine = (words: string): string => words.split('\n', 1)[0] ?? '';

const stageWords = (stage: MirrorProgress['stage'], full: boolean, error: string | null): string => {
  if (error !== null) return firstLine(error);
  return full && stage === 'reading' ? 'reading all' : stage;
};

/** How far a run is, as the Temporal Web UI shows it. */
export const mirrorDetails = (models: readonly MirrorProgress[]): string =>
  [
    '| | | read | updated | removed |',
    '|---|---|--:|--:|--:|',
    ...models.map(
      ({ model, stage, full, read, updated, removed, error }) =>
        `| ${mirrored[model].title} | ${stageWords(stage, full, error)} | ${read} | ${updated} | ${removed} |`,
    ),
  ].join('\n');
