import type { MirrorProgress } from '../../domain/mirror/mirror-run.ts';
import type { MirrorModelRow } from './scan.ts';

/** How far a model is, as its row says. */
export const mirrorProgressOf = (row: MirrorModelRow): MirrorProgress => ({
  model: row.model,
  stage: stageOf(row),
  full: row.stage === null && row.wanted_at !== null ? row.full_wanted : row.scan_full,
  read: row.read,
  updated: row.updated,
  removed: row.removed,
  error: row.error,
});

const stageOf = ({ stage, wanted_at: wantedAt, error }: MirrorModelRow): MirrorProgress['stage'] => {
  if (error !== null && wantedAt === null) return 'failed';
  if (stage !== null) return stage;
  return wantedAt === null ? 'done' : 'waiting';
};
