import { endpoint } from '../../endpoint.ts';
import { reasonBody } from '../../list-query.ts';
import { actionAnswers, actionProblems, actOnOrder, orderParams, waitQuery } from '../../orders/act-on-order.ts';

export const cancelOrder = endpoint({
  method: 'POST',
  path: '/api/orders/{connection}/{externalId}/cancel',
  access: 'operate',
  tag: 'orders',
  summary: 'Cancels on both sides, if nothing left the house',
  params: orderParams,
  query: waitQuery,
  body: reasonBody,
  answers: actionAnswers,
  problems: actionProblems,
  handle: ({ params, query, body }, deps) => actOnOrder(deps, params, { name: 'cancel', ...body }, query.wait),
});
