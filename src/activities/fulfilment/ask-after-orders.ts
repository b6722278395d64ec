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
import { fulfilmentRows } from '../../store/fulfilments/wake.ts';
import { notifyOf } from '../../store/poked-rows.ts';
import type { ActivityDependencies, FulfilmentConnection } from '../dependencies.ts';
import { askAfterAll } from '../follow/ask-after-all.ts';
import type { FollowTurn } from '../follow/ask-after-all.ts';
import { settlementOfAnswer } from './apply-answer.ts';
import { atCentre } from './fulfilment-context.ts';

/** Asks a prep centre after all its open orders. */
export const askAfterOrders = async (
  deps: ActivityDependencies,
  connection: FulfilmentConnection,
  turn: FollowTurn,
  before: FollowCounts,
): Promise<FollowCounts> => {
  const asked = await listAsked(deps.db, connection.id, turn.beganAt);
  return askAfterAll(
    turn,
    {
      asked,
      idOf: ({ centreId }) => centreId,
      readMany: (take) =>
        connection.centre.readMany(
          asked.map(({ centreId: id, reference }) => ({ id, reference })),
          take,
        ),
      isNews,
      apply: (shipment, answer) => apply(deps, connection, shipment, answer),
      noteAnswered: (answered) =>
        noteAnswered(
          deps.db,
          connection.id,
          answered.map(({ saleOrderId }) => saleOrderId),
        ),
    },
    before,
  );
};

const isNews = (answer: AskedAnswer, shipment: AskedShipment): boolean =>
  'failure' in answer ||
  answer.order.status !== shipment.status ||
  answer.order.words !== shipment.words ||
  (answer.order.trackingNumber !== null && answer.order.trackingNumber !== shipment.trackingNumber) ||
  shipment.class === null ||
  shipment.isDoubted;

const apply = (
  deps: ActivityDependencies,
  connection: FulfilmentConnection,
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
    await notifyOf(trx, fulfilmentRows);
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
