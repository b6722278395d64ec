import { actOnAttention, attentionAnswers, attentionParams } from '../../attention/act-on-attention.ts';
import { endpoint, noBody } from '../../endpoint.ts';
import { actionProblems, waitQuery } from '../../orders/act-on-order.ts';

export const retryAttention = endpoint({
  method: 'POST',
  path: '/api/attention/{id}/retry',
  access: 'operate',
  tag: 'attention',
  summary: 'Tries again from the step that failed; resumes a connection',
  params: attentionParams,
  query: waitQuery,
  body: noBody,
  answers: attentionAnswers,
  problems: actionProblems,
  handle: ({ params, query }, deps) => actOnAttention(deps, params.id, { name: 'retry' }, query.wait),
});
