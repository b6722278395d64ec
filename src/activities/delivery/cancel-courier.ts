import { isFailure } from '../../domain/failure.ts';
import * as words from '../../domain/delivery/words.ts';
import type { DeliverySettlement } from '../../store/shipments/settle.ts';
import { atCourier } from './delivery-context.ts';
import type { DeliveryContext } from './delivery-context.ts';

/** Cancels the booking, as somebody wants. Cancelled already counts as done; what the courier refuses goes on, and is said to who asked. */
export const cancelCourier = async (context: DeliveryContext): Promise<DeliverySettlement> => {
  const { connection, row } = context;
  if (row.closed_at !== null || row.courier_id === null || row.cancel_wanted === null) return { changes: {} };
  const at = atCourier(connection, row, row.courier_id);
  try {
    await connection.courier.cancel(row.courier_id);
  } catch (error) {
    const isRefused = isFailure(error) && (error.type === 'Rejected' || error.type === 'NotFound');
    if (!isRefused) throw error;
    const told = words.notCancelledWords(at, error.message);
    return { changes: { cancel_wanted: null, cancel_answer: told }, told: [told] };
  }
  const told = words.cancelledWords(at);
  return {
    changes: { cancel_answer: null },
    told: [told],
    notes: [{ id: 'cancelled', text: told }],
    closeAs: 'cancelled',
  };
};
