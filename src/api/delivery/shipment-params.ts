import { z } from 'zod';
import { odooId } from '../odoo/record-params.ts';

/** A shipment by its own id, or by the id of its picking: then the one that carries it, else the last one there was. */
export const shipmentParams = z.strictObject({
  id: z
    .union([odooId, z.uuid()], { error: 'must be the id of a picking, or the `shipment_id` of a shipment' })
    .describe('Id of the picking (its newest shipment), or the `shipment_id` of one shipment.'),
});

export type ShipmentId = z.output<typeof shipmentParams>['id'];
