import type { OdooDelivery } from '../../../domain/delivery/odoo-delivery.ts';
import { createKnownFields } from '../known-fields.ts';
import type { Rpc } from '../rpc.ts';
import { createReadPicking } from './read-picking.ts';
import { createWriteTracking } from './write-tracking.ts';

/** What booking a courier asks of one Odoo. Whoever calls holds a slot. */
export const createOdooDelivery = (rpc: Rpc): OdooDelivery => {
  const withFields = createKnownFields(rpc);
  return { readPicking: createReadPicking(rpc, withFields), writeTracking: createWriteTracking(rpc, withFields) };
};
