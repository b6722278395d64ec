import type { Insertable } from 'kysely';
import type { CourierRequest } from '../../src/domain/delivery/delivery.ts';
import { json } from '../../src/store/database.ts';
import type { Db } from '../../src/store/database.ts';
import type { ShipmentsTable } from '../../src/store/schema.ts';

/** What a courier is asked to carry: one parcel to Berlin. */
export const aCourierRequest = (changes: Partial<CourierRequest> = {}): CourierRequest => ({
  reference: 'CNV-abcdef-42-1',
  pickingName: 'WH/OUT/00042',
  receiver: {
    name: 'Erika Mustermann',
    contact: null,
    street: 'Musterstraße 12a',
    street2: null,
    zip: '10115',
    city: 'Berlin',
    state: null,
    country: 'DE',
    phone: '+49 30 123456',
    email: null,
  },
  parcels: [{ count: 1, weightKg: '2.5', description: 'Drone' }],
  notes: 'Ring twice',
  ...changes,
});

/** A shipment as the worker would have left it; its id. */
export const aShipment = async (
  db: Db,
  pickingId: number,
  changes: Partial<Insertable<ShipmentsTable>> = {},
): Promise<string> => {
  const row = await db
    .insertInto('shipments')
    .values({
      picking_id: pickingId,
      n: 1,
      connection: 'opal',
      number: `WH/OUT/${String(pickingId).padStart(5, '0')}`,
      looked_revision: 1,
      delivered_revision: 1,
      seen_revision: 1,
      ...changes,
    })
    .returning('shipment_id')
    .executeTakeFirstOrThrow();
  return row.shipment_id;
};

/** One that is booked. */
export const bookedAs = (courierId: string): Partial<Insertable<ShipmentsTable>> => ({
  state: 'pending',
  odoo_state: 'assigned',
  content: json(aCourierRequest()),
  booked_at: new Date('2026-01-17T10:00:01Z'),
  courier_id: courierId,
  courier_status: 'Disponiert',
  status_at: new Date('2026-01-17T11:00:00Z'),
});
