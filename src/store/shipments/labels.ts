import type { CourierLabel } from '../../domain/delivery/delivery.ts';
import type { Db } from '../database.ts';

/** Keeps the label; one that is there stays. */
export const storeLabel = async (db: Db, shipmentId: string, { contentType, bytes }: CourierLabel): Promise<void> => {
  await db
    .insertInto('shipment_labels')
    .values({ shipment_id: shipmentId, content_type: contentType, bytes: Buffer.from(bytes) })
    .onConflict((conflict) => conflict.column('shipment_id').doNothing())
    .execute();
};

/** The label of a shipment; undefined while there is none. */
export const readLabel = async (
  db: Db,
  shipmentId: string,
): Promise<{ readonly contentType: string; readonly bytes: Buffer } | undefined> => {
  const row = await db
    .selectFrom('shipment_labels')
    .select(['content_type', 'bytes'])
    .where('shipment_id', '=', shipmentId)
    .executeTakeFirst();
  return row === undefined ? undefined : { contentType: row.content_type, bytes: row.bytes };
};
