import { z } from 'zod';
import { shipmentStates } from '../../../domain/delivery/delivery.ts';
import { listShipments as readShipments } from '../../../store/shipments/list-shipments.ts';
import { cursorTime, pageOf, readCursor } from '../../cursor.ts';
import { shipmentShape, toShipment } from '../../delivery/shipment-shape.ts';
import { endpoint, noBody, noParams, ok } from '../../endpoint.ts';
import { connectionFilter, flag, moment, numberFilter, pageQuery, pageShape } from '../../list-query.ts';
import { odooId } from '../../odoo/record-params.ts';

const position = z.tuple([cursorTime, z.uuid()]);

export const listShipments = endpoint({
  method: 'GET',
  path: '/api/delivery/shipments',
  access: 'read',
  tag: 'delivery',
  summary: 'Pickings that couriers carry, newest first',
  params: noParams,
  query: z.strictObject({
    picking_id: odooId.optional().describe('All shipments of this picking.'),
    state: z.enum(shipmentStates, { error: `must be one of ${shipmentStates.join(', ')}` }).optional(),
    connection: connectionFilter,
    attention: flag.describe('true: only those that wait for a person.'),
    q: numberFilter(
      "Name or id of the picking, the courier's order number, the tracking number, or the `shipment_id`.",
    ),
    since: moment.optional().describe('Changed then or later.'),
    ...pageQuery,
  }),
  body: noBody,
  answers: { 200: { description: 'A page', schema: pageShape(shipmentShape) } },
  handle: async ({ query: { cursor, limit, picking_id: pickingId, ...filter } }, { db, links }) => {
    const after = readCursor(cursor, position);
    const found = await readShipments(db, { ...filter, pickingId, after, limit: limit + 1 });
    return ok(
      pageOf(
        found,
        limit,
        (each) => toShipment(each, links),
        ({ row }) => [row.cursor_at, row.shipment_id],
      ),
    );
  },
});
