import { endpoint } from '../../endpoint.ts';
import { actOnFulfilment, fulfilmentActionAnswers } from '../../fulfilments/act-on-fulfilment.ts';
import { fulfilmentParams } from '../../fulfilments/fulfilment-params.ts';
import { reasonBody } from '../../list-query.ts';
import { actionProblems, waitQuery } from '../../orders/act-on-order.ts';

export const skipFulfilment = endpoint({
  method: 'POST',
  path: '/api/fulfilments/{connection}/{saleOrderId}/skip',
  access: 'operate',
  tag: 'fulfilments',
  summary: 'Closes the shipment without doing the rest; the prep centre is told nothing',
  params: fulfilmentParams,
  query: waitQuery,
  body: reasonBody,
  answers: fulfilmentActionAnswers,
  problems: actionProblems,
  handle: ({ params, query, body }, deps) => actOnFulfilment(deps, params, { name: 'skip', ...body }, query.wait),
});
