import { createHash, randomUUID } from 'node:crypto';

/** What a person may ask of the run of an order. */
export type OrderAction =
  | { readonly name: 'retry' }
  | { readonly name: 'skip'; readonly reason: string }
  | { readonly name: 'cancel'; readonly reason: string }
  | { readonly name: 'enterOtp'; readonly otp: string };

/** What a person may ask of the run of an order of a point of sale. */
export type PosOrderAction = Extract<OrderAction, { readonly name: 'retry' | 'skip' }>;

/** What a person may ask of the run of a shipment. `checkNow`: ask the prep centre, or the courier, after it at once. */
export type RowAction = Exclude<OrderAction, { readonly name: 'enterOtp' }> | { readonly name: 'checkNow' };

/**
 * The same request about the same revision of the row is the same update. Another one-time password is another request: it is given because
 * the one before was wrong. So is asking the prep centre once more: what it said a moment ago is no answer, and asking changes nothing.
 */
export const updateId = (action: OrderAction | RowAction, revision: number): string => {
  const id = `${action.name}:${revision}`;
  switch (action.name) {
    case 'enterOtp':
      return `${id}:${createHash('sha256').update(action.otp).digest('hex').slice(0, 8)}`;
    case 'checkNow':
      return `${id}:${randomUUID()}`;
    case 'retry':
    case 'skip':
    case 'cancel':
      return id;
  }
};
