import type { Deliverer, MarketplaceStatus } from './marketplace-order.ts';
import type { NextStep } from './next-step.ts';
import type { AttentionKind, OrderStage } from './order-stage.ts';

/** What a run knows of its order between two activities: small, because each one stands in the history. */
export interface OrderView {
  readonly number: string;
  readonly stage: OrderStage;
  readonly next: NextStep;
  readonly marketplaceStatus: MarketplaceStatus | null;
  readonly deliverer: Deliverer;
  readonly odoo: { readonly id: number; readonly name: string } | null;
  readonly attention: readonly { readonly kind: AttentionKind; readonly reason: string }[];
  /** Goods have left the house: it can no longer be cancelled. */
  readonly hasLeft: boolean;
  /** The marketplace wants a one-time password that was not accepted yet. */
  readonly needsOtp: boolean;
  readonly revision: number;
}

/** What a person asks of an order. */
export type OrderCommand =
  | { readonly action: 'retry' }
  | { readonly action: 'skip'; readonly reason: string }
  | { readonly action: 'cancel'; readonly reason: string }
  | { readonly action: 'enterOtp'; readonly otp: string };

/** Why a command makes no sense now, as a sentence; null when it may be tried. */
export const whyRefused = (view: OrderView, command: OrderCommand): string | null => {
  if (view.next === 'closed')
    return `Order ${view.number} is ${view.stage} and closed; nothing is left to ${command.action}.`;
  switch (command.action) {
    case 'retry':
      return null;
    case 'skip':
      return command.reason.trim() === '' ? 'A reason is needed to skip an order.' : null;
    case 'cancel':
      if (command.reason.trim() === '') return 'A reason is needed to cancel an order.';
      return view.hasLeft
        ? `Order ${view.number} cannot be cancelled: goods have left the house. Take them back in Odoo first, then skip the order.`
        : null;
    case 'enterOtp':
      if (!view.needsOtp) return `Order ${view.number} needs no one-time password.`;
      return command.otp.trim() === '' ? 'The one-time password is empty.' : null;
  }
};
