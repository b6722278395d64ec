import * as words from '../../domain/delivery/words.ts';
import { storeLabel } from '../../store/shipments/labels.ts';
import type { DeliverySettlement } from '../../store/shipments/settle.ts';
import type { DeliveryContext } from './delivery-context.ts';

/** Fetches the label and keeps it. One that is not there yet is asked for again when something is next heard of the shipment. */
export const fetchLabel = async ({ deps, connection, row }: DeliveryContext): Promise<DeliverySettlement> => {
  if (row.courier_id === null || row.labelled_at !== null) return { changes: { label_due: false } };
  const label = await connection.courier.label(row.courier_id);
  if (label === null) return { changes: { label_due: false } };
  await storeLabel(deps.db, row.shipment_id, label);
  return { changes: { label_due: false, labelled_at: new Date() }, told: [words.labelWords()], over: ['label'] };
};
