import { actOnShipment, shipmentActionAnswers } from '../../delivery/act-on-shipment.ts';
import { shipmentParams } from '../../delivery/shipment-params.ts';
import { endpoint, noBody } from '../../endpoint.ts';
import { actionProblems, waitQuery } from '../../orders/act-on-order.ts';

export const checkShipment = endpoint({
  method: 'POST',
  path: '/api/delivery/shipments/{id}/check',
  access: 'operate',
  tag: 'delivery',
  summary: 'Asks the courier after it at once',
  params: shipmentParams,
  query: waitQuery,
  body: noBody,
  answers: shipmentActionAnswers,
  problems: actionProblems,
  handle: ({ params: { id }, query: { wait } }, deps) => actOnShipment(deps, id, { name: 'checkNow' }, wait),
});
