import { Failure, isFailure, isRetriedType } from '../../domain/failure.ts';
import type { FulfilmentOrder } from '../../domain/fulfilment/fulfilment.ts';
import type { NewTransferLine, ShippableOrder } from '../../domain/fulfilment/odoo-fulfilment.ts';
import { odooExternalId } from '../../domain/odoo-external-id.ts';
import * as words from '../../domain/fulfilment/words.ts';
import type { FulfilmentSettlement } from '../../store/fulfilments/settle.ts';
import { atCentre } from './fulfilment-context.ts';
import type { FulfilmentContext } from './fulfilment-context.ts';

/** Makes the draft transfer of a delivered order, once, and closes the shipment. Repeatable. */
export const deliverOrder = async (context: FulfilmentContext): Promise<FulfilmentSettlement> => {
  const { connection, row } = context;
  if (row.closed_at !== null || row.centre_id === null) return { changes: {} };
  const at = atCentre(connection, row, row.centre_id);
  try {
    const { transfer, location } = await makeTransfer(context);
    const done = words.doneWords(at, {
      id: at.id,
      status: row.centre_status,
      words: row.centre_words,
      trackingNumber: row.tracking_number,
    });
    const made = words.transferWords(transfer.name, location);
    const tracking = row.tracking_number === null ? [] : [words.trackingWords(connection.name, row.tracking_number)];
    return {
      changes: { transfer_id: transfer.id, transfer_name: transfer.name },
      told: [made],
      notes: [{ id: 'delivered', text: [done, ...tracking, made].join(' ') }],
      over: ['deliver'],
      closeAs: 'delivered',
    };
  } catch (error) {
    if (!isFailure(error) || isRetriedType(error.type)) throw error;
    const kind = error.data.code === 'ambiguous' ? 'ambiguous-record' : 'rejected';
    const reason = words.transferRefusedReason(at, error.message);
    return { changes: {}, attention: [{ kind, step: 'deliver', reason }] };
  }
};

const makeTransfer = async ({ deps, key, connection, row }: FulfilmentContext) => {
  const { fulfilment } = await deps.odoo();
  const order = await fulfilment.readOrder(key.saleOrderId, connection.settings.productIdField ?? null);
  if (order === null)
    throw new Failure('NotFound', `${row.number} was deleted in Odoo. Skip the shipment to close it.`);
  const location = await fulfilment.findLocation(connection.settings.sourceLocation, order.companyId);
  const lines = row.content === null ? linesOf(order) : linesSent(row.content);
  const transfer = await fulfilment.createTransferOnce(
    odooExternalId([connection.id, 'fulfilment', String(key.saleOrderId), 'transfer']),
    { saleOrderId: order.id, origin: order.name, sourceLocationId: location.id, note: noteOf(lines), lines },
  );
  return { transfer, location: location.name };
};

/** What left the prep centre, whatever became of the order since. */
const linesSent = (content: FulfilmentOrder): readonly NewTransferLine[] =>
  content.lines.map(({ saleLineId, productId, productQuantity, lots }) => ({
    saleLineId,
    productId,
    quantity: productQuantity,
    lots,
  }));

/** Its database was restored from before it was sent: only the order is left to go by. */
const linesOf = (order: ShippableOrder): readonly NewTransferLine[] =>
  order.lines.map(({ id, productId, quantity, lots }) => ({ saleLineId: id, productId, quantity, lots }));

/** A draft cannot carry lots into its reservation: people read them here (reference/odoo.md §9). */
const noteOf = (lines: readonly NewTransferLine[]): string | null => {
  const lots = lines.flatMap((line) =>
    line.lots.map(({ name, quantity }) => (quantity === '1' ? name : `${name} (${quantity})`)),
  );
  return lots.length === 0 ? null : `Lots and serial numbers: ${lots.join(', ')}`;
};
