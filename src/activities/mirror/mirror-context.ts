import type { MirrorModel } from '../../domain/mirror/models.ts';
import type { MirrorRight } from '../../store/mirror/scan.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** Where an operator reads what the mirror does. */
export interface MirrorLog {
  readonly info: (line: string) => void;
  readonly warn: (line: string) => void;
}

/** One attempt to bring a model up to date. */
export interface MirrorContext {
  readonly deps: ActivityDependencies;
  readonly log: MirrorLog;
  readonly model: MirrorModel;
  readonly right: MirrorRight;
  /** Records asked for at once. */
  readonly pageSize: number;
  /** Whether nothing more is begun: its time is over, or it was stopped. */
  readonly isOver: () => boolean;
  /** Shows that it lives, and hears of a cancellation. */
  readonly beat: () => void;
}

/** Thrown where a newer attempt has drawn the right to write. */
export class MirrorOvertaken extends Error {
  constructor(model: MirrorModel) {
    super(`Another attempt mirrors the ${model}`);
    this.name = 'MirrorOvertaken';
  }
}

/** What a write gave, unless a newer attempt may write. @throws MirrorOvertaken */
export const unlessOvertaken = <Row>(row: Row | null, { model }: MirrorContext): Row => {
  if (row === null) throw new MirrorOvertaken(model);
  return row;
};
