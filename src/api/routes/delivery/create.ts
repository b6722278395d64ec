import { z } from 'zod';
import { requestShipment } from '../../../store/shipments/request-shipment.ts';
import { findLiving } from '../../../store/shipments/rows.ts';
import { assertRunning } from '../../connections/readiness.ts';
import { courierNamed } from '../../delivery/find-courier.ts';
import { shipmentOf } from '../../delivery/read-shipment-detail.ts';
import { shipmentShape, toShipment } from '../../delivery/shipment-shape.ts';
import { untilChecked } from '../../delivery/until-checked.ts';
import { endpoint, noParams, noQuery } from '../../endpoint.ts';
import { largestOdooId } from '../../odoo/record-params.ts';
import { findConnection } from '../connections/connection-params.ts';

/** So long the answer waits for the check in Odoo. */
const waitMs = 5_000;

const answer = z.strictObject({ message: z.string(), shipment: shipmentShape });

export const createShipment = endpoint({
  method: 'POST',
  path: '/api/delivery/shipments',
  access: 'operate',
  tag: 'delivery',
  summary: 'Has a picking carried by a courier',
  description:
    'The picking is checked in Odoo first: it must be `assigned` or `done`, and its address complete. The courier is booked in the background. A picking that has its courier already gets no second one, whichever is asked for; after a shipment that came to nothing, the next is made.',
  params: noParams,
  query: noQuery,
  body: z.strictObject({
    picking_id: z
      .int('must be the id of a picking')
      .positive('must be the id of a picking')
      .max(largestOdooId, 'must be the id of a picking')
      .describe('`stock.picking`.'),
    provider_code: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .describe('Id of a connection to a courier, or its kind where only one of it is enabled, for example `opal`.'),
  }),
  answers: {
    201: {
      description: 'It is checked, if that takes longer, and booked in the background',
      schema: answer,
    },
    200: { description: 'The picking has its courier already: that shipment', schema: answer },
  },
  problems: ['not-found', 'refused', 'unprocessable'],
  handle: async ({ body: { picking_id: pickingId, provider_code: provider } }, deps) => {
    const connection = await courierNamed(deps, provider);
    // Who has a courier already needs none that works.
    if ((await findLiving(deps.db, pickingId)) === undefined) assertRunning(await findConnection(deps, connection));
    const asked = await requestShipment(deps.db, { pickingId, connection, waitMs });
    await untilChecked(deps, asked, waitMs);
    const shipment = await shipmentOf(deps, asked.shipmentId);
    const message = asked.isNew
      ? 'Shipment created, the courier is booked in the background'
      : `Picking ${shipment.row.number} has its courier already`;
    return { status: asked.isNew ? 201 : 200, body: { message, shipment: toShipment(shipment, deps.links) } };
  },
});
