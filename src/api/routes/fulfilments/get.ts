import { endpoint, noBody, noQuery, ok } from '../../endpoint.ts';
import { fulfilmentParams } from '../../fulfilments/fulfilment-params.ts';
import { fulfilmentDetailShape } from '../../fulfilments/fulfilment-shape.ts';
import { readFulfilmentDetail } from '../../fulfilments/read-fulfilment-detail.ts';

export const getFulfilment = endpoint({
  method: 'GET',
  path: '/api/fulfilments/{connection}/{saleOrderId}',
  access: 'read',
  tag: 'fulfilments',
  summary: 'One shipment: both sides, receiver, lines, what happened and what was said',
  params: fulfilmentParams,
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'The shipment', schema: fulfilmentDetailShape } },
  problems: ['not-found'],
  handle: async ({ params }, deps) => ok(await readFulfilmentDetail(deps, params)),
});
