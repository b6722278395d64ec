import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { DeliveryView } from '../domain/delivery/delivery-view.ts';

/** Shows the shipment in the Web UI: search attributes only where they changed, because each change is an event. */
export const showDelivery = (before: DeliveryView | null, after: DeliveryView): void => {
  const keyword = (name: string, value: string) => ({ key: { name, type: 'KEYWORD' } as const, value });
  const needs = after.attention.length > 0;
  const changes = [
    ...((before?.state ?? 'draft') === after.state ? [] : [keyword('Stage', after.state)]),
    ...((before === null ? false : before.attention.length > 0) === needs
      ? []
      : [{ key: { name: 'Attention', type: 'BOOL' } as const, value: needs }]),
    ...(before?.number === after.number ? [] : [keyword('OdooRef', after.number)]),
  ];
  if (changes.length > 0) upsertSearchAttributes(changes);
  setCurrentDetails(detailsOf(after));
};

const detailsOf = (view: DeliveryView): string =>
  [
    `Shipment of **${view.number}** by ${view.connection} is **${view.state}**.`,
    ...(view.courier === null ? [] : [`Courier: ${view.courier.id}, status ${view.courier.status ?? 'unknown'}.`]),
    ...(view.trackingNumber === null ? [] : [`Tracking number: ${view.trackingNumber}.`]),
    ...(view.error === null ? [] : [view.error]),
    ...view.attention.map(({ kind, reason }) => `- needs attention, ${kind}: ${reason}`),
  ].join('\n\n');

/** What a person would say happened between two pictures of a shipment. */
export const whatChangedOfDelivery = (
  before: DeliveryView | null,
  after: DeliveryView,
  now: Date,
): readonly { readonly at: string; readonly text: string }[] => {
  const known = new Set(before?.attention.map(({ reason }) => reason));
  const sentences = [
    ...(before?.state === after.state ? [] : [`The shipment is ${after.state}`]),
    ...(after.courier === null || before?.courier?.status === after.courier.status
      ? []
      : [`The courier shows ${after.courier.id} as ${after.courier.status ?? 'booked'}`]),
    ...(after.trackingNumber === null || before?.trackingNumber === after.trackingNumber
      ? []
      : [`Tracking number ${after.trackingNumber}`]),
    ...after.attention.filter(({ reason }) => !known.has(reason)).map(({ reason }) => `Needs attention: ${reason}`),
  ];
  return sentences.map((text) => ({ at: now.toISOString(), text }));
};
