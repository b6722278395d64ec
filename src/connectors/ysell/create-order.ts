import type { CentreOrder } from '../../domain/fulfilment/fulfilment.ts';
import { Failure, isFailure } from '../../domain/failure.ts';
import { answeredWords, triedWords } from '../call-words.ts';
import { brokenAnswer } from '../classify-response.ts';
import type { HttpAnswer, HttpCall } from '../http.ts';
import { entriesIn, textIn } from './answer-entries.ts';
import type { CentreContext } from './centre-context.ts';
import { centreOrderOf, idOf } from './centre-order.ts';
import { refusedFields } from './refused-fields.ts';
import { isRefusal, wordsOfRemark } from './remarks.ts';
import { whoseOrder } from './whose-order.ts';

/** See `PrepCentre.create`. Never repeated here: whoever calls it knows what came of it, or that nobody knows. */
export const createOrder = async (
  { connection, transport, redact }: CentreContext,
  call: HttpCall,
  reference: string,
): Promise<CentreOrder> => {
  const answer = await send(transport.request({ ...call, readsRefusal: true }), connection, call);
  const { orders, remark } = entriesIn(answer.body);
  if (remark !== null && isRefusal(remark)) {
    throw refused(connection, call, answer.status, redact(wordsOfRemark(remark)));
  }
  const ours = orders.length > 1 ? orders.filter((each) => whoseOrder(each, reference) === 'ours') : orders;
  const entry = ours.length === 1 ? (ours[0] ?? null) : null;
  const id = entry === null || idOf(entry, reference) === null ? idInLocation(answer) : idOf(entry, reference);
  if (id === null) throw withoutId(brokenAnswer(connection, call, answer.status, noIdWords(orders.length)));
  return entry === null ? { id, status: null, words: null, trackingNumber: null } : centreOrderOf(entry, id);
};

const noIdWords = (orders: number): string =>
  orders > 1 ? `with ${orders} orders` : 'without the id of the order, which it may have taken';

const send = async (sent: Promise<HttpAnswer>, connection: string, call: HttpCall): Promise<HttpAnswer> => {
  try {
    return await sent;
  } catch (error) {
    if (!isFailure(error)) throw error;
    const { body = '', ...data } = error.data;
    const status = data.status ?? 0;
    // What was answered with success was taken, whatever the answer looks like.
    if (error.type === 'BadResponse' && status >= 200 && status < 300) throw withoutId(error);
    const fields = error.type === 'Rejected' ? refusedFields(body) : null;
    throw fields === null ? new Failure(error.type, error.message, data) : refused(connection, call, status, fields);
  }
};

const withoutId = ({ type, message, data }: Failure): Failure => new Failure(type, message, { ...data, code: 'no-id' });

const refused = (connection: string, call: HttpCall, status: number, words: string): Failure =>
  new Failure(
    'Rejected',
    `${triedWords(connection, call)}: ${answeredWords(status, words)} Correct it on either side, then retry.`,
    { status },
  );

/** REST servers of this kind name a new record in the `Location` header as well. */
const idInLocation = ({ status, headers }: HttpAnswer): string | null => {
  const location = status === 201 ? headers['location'] : undefined;
  return textIn(/(?:\/|[?&]id=)(\d+)\/?$/.exec(location ?? '')?.[1]);
};
