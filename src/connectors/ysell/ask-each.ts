import type { CentreOrder } from '../../domain/fulfilment/fulfilment.ts';
import { isFailure } from '../../domain/failure.ts';
import type { FailureType } from '../../domain/failure.ts';
import type { AnswerGroups } from './answer-groups.ts';
import type { AskedAnswer, AskedOrder } from './port.ts';

/** So many are under way at once: the rate is kept by the transport, and one slow answer does not hold up the others. */
const lanes = 4;

/** What concerns the order that was asked after, and says nothing of the others. */
const ofOneOrder: ReadonlySet<FailureType> = new Set(['NotFound', 'Rejected', 'BadResponse']);

/**
 * Asks after orders one by one, a few at once.
 *
 * @throws Failure what concerns all of them, when what was under way has come to its end; the rest is not asked after
 */
export const askEach = async (
  orders: readonly AskedOrder[],
  read: (order: AskedOrder) => Promise<CentreOrder>,
  groups: AnswerGroups,
): Promise<void> => {
  const waiting = orders.values();
  const stopping = new AbortController();
  const goAlong = async (): Promise<void> => {
    try {
      // All lanes take from the same list.
      for (const order of waiting) {
        if (stopping.signal.aborted) return;
        await groups.add([await answerOf(order, read)]);
      }
    } catch (error) {
      stopping.abort();
      throw error;
    }
  };
  const going = Array.from({ length: Math.min(lanes, orders.length) }, goAlong);
  await Promise.allSettled(going);
  await Promise.all(going);
};

const answerOf = async (order: AskedOrder, read: (order: AskedOrder) => Promise<CentreOrder>): Promise<AskedAnswer> => {
  try {
    return { id: order.id, order: await read(order) };
  } catch (error) {
    if (!isFailure(error) || !ofOneOrder.has(error.type)) throw error;
    return { id: order.id, failure: error };
  }
};
