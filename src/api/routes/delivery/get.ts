import { readShipmentDetail } from '../../delivery/read-shipment-detail.ts';
import { shipmentParams } from '../../delivery/shipment-params.ts';
import { shipmentDetailShape } from '../../delivery/shipment-shape.ts';
import { endpoint, noBody, noQuery, ok } from '../../endpoint.ts';

export const getShipment = endpoint({
  method: 'GET',
  path: '/api/delivery/shipments/{id}',
  access: 'read',
  tag: 'delivery',
  summary: 'One shipment: how far it is, what the courier tells, what happened and what was said',
  params: shipmentParams,
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'The shipment', schema: shipmentDetailShape } },
  problems: ['not-found'],
  handle: async ({ params: { id } }, deps) => ok(await readShipmentDetail(deps, id)),
});
