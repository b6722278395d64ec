import PQueue from 'p-queue';
import { isFailure } from '../../domain/failure.ts';
import type { Failure } from '../../domain/failure.ts';
import type { FollowCounts } from '../../domain/fulfilment/follow.ts';

export interface FollowTurn {
  /** When the round began: what was asked after since then is not asked again, also after a crash. */
  readonly beganAt: Date;
  /** Awaited before each write. */
  readonly mayWrite: () => Promise<void>;
  readonly onProgress: (counts: FollowCounts) => void;
}

/** What a change came to, as it is counted. */
export type FollowedClass = 'progress' | 'done' | 'dead' | 'error' | 'unknown';

/** What came of asking after one: what was told, or a failure that concerns it alone. */
export type AnswerOf<Told> = (Told & { readonly id: string }) | { readonly id: string; readonly failure: Failure };

/** Open shipments at one vendor, and how they are asked after. */
export interface Asking<Asked, Told> {
  readonly asked: readonly Asked[];
  /** The vendor's id. */
  readonly idOf: (asked: Asked) => string;
  readonly readMany: (take: (answers: readonly AnswerOf<Told>[]) => Promise<void>) => Promise<void>;
  /** Whether it says what the row does not. Most answers do not: those cost no look at the row. */
  readonly isNews: (answer: AnswerOf<Told>, asked: Asked) => boolean;
  /** Writes what changed; its run is poked. @returns null when nothing did after all */
  readonly apply: (asked: Asked, answer: AnswerOf<Told>) => Promise<FollowedClass | null>;
  readonly noteAnswered: (asked: readonly Asked[]) => Promise<void>;
}

/** Changes written at once: each is a transaction of its own. */
const writesAtOnce = 8;

/** Asks after all open shipments of a vendor and writes what changed; only those have their runs poked. */
export const askAfterAll = async <Asked, Told>(
  { mayWrite, onProgress }: FollowTurn,
  { asked, idOf, readMany, isNews, apply, noteAnswered }: Asking<Asked, Told>,
  before: FollowCounts,
): Promise<FollowCounts> => {
  const byId = Map.groupBy(asked, idOf);
  const writes = new PQueue({ concurrency: writesAtOnce });
  let counts = before;
  await readMany(async (answers) => {
    await mayWrite();
    refuseBrokenGroup(answers);
    const known = answers.flatMap((answer) => (byId.get(answer.id) ?? []).map((shipment) => ({ answer, shipment })));
    const changed = known.filter(({ answer, shipment }) => failureOf(answer) !== null || isNews(answer, shipment));
    const classes = await writes.addAll(
      changed.map(
        ({ answer, shipment }) =>
          () =>
            apply(shipment, answer),
      ),
    );
    counts = classes.reduce(counted, counts);
    await noteAnswered(known.map(({ shipment }) => shipment));
    counts = { ...counts, asked: counts.asked + known.length };
    onProgress(counts);
  });
  return counts;
};

const failureOf = <Told>(answer: AnswerOf<Told>): Failure | null =>
  'failure' in answer && isFailure(answer.failure) ? answer.failure : null;

/** Where nothing of a group makes sense, the address or the vendor is wrong and not each shipment: one notice, not two thousand. */
const refuseBrokenGroup = <Told>(answers: readonly AnswerOf<Told>[]): void => {
  const failures = answers.map(failureOf).filter((failure) => failure !== null);
  const [first] = failures;
  if (first === undefined || answers.length < 3) return;
  if (failures.length === answers.length && failures.every(({ type }) => type === 'BadResponse')) throw first;
};

const counted = (counts: FollowCounts, followed: FollowedClass | null): FollowCounts => ({
  ...counts,
  changed: counts.changed + (followed === null ? 0 : 1),
  done: counts.done + (followed === 'done' ? 1 : 0),
  dead: counts.dead + (followed === 'dead' ? 1 : 0),
  errors: counts.errors + (followed === 'error' ? 1 : 0),
  unknown: counts.unknown + (followed === 'unknown' ? 1 : 0),
});
