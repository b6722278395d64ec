import { actOnShipment, shipmentActionAnswers } from '../../delivery/act-on-shipment.ts';
import { shipmentParams } from '../../delivery/shipment-params.ts';
import { endpoint } from '../../endpoint.ts';
import { reasonBody } from '../../list-query.ts';
import { actionProblems, waitQuery } from '../../orders/act-on-order.ts';

export const cancelShipment = endpoint({
  method: 'POST',
  path: '/api/delivery/shipments/{id}/cancel',
  access: 'operate',
  tag: 'delivery',
  summary: 'Cancels it, at the courier too, unless it was collected',
  params: shipmentParams,
  query: waitQuery,
  body: reasonBody.partial().optional(),
  answers: shipmentActionAnswers,
  problems: actionProblems,
  handle: ({ params: { id }, query: { wait }, body }, deps) =>
    actOnShipment(deps, id, { name: 'cancel', reason: body?.reason ?? 'asked for over the API' }, wait),
});
