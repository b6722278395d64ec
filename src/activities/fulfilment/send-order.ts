import type { CentreOrder, FulfilmentOrder } from '../../domain/fulfilment/fulfilment.ts';
import { classOfStatus, statusListsOf } from '../../domain/fulfilment/statuses.ts';
import * as words from '../../domain/fulfilment/words.ts';
import { sentFulfilment } from '../../store/fulfilments/sent-row.ts';
import type { FulfilmentAttention, FulfilmentSettlement } from '../../store/fulfilments/settle.ts';
import type { FulfilmentConnection } from '../dependencies.ts';
import { attentionOfUnsent, sendOnce } from '../send-once.ts';
import type { SendOutcome, UnsentOutcome } from '../send-once.ts';
import { settlementOfAnswer } from './apply-answer.ts';
import type { FulfilmentContext } from './fulfilment-context.ts';

/** Creates the order at the prep centre, once. @throws Failure that is tried again */
export const sendOrder = async (context: FulfilmentContext): Promise<FulfilmentSettlement> => {
  const { deps, key, connection, row } = context;
  const { centre } = connection;
  const outcome = await sendOnce<FulfilmentOrder, CentreOrder>({
    db: deps.db,
    row: sentFulfilment(key),
    what: row.number,
    vendor: connection.name,
    timeoutMs: connection.settings.timeoutMs,
    lookUp: centre.canLookUp ? ({ reference }) => centre.lookUp(reference) : null,
    send: (order) => centre.create(order),
    choose: (found) => onlyAlive(connection, found),
    isUnwanted: row.odoo_state === 'cancel',
  });
  return settlementOf(context, outcome);
};

const settlementOf = (context: FulfilmentContext, outcome: SendOutcome<CentreOrder>): FulfilmentSettlement => {
  const { connection, row } = context;
  const at = (id: string) => ({ centre: connection.name, number: row.number, id });
  switch (outcome.kind) {
    case 'nothing':
      return { changes: {} };
    case 'sent': {
      const sent = atCentreNow(context, outcome.there, words.sentWords(at(outcome.there.id)));
      return outcome.again ? { ...sent, told: [words.sendingAgainWords(connection.name), ...(sent.told ?? [])] } : sent;
    }
    case 'found':
      return atCentreNow(context, outcome.there, words.foundWords(at(outcome.there.id)));
    case 'dropped':
      return { changes: {}, told: [words.cancelledUnsentWords(connection.name)], closeAs: 'cancelled' };
    case 'ambiguous':
    case 'unknown':
    case 'no-id':
    case 'refused':
    case 'cannot-tell':
      return { changes: {}, attention: [attentionOf(context, outcome)] };
  }
};

const attentionOf = (
  { connection: { name }, row }: FulfilmentContext,
  outcome: UnsentOutcome<CentreOrder>,
): FulfilmentAttention => ({
  step: 'send',
  ...attentionOfUnsent(outcome, {
    several: (ids) => words.twoFoundReason(name, row.number, ids),
    unknown: words.outcomeUnknownReason(name, row.number),
    noId: words.noIdReason(name, row.number),
    refused: (said) => words.refusedReason(name, row.number, said),
    cannotTell: (said) => words.cannotTellReason(name, row.number, said),
  }),
});

/** Of several with our reference only one may be alive. */
const onlyAlive = ({ settings }: FulfilmentConnection, found: readonly CentreOrder[]): CentreOrder | undefined => {
  const lists = statusListsOf(settings);
  const alive = found.filter(({ status }) => status === null || classOfStatus(lists, status) !== 'dead');
  return alive.length > 1 ? undefined : (alive[0] ?? found[0]);
};

const atCentreNow = (context: FulfilmentContext, order: CentreOrder, told: string): FulfilmentSettlement => {
  const { connection, row } = context;
  const answer = order.status === null ? null : settlementOfAnswer(connection, context, order);
  return {
    ...answer,
    changes: {
      ...answer?.changes,
      centre_id: order.id,
      sent_at: new Date(),
      sending_at: null,
      missed_at: null,
    },
    told: [told],
    notes: [{ id: 'sent', text: told }, ...(answer?.closeAs === undefined ? [] : (answer.notes ?? []))],
    over: ['send', ...(answer?.over ?? [])],
    // What changed in Odoo while nobody knew was left for later.
    looksAgain: row.sending_at !== null,
  };
};
