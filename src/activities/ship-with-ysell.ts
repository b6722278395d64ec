import { Failure, isFailure } from '../domain/failure.ts';
import type { FulfilmentCommand, FulfilmentView } from '../domain/fulfilment/fulfilment-view.ts';
import * as words from '../domain/fulfilment/words.ts';
import { loadFulfilment, viewOfFulfilment } from '../store/fulfilments/rows.ts';
import type { FulfilmentKey } from '../store/fulfilments/rows.ts';
import { settleFulfilment } from '../store/fulfilments/settle.ts';
import type { FulfilmentSettlement } from '../store/fulfilments/settle.ts';
import { odooConnection, watchingHealth } from './connection-health.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { orApplicationFailure } from './failures.ts';
import { orAttention } from './or-attention.ts';
import { settlementOfAnswer } from './fulfilment/apply-answer.ts';
import { deliverOrder } from './fulfilment/deliver-order.ts';
import { atCentre } from './fulfilment/fulfilment-context.ts';
import type { FulfilmentContext } from './fulfilment/fulfilment-context.ts';
import { lookAtOrder } from './fulfilment/look-at-order.ts';
import { openFulfilment } from './fulfilment/open-fulfilment.ts';
import { recordFulfilmentCommand } from './fulfilment/record-command.ts';
import type { FulfilmentCommandOutcome } from './fulfilment/record-command.ts';
import { sendOrder } from './fulfilment/send-order.ts';

/** Names the shipment; `remembered` is what its run knows, for the case that the row is gone. */
export interface ShipmentActivityInput extends FulfilmentKey {
  readonly remembered: FulfilmentView | null;
}

/**
 * Activities of `shipWithYsell`. Each loads the shipment's row first and does only what the row says is not done, so each may run twice, late, or
 * beside another.
 */
export const createShipWithYsellActivities = (deps: ActivityDependencies) => {
  const onShipment = (
    { connection: id, saleOrderId, remembered }: ShipmentActivityInput,
    work: (context: FulfilmentContext) => Promise<FulfilmentSettlement>,
  ): Promise<FulfilmentView> =>
    orApplicationFailure(async () => {
      const key = { connection: id, saleOrderId };
      const connection = await deps.fulfilmentConnection(id);
      const { row, attention } = await openFulfilment(deps, { key, centre: connection.name, remembered });
      const context = { deps, key, connection, row, attention };
      return settleFulfilment(deps.db, key, { ...(await work(context)), seenRevision: row.revision });
    });

  const atVendor = (
    context: FulfilmentContext,
    work: (context: FulfilmentContext) => Promise<FulfilmentSettlement>,
  ): Promise<FulfilmentSettlement> => watchingHealth(deps.db, context.connection, () => work(context));

  return {
    /** The first step of every run, and what each change in Odoo asks for. */
    lookAtSaleOrder: (input: ShipmentActivityInput): Promise<FulfilmentView> =>
      orApplicationFailure(() => watchingHealth(deps.db, odooConnection, () => requireKnownOrder(deps, input))).then(
        () =>
          onShipment(input, async (context) => {
            const settlement = await orAttention('look', () =>
              watchingHealth(deps.db, odooConnection, () => lookAtOrder(context)),
            );
            return { ...settlement, changes: { ...settlement.changes, looked_revision: context.row.odoo_revision } };
          }),
      ),

    /** Creates the order at the prep centre, once. */
    sendShipment: (input: ShipmentActivityInput): Promise<FulfilmentView> =>
      onShipment(input, (context) => orAttention('send', () => atVendor(context, sendOrder))),

    /** Asks the prep centre after this one order. */
    checkShipment: (input: ShipmentActivityInput): Promise<FulfilmentView> =>
      onShipment(input, (context) => orAttention('status', () => atVendor(context, check))),

    /** Makes the draft transfer, once. */
    deliverShipment: (input: ShipmentActivityInput): Promise<FulfilmentView> =>
      onShipment(input, (context) => watchingHealth(deps.db, odooConnection, () => deliverOrder(context))),

    /** Local: the shipment as its row has it, and that its run has seen it; null when there is none. */
    readShipment: (key: FulfilmentKey): Promise<FulfilmentView | null> =>
      orApplicationFailure(async () => {
        const opened = await loadFulfilment(deps.db, key);
        if (opened === undefined) return null;
        const { row } = opened;
        const isSeen = row.seen_revision >= row.revision || row.looked_revision < row.odoo_revision;
        if (isSeen) return viewOfFulfilment(opened);
        return settleFulfilment(deps.db, key, { changes: {}, seenRevision: row.revision });
      }),

    /** Local: writes what a person asked into the row. */
    recordShipmentCommand: (
      input: FulfilmentKey & { command: FulfilmentCommand },
    ): Promise<FulfilmentCommandOutcome | null> =>
      orApplicationFailure(async () => {
        const { name } = await deps.fulfilmentConnection(input.connection);
        return recordFulfilmentCommand(deps, name, input, input.command);
      }),
  };
};

/** A run that was started by hand for what is no sale order makes no row. */
const requireKnownOrder = async (deps: ActivityDependencies, input: ShipmentActivityInput): Promise<void> => {
  if (input.remembered !== null || (await loadFulfilment(deps.db, input)) !== undefined) return;
  const { fulfilment } = await deps.odoo();
  if ((await fulfilment.readOrder(input.saleOrderId, null)) !== null) return;
  throw new Failure('NotFound', `There is no sale order ${input.saleOrderId} in Odoo: give the id of one that exists.`);
};

const check = async (context: FulfilmentContext): Promise<FulfilmentSettlement> => {
  const { connection, row } = context;
  if (row.centre_id === null || row.closed_at !== null) return { changes: {} };
  try {
    const order = await connection.centre.read(row.centre_id);
    const settlement = settlementOfAnswer(connection, context, order) ?? { changes: {} };
    return { ...settlement, changes: { ...settlement.changes, asked_at: new Date() } };
  } catch (error) {
    if (!isFailure(error) || error.type !== 'NotFound') throw error;
    const reason = words.goneAtCentreReason(atCentre(connection, row, row.centre_id));
    return { changes: { asked_at: new Date() }, attention: [{ kind: 'rejected', step: 'status', reason }] };
  }
};

export type ShipWithYsellActivities = ReturnType<typeof createShipWithYsellActivities>;
