import type { AttentionKind } from '../order-stage.ts';
import type { PosOrderState } from './pos-order.ts';

/** What the run of an order of a point of sale knows of it: small, because each picture stands in the history. */
export interface PosOrderView {
  /** The key of the order. */
  readonly number: string;
  readonly stage: PosOrderState;
  readonly odoo: { readonly id: number; readonly name: string } | null;
  readonly attention: readonly { readonly kind: AttentionKind; readonly reason: string }[];
  /** The draft in Odoo of an order that was skipped: it would keep the session from being closed. */
  readonly draftToCancel: number | null;
  readonly revision: number;
}

/** What a person asks of an order. */
export type PosOrderCommand = { readonly action: 'retry' } | { readonly action: 'skip'; readonly reason: string };

/** States in which the import has the order before it. */
export const isBeingImported = ({ stage }: Pick<PosOrderView, 'stage'>): boolean =>
  stage === 'received' || stage === 'loading' || stage === 'loaded';

/** Whether anything is left to do, by us or by a person. */
export const isOpenPosOrder = (view: PosOrderView): boolean =>
  isBeingImported(view) || view.stage === 'attention' || view.attention.length > 0 || view.draftToCancel !== null;

/** Why a command makes no sense now, as a sentence; null when it may be tried. */
export const whyPosOrderRefused = (view: PosOrderView, command: PosOrderCommand): string | null => {
  if (!isOpenPosOrder(view)) return `Order ${view.number} is ${view.stage}; nothing is left to ${command.action}.`;
  const [open] = view.attention;
  switch (command.action) {
    case 'retry':
      return view.stage === 'paid' && open !== undefined
        ? `Order ${view.number} is paid in Odoo and was changed at the source afterwards: correct it in Odoo by hand, then skip the change.`
        : null;
    case 'skip':
      if (command.reason.trim() === '') return 'A reason is needed to skip an order.';
      if (!isBeingImported(view)) return null;
      return view.attention.some(({ kind }) => kind === 'changed-after-import')
        ? null
        : `Order ${view.number} is being imported at this moment. Ask again when it is through.`;
  }
};
