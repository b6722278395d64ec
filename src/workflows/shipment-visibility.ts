import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { FulfilmentView } from '../domain/fulfilment/fulfilment-view.ts';

/** Shows the shipment in the Web UI: search attributes only where they changed, because each change is an event. */
export const showShipment = (before: FulfilmentView | null, after: FulfilmentView): void => {
  const changes = [
    ...(before?.stage === after.stage
      ? []
      : [{ key: { name: 'Stage', type: 'KEYWORD' } as const, value: after.stage }]),
    ...((before === null ? false : before.attention.length > 0) === after.attention.length > 0
      ? []
      : [{ key: { name: 'Attention', type: 'BOOL' } as const, value: after.attention.length > 0 }]),
    ...(before?.number === after.number
      ? []
      : [{ key: { name: 'OdooRef', type: 'KEYWORD' } as const, value: after.number }]),
  ];
  if (changes.length > 0) upsertSearchAttributes(changes);
  setCurrentDetails(detailsOf(after));
};

const detailsOf = (view: FulfilmentView): string =>
  [
    `Shipment **${view.number}** is **${view.stage}**${view.waitsFor === null ? '' : `: it waits for ${view.waitsFor}`}.`,
    ...(view.centre === null
      ? []
      : [`Prep centre: order ${view.centre.id}, status ${view.centre.status ?? 'unknown'}.`]),
    ...(view.trackingNumber === null ? [] : [`Tracking number: ${view.trackingNumber}.`]),
    ...(view.transfer === null ? [] : [`Draft transfer: ${view.transfer.name}.`]),
    ...view.attention.map(({ kind, reason }) => `- needs attention, ${kind}: ${reason}`),
  ].join('\n\n');

/** What a person would say happened between two pictures of a shipment. */
export const whatChangedOfShipment = (
  before: FulfilmentView | null,
  after: FulfilmentView,
  now: Date,
): readonly { readonly at: string; readonly text: string }[] => {
  const known = new Set(before?.attention.map(({ reason }) => reason));
  const sentences = [
    ...(before?.stage === after.stage && before.waitsFor === after.waitsFor
      ? []
      : [`The shipment is ${after.stage}${after.waitsFor === null ? '' : `: it waits for ${after.waitsFor}`}`]),
    ...(before?.centre?.status === after.centre?.status || after.centre === null
      ? []
      : [`The prep centre shows order ${after.centre.id} with status ${after.centre.status ?? 'unknown'}`]),
    ...(before?.transfer?.id === after.transfer?.id || after.transfer === null
      ? []
      : [`Draft transfer ${after.transfer.name} was made`]),
    ...after.attention.filter(({ reason }) => !known.has(reason)).map(({ reason }) => `Needs attention: ${reason}`),
  ];
  return sentences.map((text) => ({ at: now.toISOString(), text }));
};
