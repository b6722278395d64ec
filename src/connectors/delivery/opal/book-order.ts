import { z } from 'zod';
import type { CourierRequest, CourierShipment } from '../../../domain/delivery/delivery.ts';
import { Failure, isFailure } from '../../../domain/failure.ts';
import { brokenAnswer } from '../../classify-response.ts';
import type { HttpAnswer, HttpCall } from '../../http.ts';
import { opalBooking } from './booking.ts';
import { ask } from './gateway.ts';
import type { GatewayContext } from './gateway.ts';
import { numberFields } from './order-numbers.ts';

const taken = z.looseObject({ ...numberFields, success: z.literal(true), message: z.string().nullish() });

/** See `Courier.book`. */
export const bookOrder = async (context: GatewayContext, request: CourierRequest): Promise<CourierShipment> => {
  const { reference, pickingName } = request;
  const call: HttpCall = {
    method: 'POST',
    path: 'orders',
    json: opalBooking(context.settings.sender, request),
    effect: 'once',
    about: `courier for ${pickingName}`,
    externalIds: [...new Set([reference, pickingName])],
  };
  const answer = await send(context, call);
  const parsed = taken.safeParse(answer.body);
  const id = parsed.data?.orderNumber ?? parsed.data?.trackingNumber ?? null;
  if (!parsed.success || id === null) {
    const what = 'without a number of the order, which it may have taken';
    throw withoutId(brokenAnswer(context.connection, call, answer.status, what));
  }
  const { trackingNumber, message } = parsed.data;
  const words = message?.trim().slice(0, 500) ?? '';
  return { id, trackingNumber, status: null, class: 'pending', words: words === '' ? null : words, events: [] };
};

const send = async (context: GatewayContext, call: HttpCall): Promise<HttpAnswer> => {
  try {
    return await ask(context, call);
  } catch (error) {
    if (!isFailure(error)) throw error;
    const { status = 0 } = error.data;
    // What was answered with success may have been taken, whatever the answer looks like.
    throw error.type === 'BadResponse' && status >= 200 && status < 300 ? withoutId(error) : error;
  }
};

const withoutId = ({ type, message, data }: Failure): Failure => new Failure(type, message, { ...data, code: 'no-id' });
