import type { CourierRequest, CourierShipment } from '../../domain/delivery/delivery.ts';
import * as words from '../../domain/delivery/words.ts';
import { sentShipment } from '../../store/shipments/sent-row.ts';
import type { DeliveryAttention, DeliverySettlement } from '../../store/shipments/settle.ts';
import { attentionOfUnsent, sendOnce } from '../send-once.ts';
import type { SendOutcome, UnsentOutcome } from '../send-once.ts';
import { settlementOfAnswer } from './apply-answer.ts';
import { atCourier } from './delivery-context.ts';
import type { DeliveryContext } from './delivery-context.ts';

/** Books the courier, once. @throws Failure that is tried again */
export const bookCourier = async (context: DeliveryContext): Promise<DeliverySettlement> => {
  const { deps, key, connection, row } = context;
  const { courier } = connection;
  const outcome = await sendOnce<CourierRequest, CourierShipment>({
    db: deps.db,
    row: sentShipment(key),
    what: row.number,
    vendor: connection.name,
    timeoutMs: connection.settings.timeoutMs,
    lookUp: ({ reference }) => courier.lookUp(reference),
    send: (request) => courier.book(request),
    choose: onlyAlive,
    isUnwanted: row.cancel_wanted !== null || row.odoo_state === 'cancel',
  });
  return settlementOf(context, outcome);
};

/** Of several with our reference only one may be alive. */
const onlyAlive = (found: readonly CourierShipment[]): CourierShipment | undefined => {
  const alive = found.filter((shipment) => shipment.class !== 'cancelled');
  return alive.length > 1 ? undefined : (alive[0] ?? found[0]);
};

const settlementOf = (context: DeliveryContext, outcome: SendOutcome<CourierShipment>): DeliverySettlement => {
  const { connection, row } = context;
  const at = (id: string) => atCourier(connection, row, id);
  switch (outcome.kind) {
    case 'nothing':
      return { changes: {} };
    case 'sent': {
      const booked = bookedNow(context, outcome.there, words.bookedWords(at(outcome.there.id)));
      return outcome.again
        ? { ...booked, told: [words.bookedAgainWords(connection.name), ...(booked.told ?? [])] }
        : booked;
    }
    case 'found':
      return bookedNow(context, outcome.there, words.foundWords(at(outcome.there.id)));
    case 'dropped':
      return { changes: {}, told: [words.droppedWords(connection.name)], closeAs: 'cancelled' };
    case 'ambiguous':
    case 'unknown':
    case 'no-id':
    case 'refused':
    case 'cannot-tell':
      return { changes: {}, attention: [attentionOf(context, outcome)] };
  }
};

const attentionOf = (
  { connection: { name }, row }: DeliveryContext,
  outcome: UnsentOutcome<CourierShipment>,
): DeliveryAttention => ({
  step: 'book',
  ...attentionOfUnsent(outcome, {
    several: (ids) => words.severalFoundReason(name, row.number, ids),
    unknown: words.outcomeUnknownReason(name, row.number),
    noId: words.outcomeUnknownReason(name, row.number),
    refused: (said) => words.refusedReason(name, row.number, said),
    cannotTell: (said) => words.cannotTellReason(name, row.number, said),
  }),
});

const bookedNow = (context: DeliveryContext, shipment: CourierShipment, told: string): DeliverySettlement => {
  const { connection, row } = context;
  const answer = settlementOfAnswer(connection, context, shipment);
  return {
    ...answer,
    changes: {
      ...answer?.changes,
      courier_id: shipment.id,
      booked_at: new Date(),
      sending_at: null,
      missed_at: null,
    },
    told: [told, ...(answer?.told ?? [])],
    notes: [{ id: 'booked', text: [told, ...(answer?.told ?? [])].join(' ') }],
    over: ['book', ...(answer?.over ?? [])],
    // What changed in Odoo while nobody knew was left for later.
    looksAgain: row.sending_at !== null,
  };
};
