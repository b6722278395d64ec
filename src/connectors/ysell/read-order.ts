import type { CentreOrder } from '../../domain/fulfilment/fulfilment.ts';
import { brokenAnswer } from '../classify-response.ts';
import type { HttpCall } from '../http.ts';
import { entriesIn, textIn } from './answer-entries.ts';
import type { AnswerEntries, OrderEntry } from './answer-entries.ts';
import { askFor, notFound, unsaidFailure } from './centre-context.ts';
import type { CentreContext } from './centre-context.ts';
import { centreOrderOf } from './centre-order.ts';
import { meansNone } from './remarks.ts';

/** See `PrepCentre.read`, where one call answers by the id. */
export const readOrder = async (context: CentreContext, call: HttpCall, id: string): Promise<CentreOrder> => {
  const answer = await askFor(context, call);
  if (answer === null) throw notFound(context, id);
  const entries = entriesIn(answer.body);
  const orders = ordersIn(entries);
  if (orders.length === 0) {
    throw unsaidFailure(context, call, { status: answer.status, remark: entries.remark }) ?? notFound(context, id);
  }
  const [entry, ...others] = orders.length === 1 ? orders : orders.filter(({ ids }) => ids.includes(id));
  if (entry === undefined || others.length > 0) {
    const what = `with ${orders.length} orders, ${entry === undefined ? 'none' : others.length + 1} of them with this id`;
    throw brokenAnswer(context.connection, call, answer.status, what);
  }
  if (entry.ids.length > 0 && !isAbout(entry, id)) {
    throw brokenAnswer(context.connection, call, answer.status, `with another order, ${entry.ids.join(' or ')}`);
  }
  return centreOrderOf(entry, id);
};

/** Asked by its id, an answer such as `{"status": "error", "message": "…"}` is about the order, unless it says that there is none. */
const ordersIn = ({ orders, remark }: AnswerEntries): readonly OrderEntry[] => {
  const isStatus = remark !== null && textIn(remark.get('status')) !== null && !meansNone(remark);
  return orders.length === 0 && isStatus && !/^\d{3}$/.test(textIn(remark.get('status')) ?? '')
    ? [{ fields: remark, ids: [] }]
    : orders;
};

/** An order that was asked after by our reference is named by that in one of its fields. */
const isAbout = ({ ids, fields }: OrderEntry, id: string): boolean =>
  ids.includes(id) || [...fields.values()].some((value) => textIn(value) === id);
