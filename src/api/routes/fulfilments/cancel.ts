import { endpoint } from '../../endpoint.ts';
import { actOnFulfilment, fulfilmentActionAnswers } from '../../fulfilments/act-on-fulfilment.ts';
import { fulfilmentParams } from '../../fulfilments/fulfilment-params.ts';
import { reasonBody } from '../../list-query.ts';
import { actionProblems, waitQuery } from '../../orders/act-on-order.ts';

export const cancelFulfilment = endpoint({
  method: 'POST',
  path: '/api/fulfilments/{connection}/{saleOrderId}/cancel',
  access: 'operate',
  tag: 'fulfilments',
  summary: 'Ends the shipment, unless it is at the prep centre',
  params: fulfilmentParams,
  query: waitQuery,
  body: reasonBody,
  answers: fulfilmentActionAnswers,
  problems: actionProblems,
  handle: ({ params, query, body }, deps) => actOnFulfilment(deps, params, { name: 'cancel', ...body }, query.wait),
});
