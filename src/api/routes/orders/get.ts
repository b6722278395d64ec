import { endpoint, noBody, noQuery, ok } from '../../endpoint.ts';
import { orderParams } from '../../orders/act-on-order.ts';
import { orderDetailShape } from '../../orders/order-shape.ts';
import { readOrderDetail } from '../../orders/read-order-detail.ts';

export const getOrder = endpoint({
  method: 'GET',
  path: '/api/orders/{connection}/{externalId}',
  access: 'read',
  tag: 'orders',
  summary: 'One order: both sides, lines, what happened and what was said',
  params: orderParams,
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'The order', schema: orderDetailShape } },
  problems: ['not-found'],
  handle: async ({ params }, deps) => ok(await readOrderDetail(deps, params.connection, params.externalId)),
});
