import { endpoint, noBody } from '../../endpoint.ts';
import { actOnFulfilment, fulfilmentActionAnswers } from '../../fulfilments/act-on-fulfilment.ts';
import { fulfilmentParams } from '../../fulfilments/fulfilment-params.ts';
import { actionProblems, waitQuery } from '../../orders/act-on-order.ts';

export const checkFulfilment = endpoint({
  method: 'POST',
  path: '/api/fulfilments/{connection}/{saleOrderId}/check',
  access: 'operate',
  tag: 'fulfilments',
  summary: 'Asks the prep centre after it at once',
  params: fulfilmentParams,
  query: waitQuery,
  body: noBody,
  answers: fulfilmentActionAnswers,
  problems: actionProblems,
  handle: ({ params, query }, deps) => actOnFulfilment(deps, params, { name: 'checkNow' }, query.wait),
});
