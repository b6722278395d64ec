import { z } from 'zod';
import { isFailure } from '../../../domain/failure.ts';
import { brokenAnswer } from '../../classify-response.ts';
import type { HttpCall } from '../../http.ts';
import { ask } from './gateway.ts';
import type { GatewayContext } from './gateway.ts';
import { orderPath, readOrder } from './read-order.ts';

const done = z.looseObject({ success: z.literal(true) });

/** See `Courier.cancel`. What is cancelled already is refused as well: the order itself says which it was. */
export const cancelOrder = async (context: GatewayContext, id: string): Promise<void> => {
  const call: HttpCall = {
    method: 'POST',
    path: `${orderPath(id)}/cancel`,
    effect: 'absolute',
    about: `order ${id}, to be cancelled`,
    externalIds: [id],
  };
  try {
    const { status, body } = await ask(context, call);
    if (!done.safeParse(body).success) {
      throw brokenAnswer(context.connection, call, status, 'without saying whether it was cancelled');
    }
  } catch (error) {
    if (!isFailure(error) || error.type !== 'Rejected') throw error;
    const { class: statusClass } = await readOrder(context, id);
    if (statusClass !== 'cancelled') throw error;
  }
};
