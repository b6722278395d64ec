import { endpoint, noBody } from '../../endpoint.ts';
import { actOnFulfilment, fulfilmentActionAnswers } from '../../fulfilments/act-on-fulfilment.ts';
import { fulfilmentParams } from '../../fulfilments/fulfilment-params.ts';
import { actionProblems, waitQuery } from '../../orders/act-on-order.ts';

export const retryFulfilment = endpoint({
  method: 'POST',
  path: '/api/fulfilments/{connection}/{saleOrderId}/retry',
  access: 'operate',
  tag: 'fulfilments',
  summary:
    'Tries again from the step that failed; one that was skipped or cancelled before it was sent is taken up again',
  params: fulfilmentParams,
  query: waitQuery,
  body: noBody,
  answers: fulfilmentActionAnswers,
  problems: actionProblems,
  handle: ({ params, query }, deps) => actOnFulfilment(deps, params, { name: 'retry' }, query.wait),
});
