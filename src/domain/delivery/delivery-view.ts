import type { AttentionKind } from '../order-stage.ts';
import type { ShipmentState } from './delivery.ts';

/**
 * What is done next: `look` at the picking in Odoo, `book` the courier, `cancel` the booking, `tell` Odoo the tracking number, fetch the `label`.
 */
export type DeliveryNext = 'look' | 'book' | 'cancel' | 'tell' | 'label' | 'wait' | 'closed';

/** Steps that can wait for a person; `status` and `change` keep nothing from going on. */
export const deliverySteps = ['look', 'book', 'cancel', 'tell', 'label', 'status', 'change'] as const;
export type DeliveryStep = (typeof deliverySteps)[number];

/** What a run knows of its shipment, and people see in the Web UI. */
export interface DeliveryView {
  readonly shipmentId: string;
  /** Id of the connection. */
  readonly connection: string;
  /** Name of the picking; its id with a `#` while Odoo was not asked yet. */
  readonly number: string;
  readonly state: ShipmentState;
  readonly next: DeliveryNext;
  /** The booking at the courier. */
  readonly courier: { readonly id: string; readonly status: string | null } | null;
  readonly trackingNumber: string | null;
  readonly error: string | null;
  readonly attention: readonly { readonly kind: AttentionKind; readonly reason: string }[];
  /** A booking was begun and its outcome is not known. */
  readonly isSending: boolean;
  readonly revision: number;
}

export type DeliveryCommand =
  | { readonly action: 'retry' }
  | { readonly action: 'skip'; readonly reason: string }
  | { readonly action: 'cancel'; readonly reason: string };

/** Why a command makes no sense now, in words; null when it does. */
export const whyDeliveryRefused = (view: DeliveryView, command: DeliveryCommand): string | null => {
  const { number, state } = view;
  if (command.action === 'skip' && command.reason.trim() === '') {
    return `Give a reason: it is kept with the shipment of ${number}.`;
  }
  const isClosed = view.next === 'closed';
  switch (command.action) {
    case 'retry':
      return isClosed && isOver(state) ? `The shipment of ${number} is closed as ${state}: ask for a new one.` : null;
    case 'skip':
      return isClosed && view.attention.length === 0
        ? `The shipment of ${number} is closed as ${state} already.`
        : null;
    case 'cancel':
      if (isClosed) return `The shipment of ${number} is closed as ${state} already.`;
      if (state === 'shipped') return `The shipment of ${number} was collected: it can no longer be cancelled.`;
      return null;
  }
};

/** Others that are closed were given up, and may be taken up again. */
const isOver = (state: ShipmentState): boolean => state === 'delivered' || state === 'error' || state === 'cancelled';

/** What decides about the next step, as the row has it. */
export interface DeliveryState {
  readonly isClosed: boolean;
  /** Odoo is to be looked into: never yet, or again. */
  readonly looksWanted: boolean;
  readonly isChecked: boolean;
  readonly isBooked: boolean;
  readonly isSending: boolean;
  readonly isCancelWanted: boolean;
  /** The tracking number that Odoo was told is the one that is known. */
  readonly isTold: boolean;
  /** The label is not here, and was not asked for since something was last heard. */
  readonly isLabelDue: boolean;
  /** Steps with attention that was not lifted. */
  readonly blocked: readonly string[];
}

export const nextDeliveryStep = (state: DeliveryState): DeliveryNext => {
  const isFree = (step: DeliveryStep): boolean => !state.blocked.includes(step);
  if (state.isClosed) return state.isBooked && !state.isTold && isFree('tell') ? 'tell' : 'closed';
  if (state.looksWanted) return 'look';
  if (state.isCancelWanted && state.isBooked && isFree('cancel')) return 'cancel';
  if (!state.isBooked) return state.isChecked && isFree('look') && isFree('book') ? 'book' : 'wait';
  if (!state.isTold && isFree('tell')) return 'tell';
  return state.isLabelDue && isFree('label') ? 'label' : 'wait';
};
