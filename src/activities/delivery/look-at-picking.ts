import { createHash } from 'node:crypto';
import { collectRequest } from '../../domain/delivery/collect-request.ts';
import type { CarriedPicking } from '../../domain/delivery/odoo-delivery.ts';
import * as words from '../../domain/delivery/words.ts';
import type { AttentionKind } from '../../domain/order-stage.ts';
import type { ShipmentChanges } from '../../store/shipments/rows.ts';
import type { DeliverySettlement } from '../../store/shipments/settle.ts';
import type { ShipmentProblem } from '../../store/shipment-tables.ts';
import { atCourier } from './delivery-context.ts';
import type { DeliveryContext } from './delivery-context.ts';

/**
 * Reads the picking and finds out what is to become of its shipment: booked, refused, or in need of a person; once it was booked, whether the picking was
 * cancelled since. Safe to repeat.
 */
export const lookAtPicking = async (context: DeliveryContext): Promise<DeliverySettlement> => {
  const { deps, key, row } = context;
  // It came to its end: what becomes of the picking is nobody's business here.
  if (row.closed_at !== null) return { changes: {} };
  const { delivery } = await deps.odoo();
  const picking = await delivery.readPicking(key.pickingId);
  // Whether it is booked is not known: what was sent stays as it is, until it was looked for.
  const isSent = row.courier_id !== null || row.sending_at !== null;
  const seen = isSent ? afterBooking(context, picking) : beforeBooking(context, picking);
  return picking === null ? seen : { ...seen, changes: { ...seenInOdoo(picking), ...seen.changes } };
};

const seenInOdoo = (picking: CarriedPicking): ShipmentChanges => ({
  number: picking.name,
  odoo_state: picking.state,
  odoo_user_id: picking.userId,
  sale_order_id: picking.saleOrderId,
});

const beforeBooking = (context: DeliveryContext, picking: CarriedPicking | null): DeliverySettlement => {
  const { deps, key, connection, row } = context;
  if (picking === null) {
    return refuse({ kind: 'not-found', detail: words.noPickingReason(key.pickingId), errors: [] });
  }
  if (picking.state === 'cancel' && row.content !== null) {
    return { changes: {}, told: [words.cancelledUnbookedWords()], closeAs: 'cancelled' };
  }
  if (picking.state !== 'assigned' && picking.state !== 'done') {
    return refuse({ kind: 'refused', detail: words.notReadyReason(picking.name, picking.state), errors: [] });
  }
  const collected = collectRequest(picking, referenceOf(deps.odooUrl, context), {
    required: connection.courier.required,
    weightFallbackKg: connection.settings.weightFallbackKg ?? null,
  });
  if (collected.kind === 'missing') {
    const detail = words.missingReason(
      picking.name,
      collected.fields.map(({ message }) => message),
    );
    return refuse({ kind: 'invalid', detail, errors: collected.fields });
  }
  const { request } = collected;
  const to = `${request.receiver.name}, ${request.receiver.zip} ${request.receiver.city}`;
  return {
    changes: { content: JSON.stringify(request), state: 'pending', problem: null, error: null },
    told: row.content === null ? [words.checkedWords(connection.name, to)] : [],
    over: ['look', 'book'],
  };
};

/** Two Odoos may share the account at the courier: the reference tells them apart, and is the same however often it is made. */
const referenceOf = (odooUrl: string, { key: { pickingId, n } }: DeliveryContext): string =>
  `CNV-${createHash('sha256').update(odooUrl).digest('hex').slice(0, 6)}-${pickingId}-${n}`;

const kinds = {
  'not-found': 'rejected',
  refused: 'rejected',
  invalid: 'missing-fields',
  rejected: 'rejected',
} as const satisfies Record<ShipmentProblem['kind'], AttentionKind>;

const refuse = (problem: ShipmentProblem): DeliverySettlement => ({
  changes: { content: null },
  refused: { problem, kind: kinds[problem.kind] },
});

const afterBooking = ({ connection, row }: DeliveryContext, picking: CarriedPicking | null): DeliverySettlement => {
  if (row.courier_id === null) return { changes: {} };
  const at = atCourier(connection, row, row.courier_id);
  if (picking !== null && picking.state !== 'cancel') return { changes: {}, over: ['change'] };
  const reason = picking === null ? words.goneInOdooReason(at) : words.cancelByHandReason(at);
  return { changes: {}, attention: [{ kind: 'cancel-by-hand', step: 'change', reason }] };
};
