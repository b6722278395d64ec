import { endpoint, noBody, noQuery, ok } from '../../endpoint.ts';
import { findPosConnection } from '../../pos/find-pos-connection.ts';
import { posOrderDetailShape } from '../../pos/pos-order-shape.ts';
import { posOrderParams } from '../../pos/pos-params.ts';
import { readPosOrderDetail } from '../../pos/read-pos-order-detail.ts';

export const getPosOrder = endpoint({
  method: 'GET',
  path: '/api/pos/{connection}/orders/{key}',
  access: 'read',
  tag: 'pos',
  summary: 'One order of a point of sale: both sides, lines, payments, what happened and what was said',
  params: posOrderParams,
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'The order', schema: posOrderDetailShape } },
  problems: ['not-found'],
  handle: async ({ params: { connection, key } }, deps) => {
    await findPosConnection(deps, connection);
    return ok(await readPosOrderDetail(deps, connection, key));
  },
});
