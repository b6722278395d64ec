import { actOnAttention, attentionAnswers, attentionParams } from '../../attention/act-on-attention.ts';
import { endpoint } from '../../endpoint.ts';
import { reasonBody } from '../../list-query.ts';
import { actionProblems, waitQuery } from '../../orders/act-on-order.ts';

export const cancelAttention = endpoint({
  method: 'POST',
  path: '/api/attention/{id}/cancel',
  access: 'operate',
  tag: 'attention',
  summary: 'Undoes on both sides, if nothing left the house',
  params: attentionParams,
  query: waitQuery,
  body: reasonBody,
  answers: attentionAnswers,
  problems: actionProblems,
  handle: ({ params, query, body }, deps) => actOnAttention(deps, params.id, { name: 'cancel', ...body }, query.wait),
});
