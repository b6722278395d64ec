import { endpoint, noBody } from '../../endpoint.ts';
import { actionAnswers, actionProblems, actOnOrder, orderParams, waitQuery } from '../../orders/act-on-order.ts';

export const retryOrder = endpoint({
  method: 'POST',
  path: '/api/orders/{connection}/{externalId}/retry',
  access: 'operate',
  tag: 'orders',
  summary: 'Tries again from the step that failed',
  params: orderParams,
  query: waitQuery,
  body: noBody,
  answers: actionAnswers,
  problems: actionProblems,
  handle: ({ params, query }, deps) => actOnOrder(deps, params, { name: 'retry' }, query.wait),
});
