import { endpoint, noBody } from '../../endpoint.ts';
import { actionProblems, waitQuery } from '../../orders/act-on-order.ts';
import { actOnPosOrder, posActionAnswers } from '../../pos/act-on-pos-order.ts';
import { posOrderParams } from '../../pos/pos-params.ts';

export const retryPosOrder = endpoint({
  method: 'POST',
  path: '/api/pos/{connection}/orders/{key}/retry',
  access: 'operate',
  tag: 'pos',
  summary: 'Tries to import an order again that waits for a person',
  params: posOrderParams,
  query: waitQuery,
  body: noBody,
  answers: posActionAnswers,
  problems: actionProblems,
  handle: ({ params, query }, deps) => actOnPosOrder(deps, params, { name: 'retry' }, query.wait),
});
