import { isFailure, isRetriedType } from '../../domain/failure.ts';
import * as words from '../../domain/delivery/words.ts';
import type { DeliverySettlement } from '../../store/shipments/settle.ts';
import type { DeliveryContext } from './delivery-context.ts';

/** Writes the tracking number to the picking, where Odoo has a field for it; else the note that tells of the number is all there is. Repeatable. */
export const tellTracking = async ({ deps, key, row }: DeliveryContext): Promise<DeliverySettlement> => {
  const number = row.tracking_number;
  if (number === null || number === row.told_number) return { changes: {} };
  const { delivery } = await deps.odoo();
  try {
    const isWritten = await delivery.writeTracking(key.pickingId, number);
    return { changes: { told_number: number }, told: isWritten ? [words.toldWords(number)] : [], over: ['tell'] };
  } catch (error) {
    if (!isFailure(error) || isRetriedType(error.type)) throw error;
    const reason = words.notToldReason(row.number, number, error.message);
    return { changes: {}, attention: [{ kind: 'rejected', step: 'tell', reason }] };
  }
};
