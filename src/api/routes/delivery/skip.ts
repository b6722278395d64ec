import { actOnShipment, shipmentActionAnswers } from '../../delivery/act-on-shipment.ts';
import { shipmentParams } from '../../delivery/shipment-params.ts';
import { endpoint } from '../../endpoint.ts';
import { reasonBody } from '../../list-query.ts';
import { actionProblems, waitQuery } from '../../orders/act-on-order.ts';

export const skipShipment = endpoint({
  method: 'POST',
  path: '/api/delivery/shipments/{id}/skip',
  access: 'operate',
  tag: 'delivery',
  summary:
    'Lays aside what waits for a person; where nothing does, closes the shipment, and the courier is told nothing',
  params: shipmentParams,
  query: waitQuery,
  body: reasonBody,
  answers: shipmentActionAnswers,
  problems: actionProblems,
  handle: ({ params: { id }, query: { wait }, body }, deps) => actOnShipment(deps, id, { name: 'skip', ...body }, wait),
});
