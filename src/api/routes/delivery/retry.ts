import { actOnShipment, shipmentActionAnswers } from '../../delivery/act-on-shipment.ts';
import { shipmentParams } from '../../delivery/shipment-params.ts';
import { endpoint, noBody } from '../../endpoint.ts';
import { actionProblems, waitQuery } from '../../orders/act-on-order.ts';

export const retryShipment = endpoint({
  method: 'POST',
  path: '/api/delivery/shipments/{id}/retry',
  access: 'operate',
  tag: 'delivery',
  summary: 'Tries again from the step that failed',
  params: shipmentParams,
  query: waitQuery,
  body: noBody,
  answers: shipmentActionAnswers,
  problems: actionProblems,
  handle: ({ params: { id }, query: { wait } }, deps) => actOnShipment(deps, id, { name: 'retry' }, wait),
});
