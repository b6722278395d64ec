import type { CentreOrder } from '../../domain/fulfilment/fulfilment.ts';
import { Failure } from '../../domain/failure.ts';
import { brokenAnswer } from '../classify-response.ts';
import type { HttpCall } from '../http.ts';
import { entriesIn, textIn } from './answer-entries.ts';
import { askFor, unsaidFailure } from './centre-context.ts';
import type { CentreContext } from './centre-context.ts';
import { centreOrderOf, idOf } from './centre-order.ts';
import { whoseOrder } from './whose-order.ts';

/** The failure of a look-up at a tenant that has none. */
export const cannotLookUp = (connection: string, reference: string): Failure =>
  new Failure(
    'InvalidInput',
    `${connection}: order ${reference} cannot be looked up: the connection says lookup none. Look there, then retry or skip it.`,
    { path: 'settings.lookup' },
  );

/** See `PrepCentre.lookUp`, where one call answers by our reference. An order counts unless it names another reference. */
export const lookUpOrders = async (
  context: CentreContext,
  call: HttpCall,
  reference: string,
): Promise<readonly CentreOrder[]> => {
  const answer = await askFor(context, call);
  if (answer === null) return [];
  const { orders, remark } = entriesIn(answer.body);
  if (orders.length === 0) {
    const failure = unsaidFailure(context, call, { status: answer.status, remark });
    if (failure !== null) throw failure;
  }
  const told = orders.map((entry) => ({ entry, whose: whoseOrder(entry, reference) }));
  const unclear = told.find(({ whose }) => whose === 'unclear');
  if (unclear !== undefined && !told.some(({ whose }) => whose === 'ours')) {
    const what = `order_id ${textIn(unclear.entry.fields.get('order_id')) ?? ''} in it may be its own number or the reference of another order`;
    throw brokenAnswer(context.connection, call, answer.status, what);
  }
  const found = new Map<string, CentreOrder>();
  for (const { entry, whose } of told) {
    if (whose !== 'ours' && whose !== 'unsaid') continue;
    const id = idOf(entry, reference) ?? reference;
    found.set(id, centreOrderOf(entry, id));
  }
  return [...found.values()];
};
