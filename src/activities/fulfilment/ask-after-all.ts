import PQueue from 'p-queue';
import type { AskedAnswer } from '../../connectors/ysell/port.ts';
import type { StatusClass } from '../../domain/fulfilment/fulfilment.ts';
import type { FollowCounts } from '../../domain/fulfilment/follow.ts';
import * as words from '../../domain/fulfilment/words.ts';
import { listAsked, noteAnswered } from '../../store/fulfilments/followed.ts';
import type { AskedShipment } from '../../store/fulfilments/followed.ts';
import { loadFulfilment } from '../../store/fulfilments/rows.ts';
import type { OpenedFulfilment } from '../../store/fulfilments/rows.ts';
import type { FulfilmentSettlement } from '../../store/fulfilments/settle.ts';
import { settleIn } from '../../store/fulfilments/settle.ts';
import { notifyOfFulfilments } from '../../store/fulfilments/wake.ts';
import type { ActivityDependencies, FulfilmentConnection } from '../dependencies.ts';
import { settlementOfAnswer } from './apply-answer.ts';
import { atCentre } from './fulfilment-context.ts';

export interface FollowTurn {
  readonly deps: ActivityDependencies;
  readonly connection: FulfilmentConnection;
  /** When the round began: what was asked after since then is not asked again, also after a crash. */
  readonly beganAt: Date;
  /** Awaited before each write. */
  readonly mayWrite: () => Promise<void>;
  readonly onProgress: (counts: FollowCounts) => void;
}

/** Changes written at once: each is a transaction of its own. */
const writesAtOnce = 8;

/** Asks after all open orders of a prep centre and writes what changed; only those have their runs poked. */
export const askAfterAll = async (turn: FollowTurn, before: FollowCounts): Promise<FollowCounts> => {
  const { deps, connection, beganAt, mayWrite, onProgress } = turn;
  const asked = await listAsked(deps.db, connection.id, beganAt);
  const byId = Map.groupBy(asked, ({ centreId }) => centreId);
  const writes = new PQueue({ concurrency: writesAtOnce });
  let counts = before;
  await connection.centre.readMany(
    asked.map(({ centreId: id, reference }) => ({ id, reference })),
    async (answers) => {
      await mayWrite();
      refuseBrokenGroup(answers);
      const known = answers.flatMap((answer) => (byId.get(answer.id) ?? []).map((shipment) => ({ answer, shipment })));
      const changed = known.filter(({ answer, shipment }) => isNews(answer, shipment));
      const classes = await writes.addAll(
        changed.map(
          ({ answer, shipment }) =>
            () =>
              apply(turn, shipment, answer),
        ),
      );
      counts = classes.reduce(counted, counts);
      await noteAnswered(
        deps.db,
        connection.id,
        known.map(({ shipment }) => shipment.saleOrderId),
      );
      counts = { ...counts, asked: counts.asked + known.length };
      onProgress(counts);
    },
  );
  return counts;
};

/** Where nothing of a group makes sense, the address or the prep centre is wrong and not each order: one notice, not two thousand. */
const refuseBrokenGroup = (answers: readonly AskedAnswer[]): void => {
  const failures = answers.flatMap((answer) => ('failure' in answer ? [answer.failure] : []));
  const [first] = failures;
  if (first === undefined || answers.length < 3) return;
  if (failures.length === answers.length && failures.every(({ type }) => type === 'BadResponse')) throw first;
};

/** Most answers say what is known: those cost no look at the row. */
const isNews = (answer: AskedAnswer, shipment: AskedShipment): boolean =>
  'failure' in answer ||
  answer.order.status !== shipment.status ||
  answer.order.words !== shipment.words ||
  (answer.order.trackingNumber !== null && answer.order.trackingNumber !== shipment.trackingNumber) ||
  shipment.class === null ||
  shipment.isDoubted;

const apply = (
  { deps, connection }: FollowTurn,
  { saleOrderId }: AskedShipment,
  answer: AskedAnswer,
): Promise<StatusClass | null> =>
  deps.db.transaction().execute(async (trx) => {
    const key = { connection: connection.id, saleOrderId };
    const opened = await loadFulfilment(trx, key, { lock: true });
    if (opened === undefined || opened.row.centre_id !== answer.id) return null;
    const settlement = settlementOf(connection, opened, answer);
    if (settlement === null) return null;
    // Its run is to see it, and does nothing but to show it unless something follows.
    await settleIn(trx, key, {
      ...settlement,
      changes: { ...settlement.changes, revision: opened.row.revision + 1, asked_at: new Date() },
    });
    await notifyOfFulfilments(trx);
    return settlement.changes.status_class ?? null;
  });

const settlementOf = (
  connection: FulfilmentConnection,
  opened: OpenedFulfilment,
  answer: AskedAnswer,
): FulfilmentSettlement | null => {
  if ('order' in answer) return settlementOfAnswer(connection, opened, answer.order);
  const { row, attention } = opened;
  if (row.closed_at !== null) return null;
  const at = atCentre(connection, row, answer.id);
  const reason =
    answer.failure.type === 'NotFound' ? words.goneAtCentreReason(at) : `${answer.failure.message} (${row.number})`;
  // Its run knows: each round says the same.
  if (attention.some((open) => open.step === 'status' && open.reason === reason && !open.lifted)) return null;
  const kind = answer.failure.type === 'BadResponse' ? 'bad-payload' : 'rejected';
  return { changes: {}, attention: [{ kind, step: 'status', reason }] };
};

const counted = (counts: FollowCounts, statusClass: StatusClass | null): FollowCounts => ({
  ...counts,
  changed: counts.changed + (statusClass === null ? 0 : 1),
  done: counts.done + (statusClass === 'done' ? 1 : 0),
  dead: counts.dead + (statusClass === 'dead' ? 1 : 0),
  errors: counts.errors + (statusClass === 'error' ? 1 : 0),
  unknown: counts.unknown + (statusClass === 'unknown' ? 1 : 0),
});
