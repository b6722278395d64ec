import { actOnAttention, attentionAnswers, attentionParams } from '../../attention/act-on-attention.ts';
import { endpoint } from '../../endpoint.ts';
import { reasonBody } from '../../list-query.ts';
import { actionProblems, waitQuery } from '../../orders/act-on-order.ts';

export const skipAttention = endpoint({
  method: 'POST',
  path: '/api/attention/{id}/skip',
  access: 'operate',
  tag: 'attention',
  summary: 'Closes it without doing what it asks for',
  params: attentionParams,
  query: waitQuery,
  body: reasonBody,
  answers: attentionAnswers,
  problems: actionProblems,
  handle: ({ params, query, body }, deps) => actOnAttention(deps, params.id, { name: 'skip', ...body }, query.wait),
});
