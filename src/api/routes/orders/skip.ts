import { endpoint } from '../../endpoint.ts';
import { reasonBody } from '../../list-query.ts';
import { actionAnswers, actionProblems, actOnOrder, orderParams, waitQuery } from '../../orders/act-on-order.ts';

export const skipOrder = endpoint({
  method: 'POST',
  path: '/api/orders/{connection}/{externalId}/skip',
  access: 'operate',
  tag: 'orders',
  summary: 'Closes the order without doing it, and remembers its content',
  params: orderParams,
  query: waitQuery,
  body: reasonBody,
  answers: actionAnswers,
  problems: actionProblems,
  handle: ({ params, query, body }, deps) => actOnOrder(deps, params, { name: 'skip', ...body }, query.wait),
});
