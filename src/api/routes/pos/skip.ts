import { endpoint } from '../../endpoint.ts';
import { reasonBody } from '../../list-query.ts';
import { actionProblems, waitQuery } from '../../orders/act-on-order.ts';
import { actOnPosOrder, posActionAnswers } from '../../pos/act-on-pos-order.ts';
import { posOrderParams } from '../../pos/pos-params.ts';

export const skipPosOrder = endpoint({
  method: 'POST',
  path: '/api/pos/{connection}/orders/{key}/skip',
  access: 'operate',
  tag: 'pos',
  summary: 'Leaves an order, or what changed in it, aside, and remembers its content',
  params: posOrderParams,
  query: waitQuery,
  body: reasonBody,
  answers: posActionAnswers,
  problems: actionProblems,
  handle: ({ params, query, body }, deps) => actOnPosOrder(deps, params, { name: 'skip', ...body }, query.wait),
});
