import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { OrderView } from '../domain/order-view.ts';

const odooRef = { name: 'OdooRef', type: 'KEYWORD' } as const;
const stage = { name: 'Stage', type: 'KEYWORD' } as const;
const attention = { name: 'Attention', type: 'BOOL' } as const;

/**
 * Shows the order in the Web UI: search attributes only where they changed, because each change is an event.
 *
 * @param isOvertaken whether another picture came while this one was made: then the older of the two is left aside. Otherwise the row is
 *   right whatever its revision, which goes back when an older database is restored.
 */
export const showOrder = (
  before: OrderView | null,
  after: OrderView | null,
  isOvertaken: boolean,
): OrderView | null => {
  if (after === null) return before;
  if (isOvertaken && before !== null && before.revision > after.revision) return before;
  const changes = [
    ...(before?.stage === after.stage ? [] : [{ key: stage, value: after.stage }]),
    ...(needsAttention(before) === needsAttention(after) ? [] : [{ key: attention, value: needsAttention(after) }]),
    ...(after.odoo === null || before?.odoo?.name === after.odoo.name
      ? []
      : [{ key: odooRef, value: after.odoo.name }]),
  ];
  if (changes.length > 0) upsertSearchAttributes(changes);
  setCurrentDetails(detailsOf(after));
  return after;
};

const needsAttention = (view: OrderView | null): boolean => (view?.attention.length ?? 0) > 0;

const detailsOf = (view: OrderView): string =>
  [
    `Order **${view.number}** is **${view.stage}**${view.odoo === null ? '' : ` (${view.odoo.name} in Odoo)`}.`,
    `Marketplace: ${view.marketplaceStatus ?? 'unknown'}. Next: ${view.next}.`,
    ...view.attention.map(({ kind, reason }) => `- needs attention, ${kind}: ${reason}`),
  ].join('\n\n');

export interface HistoryEntry {
  readonly at: string;
  readonly text: string;
}

/** What a person would say happened between two pictures of an order. */
export const whatChanged = (before: OrderView | null, after: OrderView | null, now: Date): readonly HistoryEntry[] => {
  if (after === null) return [];
  const known = new Set(before?.attention.map(({ reason }) => reason));
  const sentences = [
    ...(before?.stage === after.stage
      ? []
      : [`The order is ${after.stage}${after.odoo === null ? '' : ` (${after.odoo.name} in Odoo)`}`]),
    ...(before?.marketplaceStatus === after.marketplaceStatus
      ? []
      : [`The marketplace shows ${after.marketplaceStatus ?? 'nothing'}`]),
    ...after.attention.filter(({ reason }) => !known.has(reason)).map(({ reason }) => `Needs attention: ${reason}`),
  ];
  return sentences.map((text) => ({ at: now.toISOString(), text }));
};
