import { z } from 'zod';
import { brokenAnswer } from '../../classify-response.ts';
import type { HttpCall } from '../../http.ts';
import { askOfAll } from './gateway.ts';
import type { GatewayContext } from './gateway.ts';

const account = z.looseObject({ customerNumber: z.union([z.string(), z.number()]), name: z.string().nullish() });

/** See `Courier.test`. */
export const readAccount = async (context: GatewayContext): Promise<string> => {
  const call: HttpCall = { method: 'GET', path: 'account', effect: 'read', about: 'the account' };
  const { status, body } = await askOfAll(context, call);
  const parsed = account.safeParse(body);
  if (!parsed.success) throw brokenAnswer(context.connection, call, status, 'without the number of the account');
  const { customerNumber, name } = parsed.data;
  const named = name === null || name === undefined ? '' : ` (${name})`;
  return context.redact(`The gateway took the token; at OPAL it is customer ${customerNumber}${named}.`);
};
