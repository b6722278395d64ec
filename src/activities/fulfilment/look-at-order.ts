import { collectOrder } from '../../domain/fulfilment/collect-order.ts';
import type { Collected } from '../../domain/fulfilment/collect-order.ts';
import { differencesOf } from '../../domain/fulfilment/differences.ts';
import type { ShippableOrder } from '../../domain/fulfilment/odoo-fulfilment.ts';
import * as words from '../../domain/fulfilment/words.ts';
import { centreIdsOf } from '../../store/fulfilments/centre-ids.ts';
import { seenInOdoo } from '../../store/fulfilments/rows.ts';
import type { FulfilmentAttention, FulfilmentNote, FulfilmentSettlement } from '../../store/fulfilments/settle.ts';
import { atCentre } from './fulfilment-context.ts';
import type { FulfilmentContext } from './fulfilment-context.ts';

/**
 * Reads the sale order and finds out what is to become of its shipment: sent as it is now, waiting, in need of a person, or closed; once it was sent,
 * whether it was changed since. Safe to repeat.
 */
export const lookAtOrder = async (context: FulfilmentContext): Promise<FulfilmentSettlement> => {
  const { deps, key, connection, row } = context;
  const { fulfilment } = await deps.odoo();
  const order = await fulfilment.readOrder(key.saleOrderId, connection.settings.productIdField ?? null);
  if (order === null) return gone(context);
  const seen = await judge(context, order);
  const noted = notesOfTransfers(context, order);
  return {
    ...seen,
    changes: {
      ...seenInOdoo(order),
      ...seen.changes,
      ...(noted.length === 0 ? {} : { noted: [...row.noted, ...noted.map(({ id }) => id)] }),
    },
    notes: [...(seen.notes ?? []), ...noted],
    told: [...(seen.told ?? []), ...noted.map(({ text }) => text)],
  };
};

const gone = ({ connection, row }: FulfilmentContext): FulfilmentSettlement => {
  if (row.closed_at !== null) return { changes: {} };
  if (row.centre_id !== null) {
    const reason = words.goneAfterSendingReason(atCentre(connection, row, row.centre_id));
    return { changes: {}, attention: [{ kind: 'cancel-by-hand', step: 'cancel', reason }] };
  }
  return { changes: {}, told: [words.goneInOdooWords(connection.name)], closeAs: 'cancelled' };
};

const judge = async (context: FulfilmentContext, order: ShippableOrder): Promise<FulfilmentSettlement> => {
  const { row } = context;
  if (row.centre_id !== null) return afterSending(context, order);
  // Whether it is there is not known: what was sent stays as it is, until it was looked for.
  if (row.sending_at !== null) return { changes: {} };
  if (row.closed_at !== null) return reopened(context, order);
  return beforeSending(context, order);
};

const reopened = async (context: FulfilmentContext, order: ShippableOrder): Promise<FulfilmentSettlement> => {
  const { row } = context;
  const isConfirmedAnew = order.state === 'sale' && row.stage !== 'skipped' && isAfter(order.orderedAt, row.ordered_at);
  if (!isConfirmedAnew) return { changes: {} };
  const now = await beforeSending(context, order);
  return { ...now, changes: { ...now.changes, closed_at: null }, told: [words.reopenedWords(), ...(now.told ?? [])] };
};

const isAfter = (time: string | null, before: Date | null): boolean =>
  time !== null && (before === null || new Date(time) > before);

const beforeSending = async (context: FulfilmentContext, order: ShippableOrder): Promise<FulfilmentSettlement> => {
  const { connection, row } = context;
  switch (order.state) {
    case 'cancel':
      return { changes: {}, told: [words.cancelledUnsentWords(connection.name)], closeAs: 'cancelled' };
    case 'draft':
    case 'sent':
      return waits(row.waits_for, 'its confirmation in Odoo');
    case 'sale': {
      const collected = await collect(context, order);
      switch (collected.kind) {
        case 'ready':
          return {
            changes: { content: JSON.stringify(collected.content), waits_for: null },
            told: row.waits_for === null ? [] : [words.goesOnWords()],
            over: ['look', 'send'],
          };
        case 'waits':
          return waits(row.waits_for, collected.waitsFor);
        case 'missing':
          return blocked({ kind: 'missing-fields', step: 'look', reason: collected.reason });
        case 'ambiguous':
          return blocked({ kind: 'ambiguous-record', step: 'look', reason: collected.reason });
      }
    }
  }
};

const waits = (before: string | null, waitsFor: string): FulfilmentSettlement => ({
  changes: { content: null, waits_for: waitsFor },
  told: before === waitsFor ? [] : [words.waitingWords(waitsFor)],
  over: ['look', 'send'],
});

const blocked = (attention: FulfilmentAttention): FulfilmentSettlement => ({
  changes: { content: null, waits_for: null },
  attention: [attention],
});

const collect = async ({ deps, connection }: FulfilmentContext, order: ShippableOrder): Promise<Collected> => {
  const products = [...new Set(order.lines.map(({ productId }) => productId))];
  const ids = await centreIdsOf(deps.db, connection.id, products);
  return collectOrder(order, (productId) => ids.get(productId) ?? [], connection.id);
};

const afterSending = async (context: FulfilmentContext, order: ShippableOrder): Promise<FulfilmentSettlement> => {
  const { connection, row } = context;
  if (row.centre_id === null) return { changes: {} };
  const at = atCentre(connection, row, row.centre_id);
  if (row.closed_at !== null && !isAfter(order.orderedAt, row.ordered_at)) return { changes: {} };
  if (order.state === 'cancel') {
    const attention = { kind: 'cancel-by-hand', step: 'cancel', reason: words.cancelByHandReason(at) } as const;
    return { changes: {}, attention: [attention], over: ['change'] };
  }
  const differences = await whatChanged(context, order);
  if (differences.length === 0) return { changes: {}, over: ['change', 'cancel'] };
  const attention = {
    kind: 'changed-after-sending',
    step: 'change',
    reason: words.changedReason(at, differences),
  } as const;
  return { changes: {}, attention: [attention], over: ['cancel'] };
};

const whatChanged = async (context: FulfilmentContext, order: ShippableOrder): Promise<readonly string[]> => {
  const { row } = context;
  if (order.state !== 'sale') return ['it is no longer confirmed in Odoo'];
  if (row.closed_at !== null) return ['it was confirmed anew'];
  const sent = row.content;
  // Its database was restored from before it was sent.
  if (sent === null) return [];
  const collected = await collect(context, withLotsSent(order));
  if (collected.kind !== 'ready') return [collected.kind === 'waits' ? collected.waitsFor : collected.reason];
  const lots = new Map(sent.lines.map((line) => [line.saleLineId, line.lots]));
  return differencesOf(sent, {
    ...collected.content,
    lines: collected.content.lines.map((line) =>
      line.lots.length === 0 ? { ...line, lots: lots.get(line.saleLineId) ?? [] } : line,
    ),
  });
};

/** The goods may have been released or moved since: what is not reserved any more is no change of what was ordered. */
const withLotsSent = (order: ShippableOrder): ShippableOrder => ({
  ...order,
  lines: order.lines.map((line) => ({ ...line, tracking: 'none' as const })),
});

/** Returns and partial deliveries are said once, and not booked. */
const notesOfTransfers = ({ row }: FulfilmentContext, order: ShippableOrder): readonly FulfilmentNote[] =>
  order.transfers
    .filter(({ state }) => state !== 'cancel')
    .flatMap(({ id, name, kind }) => {
      if (kind === 'return') return [{ id: `return_${id}`, text: words.returnSeenWords(name) }];
      if (kind === 'backorder') return [{ id: `partial_${id}`, text: words.partialSeenWords(name) }];
      return [];
    })
    .filter(({ id }) => !row.noted.includes(id));
