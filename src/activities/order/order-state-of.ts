import { orderSteps } from '../../domain/order-state.ts';
import type { OdooSide, OrderState, OrderStep } from '../../domain/order-state.ts';
import type { OrderRow } from '../../store/orders.ts';
import type { MarketplaceConnection } from '../dependencies.ts';

/** The picture of a row that the rules of `domain/` decide by. */
export const orderStateOf = (
  row: OrderRow,
  settings: MarketplaceConnection['settings'],
  attention: readonly { readonly step: string; readonly lifted: boolean }[],
): OrderState => ({
  stage: row.stage,
  closed: row.closed_at !== null,
  hasContent: row.content !== null,
  status: row.marketplace_status,
  deliverer: row.deliverer,
  pulledRevision: row.pulled_revision,
  importedRevision: row.imported_revision,
  acknowledgedRevision: row.acknowledged_revision,
  odoo: odooSideOf(row),
  wasConfirmed: row.was_confirmed,
  needsOtp: row.content?.needsOtp ?? row.needs_otp,
  hasOtp: row.otp !== null,
  otpAccepted: row.otp_accepted,
  cancelWanted: row.cancel_reason !== null,
  blocked: attention.filter((entry) => !entry.lifted).map((entry) => stepOf(entry.step)),
  confirmOrders: settings.confirmOrders,
  shippedWhen: settings.shippedWhen ?? 'first-transfer',
});

const odooSideOf = (row: OrderRow): OdooSide | null =>
  row.odoo_id === null ? null : { state: row.odoo_state ?? 'draft', pickings: Object.values(row.odoo_pickings) };

/** @throws Error when the database holds a step this version does not know. */
export const stepOf = (step: string): OrderStep => {
  const known = orderSteps.find((candidate) => candidate === step);
  if (known === undefined) throw new Error(`An attention row names the unknown step "${step}"`);
  return known;
};
