import { isCancelledStatus } from './marketplace-order.ts';
import { isFinished, odooAction, shouldAskForOtp, statusesToPush, waitsForOtp } from './order-rules.ts';
import type { OrderState } from './order-state.ts';

/**
 * What the order process does next, decided from the row alone: so a crash, a reset or a second run changes nothing.
 * `fetch`: the payload is not known here yet. `close`: both sides are at their end. `wait`: for a fact or a person.
 */
export type NextStep = 'fetch' | 'import' | 'acknowledge' | 'follow' | 'push' | 'close' | 'closed' | 'wait';

export const nextStep = (order: OrderState): NextStep => {
  if (order.closed) return isAcknowledgementDue(order) ? 'acknowledge' : 'closed';
  if (order.odoo === null) return stepBeforeImport(order);
  if (isImportDue(order)) return 'import';
  if (isAcknowledgementDue(order)) return 'acknowledge';
  if (odooAction(order) !== 'none' && !order.blocked.includes('apply')) return 'follow';
  if (shouldAskForOtp(order) && !order.blocked.includes('otp')) return 'follow';
  if (isPushDue(order)) return 'push';
  return isFinished(order) && order.blocked.length === 0 ? 'close' : 'wait';
};

const stepBeforeImport = (order: OrderState): NextStep => {
  if (order.cancelWanted && isPushDue(order)) return 'push';
  if (order.status !== null && isCancelledStatus(order.status)) {
    if (isAcknowledgementDue(order)) return 'acknowledge';
    return order.blocked.includes('acknowledge') ? 'wait' : 'close';
  }
  if (order.blocked.includes('import') || order.cancelWanted) return 'wait';
  // What was pulled and could not be read is told again by the import.
  if (!order.hasContent && order.pulledRevision === 0) return 'fetch';
  return order.status === 'editing' ? 'wait' : 'import';
};

const isImportDue = (order: OrderState): boolean =>
  order.pulledRevision > order.importedRevision && order.status !== 'editing' && !order.blocked.includes('import');

/** Only what stands in Odoo is acknowledged; an order cancelled before it was imported needs no sale order. */
const isAcknowledgementDue = (order: OrderState): boolean => {
  if (order.acknowledgedRevision >= order.pulledRevision || order.blocked.includes('acknowledge')) return false;
  if (order.odoo === null) return order.status !== null && isCancelledStatus(order.status);
  return order.importedRevision >= order.pulledRevision && order.status !== 'editing';
};

const isPushDue = (order: OrderState): boolean => {
  const [first] = statusesToPush(order);
  return first !== undefined && !order.blocked.includes('push') && !waitsForOtp(order, first);
};
