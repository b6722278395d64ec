import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { actionAnswers, actionProblems, actOnOrder, orderParams, waitQuery } from '../../orders/act-on-order.ts';

const body = z.strictObject({ otp: z.string().trim().min(1).max(64) });

export const enterOtp = endpoint({
  method: 'POST',
  path: '/api/orders/{connection}/{externalId}/otp',
  access: 'operate',
  tag: 'orders',
  summary: 'Gives the one-time password of the customer, so that the delivery can be told',
  params: orderParams,
  query: waitQuery,
  body,
  answers: actionAnswers,
  problems: actionProblems,
  handle: ({ params, query, body }, deps) => actOnOrder(deps, params, { name: 'enterOtp', ...body }, query.wait),
});
