import type { OdooDelivery } from '../../../domain/delivery/odoo-delivery.ts';
import type { WithKnownFields } from '../known-fields.ts';
import type { Rpc } from '../rpc.ts';
import { anything } from '../values.ts';
import { fieldsOfModules } from './picking-rows.ts';

/** One absolute write: repeating it changes nothing. */
export const createWriteTracking =
  (rpc: Rpc, withFields: WithKnownFields): OdooDelivery['writeTracking'] =>
  (pickingId, trackingNumber) =>
    withFields('stock.picking', fieldsOfModules, async (there) => {
      if (!there.includes('carrier_tracking_ref')) return false;
      await rpc.call(
        {
          model: 'stock.picking',
          method: 'write',
          ids: [pickingId],
          first: { name: 'vals', value: { carrier_tracking_ref: trackingNumber } },
          effect: 'write',
          about: `tracking number ${trackingNumber} of transfer ${pickingId}`,
          externalIds: [String(pickingId), trackingNumber],
        },
        anything,
      );
      return true;
    });
