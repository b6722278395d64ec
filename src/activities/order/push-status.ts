import type { Kysely } from 'kysely';
import { isFailure } from '../../domain/failure.ts';
import type { MarketplaceStatus } from '../../domain/marketplace-order.ts';
import { statusesToPush, waitsForOtp } from '../../domain/order-rules.ts';
import { canBecome } from '../../domain/status-order.ts';
import { openAttention } from '../../store/attention.ts';
import { lockOrder, updateOrder } from '../../store/orders.ts';
import type { OrderKey, OrderRow } from '../../store/orders.ts';
import type { Database } from '../../store/schema.ts';
import { tell } from '../../store/timeline.ts';
import { AttentionNeeded } from './attention-needed.ts';
import type { Done } from './done.ts';
import type { OrderContext } from './order-context.ts';
import { orderStateOf } from './order-state-of.ts';

/**
 * Sends the statuses that Odoo's state asks for, one after the other as the marketplace wants them. The row is looked at again after each one,
 * so that a cancellation that came meanwhile stops the rest. Safe to repeat: a status is absolute, and one that is there already counts as sent.
 *
 * @throws Failure
 */
export const pushStatus = async (context: OrderContext): Promise<Done> => {
  const { deps, key, connection } = context;
  const target = { connection: key.connection, type: 'order' as const, id: key.externalId };
  let { row, state } = context;
  for (;;) {
    const [status] = statusesToPush(state);
    if (status === undefined || waitsForOtp(state, status)) return nothing;
    const sent = await send(context, row, status);
    if (sent === null) return nothing;
    if ('changes' in sent) return sent;
    row = sent;
    state = orderStateOf(row, connection.settings, await openAttention(deps.db, target));
  }
};

const nothing: Done = { changes: {}, told: [] };

/** @returns the row with the status noted; null when it is gone; what is to be settled when the status was refused for its password */
const send = async (
  context: OrderContext,
  row: OrderRow,
  status: MarketplaceStatus,
): Promise<OrderRow | Done | null> => {
  const { deps, key, connection } = context;
  // Noted before it is sent: the marketplace's echo may be here before its answer.
  const sent = [...new Set([...row.sent_statuses, status])];
  await updateOrder(deps.db, key, { sent_statuses: sent });
  try {
    const outcome = await connection.marketplace.pushStatus(key.externalId, {
      status,
      ...(status === 'cancelled_by_supplier' && row.cancel_reason !== null
        ? { cancellationReason: row.cancel_reason }
        : {}),
      ...(status === 'delivered' && row.otp !== null ? { otp: row.otp } : {}),
    });
    return await noteStatus(deps.db, key, {
      status,
      told: `${connection.name} ${outcome === 'done' ? 'was told' : 'had already'}: ${status}`,
    });
  } catch (error) {
    if (!isFailure(error) || error.type !== 'Rejected') throw error;
    await updateOrder(deps.db, key, { sent_statuses: row.sent_statuses });
    if (error.data.code === 'otp') return refusedOtp(row, error.message);
    throw error;
  }
};

/** A cancellation may have come in while the status was on its way: what the row says never moves back. */
const noteStatus = (
  db: Kysely<Database>,
  key: OrderKey,
  { status, told }: { status: MarketplaceStatus; told: string },
): Promise<OrderRow | null> =>
  db.transaction().execute(async (trx) => {
    const row = await lockOrder(trx, key);
    if (row === undefined) return null;
    await tell(trx, key, told);
    const moves = row.marketplace_status === null || canBecome(row.marketplace_status, status);
    return updateOrder(trx, key, {
      ...(moves ? { marketplace_status: status } : {}),
      ...(status === 'delivered' && row.otp !== null ? { otp: null, otp_accepted: true } : {}),
    });
  });

const refusedOtp = (row: OrderRow, words: string): Done => ({
  changes: { otp: null },
  told: [`The one-time password was refused: ${words}`],
  attention: new AttentionNeeded(
    'otp',
    'otp-required',
    `The one-time password of order ${row.number} was refused (${words}). Ask the customer again and enter it.`,
  ),
});
