import type { AttentionKind } from '../order-stage.ts';
import type { FulfilmentStage, StatusClass } from './fulfilment.ts';

/** What is done next: `look` into Odoo, `send` to the prep centre, `deliver`: make the transfer. */
export type FulfilmentNext = 'look' | 'send' | 'deliver' | 'wait' | 'closed';

/** Steps that can wait for a person; `status`, `change` and `cancel` keep nothing from going on. */
export const fulfilmentSteps = ['look', 'send', 'deliver', 'status', 'change', 'cancel'] as const;
export type FulfilmentStep = (typeof fulfilmentSteps)[number];

/** What a run knows of its shipment, and people see in the Web UI. */
export interface FulfilmentView {
  /** Name of the sale order. */
  readonly number: string;
  readonly stage: FulfilmentStage;
  readonly next: FulfilmentNext;
  /** Why it is not sent yet, where nothing is wrong: not confirmed, nothing reserved. */
  readonly waitsFor: string | null;
  /** The order at the prep centre. */
  readonly centre: { readonly id: string; readonly status: string | null; readonly class: StatusClass | null } | null;
  readonly trackingNumber: string | null;
  readonly odoo: { readonly id: number; readonly name: string };
  readonly transfer: { readonly id: number; readonly name: string } | null;
  readonly attention: readonly { readonly kind: AttentionKind; readonly reason: string }[];
  /** A create was begun and its outcome is not known. */
  readonly isSending: boolean;
  /** When Odoo says it was confirmed; ISO 8601. */
  readonly orderedAt: string | null;
  readonly revision: number;
}

export type FulfilmentCommand =
  | { readonly action: 'retry' }
  | { readonly action: 'skip'; readonly reason: string }
  | { readonly action: 'cancel'; readonly reason: string };

/** Why a command makes no sense now, in words; null when it does. */
export const whyFulfilmentRefused = (view: FulfilmentView, command: FulfilmentCommand): string | null => {
  const { number } = view;
  if (command.action !== 'retry' && command.reason.trim() === '') {
    return `Give a reason: it is kept with shipment ${number}.`;
  }
  switch (command.action) {
    case 'retry':
      if (view.stage === 'delivered') return `Shipment ${number} is delivered: there is nothing to try again.`;
      if (view.next === 'closed' && view.centre !== null) {
        return `Shipment ${number} is closed as ${view.stage}, and stands at the prep centre as ${view.centre.id}: it is not sent again.`;
      }
      return null;
    case 'skip':
      if (view.next !== 'closed' || view.attention.length > 0) return null;
      return `Shipment ${number} is closed as ${view.stage} already.`;
    case 'cancel':
      if (view.next === 'closed') return `Shipment ${number} is closed as ${view.stage} already.`;
      if (view.centre !== null) {
        return `Shipment ${number} stands at the prep centre as ${view.centre.id}: cancel it there, it is then closed by itself.`;
      }
      if (view.isSending) {
        return `Shipment ${number} may be at the prep centre: wait until that is known, or look there and skip it.`;
      }
      return null;
  }
};

/** What decides about the next step, as the row has it. */
export interface FulfilmentState {
  readonly isClosed: boolean;
  readonly looksWanted: boolean;
  readonly isCollected: boolean;
  readonly waitsFor: string | null;
  readonly isAtCentre: boolean;
  readonly statusClass: StatusClass | null;
  readonly hasTransfer: boolean;
  /** Steps with attention that was not lifted. */
  readonly blocked: readonly string[];
}

export const nextFulfilmentStep = (state: FulfilmentState): FulfilmentNext => {
  if (state.looksWanted) return 'look';
  if (state.isClosed) return 'closed';
  if (state.isAtCentre) {
    return state.statusClass === 'done' && !state.hasTransfer && !state.blocked.includes('deliver')
      ? 'deliver'
      : 'wait';
  }
  const isReady = state.isCollected && state.waitsFor === null;
  return isReady && !state.blocked.includes('look') && !state.blocked.includes('send') ? 'send' : 'wait';
};
