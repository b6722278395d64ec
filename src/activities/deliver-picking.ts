import { Failure, isFailure } from '../domain/failure.ts';
import type { ShipmentKey } from '../domain/delivery/delivery.ts';
import type { DeliveryCommand, DeliveryStep, DeliveryView } from '../domain/delivery/delivery-view.ts';
import * as words from '../domain/delivery/words.ts';
import { loadShipment, viewOfShipment } from '../store/shipments/rows.ts';
import { settleShipment } from '../store/shipments/settle.ts';
import type { DeliverySettlement } from '../store/shipments/settle.ts';
import { odooConnection, watchingHealth } from './connection-health.ts';
import { settlementOfAnswer } from './delivery/apply-answer.ts';
import { bookCourier } from './delivery/book-courier.ts';
import { cancelCourier } from './delivery/cancel-courier.ts';
import { atCourier } from './delivery/delivery-context.ts';
import type { DeliveryContext } from './delivery/delivery-context.ts';
import { fetchLabel } from './delivery/fetch-label.ts';
import { lookAtPicking } from './delivery/look-at-picking.ts';
import { openShipment } from './delivery/open-shipment.ts';
import { recordDeliveryCommand } from './delivery/record-command.ts';
import type { DeliveryCommandOutcome } from './delivery/record-command.ts';
import { tellTracking } from './delivery/tell-tracking.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { orApplicationFailure } from './failures.ts';
import { orAttention } from './or-attention.ts';

/** Names the shipment; `remembered` is what its run knows, for the case that the row is gone. */
export interface DeliveryActivityInput extends ShipmentKey {
  /** A connection's id, or its kind: counts only where there is no row yet. */
  readonly provider: string;
  readonly remembered: DeliveryView | null;
}

/**
 * Activities of `deliverPicking`. Each loads the shipment's row first and does only what the row says is not done, so each may run twice, late, or
 * beside another.
 */
export const createDeliverPickingActivities = (deps: ActivityDependencies) => {
  const onShipment = (
    { pickingId, n, provider, remembered }: DeliveryActivityInput,
    work: (context: DeliveryContext) => Promise<DeliverySettlement>,
  ): Promise<DeliveryView> =>
    orApplicationFailure(async () => {
      const key = { pickingId, n };
      const { row, attention } = await openShipment(deps, { key, provider, remembered });
      const connection = await deps.deliveryConnection(row.connection);
      const context = { deps, key, connection, row, attention };
      return settleShipment(deps.db, key, { ...(await work(context)), seenRevision: row.revision });
    });

  const atVendor =
    (step: DeliveryStep, work: (context: DeliveryContext) => Promise<DeliverySettlement>) =>
    (input: DeliveryActivityInput): Promise<DeliveryView> =>
      onShipment(input, (context) =>
        orAttention(step, () => watchingHealth(deps.db, context.connection, () => work(context))),
      );

  const inOdoo =
    (step: DeliveryStep, work: (context: DeliveryContext) => Promise<DeliverySettlement>) =>
    (input: DeliveryActivityInput): Promise<DeliveryView> =>
      onShipment(input, (context) =>
        orAttention(step, () => watchingHealth(deps.db, odooConnection, () => work(context))),
      );

  return {
    /** The first step of every run, and what each change in Odoo asks for. */
    lookAtPicking: async (input: DeliveryActivityInput): Promise<DeliveryView> => {
      await orApplicationFailure(() => watchingHealth(deps.db, odooConnection, () => requireKnownPicking(deps, input)));
      return inOdoo('look', async (context) => {
        const settlement = await lookAtPicking(context);
        return { ...settlement, changes: { ...settlement.changes, looked_revision: context.row.odoo_revision } };
      })(input);
    },

    /** Books the courier, once. */
    bookCourier: atVendor('book', bookCourier),

    /** Cancels the booking, as somebody wants. */
    cancelCourier: atVendor('cancel', cancelCourier),

    /** Fetches the label and keeps it. */
    fetchLabel: atVendor('label', fetchLabel),

    /** Asks the courier after this one booking. */
    checkCourier: atVendor('status', check),

    /** Writes the tracking number to the picking. */
    tellTracking: inOdoo('tell', tellTracking),

    /** Local: the shipment as its row has it, and that its run has seen it; null when there is none. */
    readDelivery: (key: ShipmentKey): Promise<DeliveryView | null> =>
      orApplicationFailure(async () => {
        const opened = await loadShipment(deps.db, key);
        if (opened === undefined) return null;
        const { row } = opened;
        const isSeen = row.seen_revision >= row.revision || row.looked_revision < row.odoo_revision;
        if (isSeen) return viewOfShipment(opened);
        return settleShipment(deps.db, key, { changes: {}, seenRevision: row.revision });
      }),

    /** Local: writes what a person asked into the row. */
    recordDeliveryCommand: (
      input: ShipmentKey & { command: DeliveryCommand },
    ): Promise<DeliveryCommandOutcome | null> =>
      orApplicationFailure(() => recordDeliveryCommand(deps, input, input.command)),
  };
};

/** A run that was started by hand for what is no picking makes no row. */
const requireKnownPicking = async (deps: ActivityDependencies, input: DeliveryActivityInput): Promise<void> => {
  if (input.remembered !== null || (await loadShipment(deps.db, input)) !== undefined) return;
  const { delivery } = await deps.odoo();
  if ((await delivery.readPicking(input.pickingId)) !== null) return;
  throw new Failure('NotFound', words.noPickingReason(input.pickingId));
};

const check = async (context: DeliveryContext): Promise<DeliverySettlement> => {
  const { connection, row } = context;
  if (row.courier_id === null || row.closed_at !== null) return { changes: {} };
  // Whoever asks wants the label too.
  const asked = { asked_at: new Date(), label_due: true };
  try {
    const shipment = await connection.courier.read(row.courier_id);
    const settlement = settlementOfAnswer(connection, context, shipment) ?? { changes: {} };
    return { ...settlement, changes: { ...settlement.changes, ...asked } };
  } catch (error) {
    if (!isFailure(error) || error.type !== 'NotFound') throw error;
    const reason = words.goneAtCourierReason(atCourier(connection, row, row.courier_id));
    return { changes: asked, attention: [{ kind: 'rejected', step: 'status', reason }] };
  }
};

export type DeliverPickingActivities = ReturnType<typeof createDeliverPickingActivities>;
