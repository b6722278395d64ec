import type { FulfilmentView } from '../../domain/fulfilment/fulfilment-view.ts';
import * as words from '../../domain/fulfilment/words.ts';
import { insertFulfilment, loadFulfilment, timelineOf, updateFulfilment } from '../../store/fulfilments/rows.ts';
import type { FulfilmentKey, OpenedFulfilment } from '../../store/fulfilments/rows.ts';
import { tell } from '../../store/timeline.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/**
 * The shipment's row and what of it waits for a person. Where it is gone it is written again from what its run remembers (an older database was
 * restored under a living run); where it never was, the run was started by hand, and it is made.
 */
export const openFulfilment = async (
  deps: ActivityDependencies,
  { key, centre, remembered }: { key: FulfilmentKey; centre: string; remembered: FulfilmentView | null },
): Promise<OpenedFulfilment> => {
  const opened = await loadFulfilment(deps.db, key);
  if (opened !== undefined) return opened;
  const seen = { number: remembered?.number ?? `#${key.saleOrderId}`, orderedAt: remembered?.orderedAt ?? null };
  if (await insertFulfilment(deps.db, key, { ...seen, byHand: remembered === null })) {
    await (remembered === null
      ? tell(deps.db, timelineOf(key), words.askedByHandWords(centre))
      : remember(deps, key, remembered));
  }
  const made = await loadFulfilment(deps.db, key);
  if (made === undefined) throw new Error(`Shipment ${key.saleOrderId} of ${key.connection} cannot be stored`);
  return made;
};

const remember = async ({ db }: ActivityDependencies, key: FulfilmentKey, view: FulfilmentView): Promise<void> => {
  await updateFulfilment(db, key, {
    stage: view.stage,
    revision: view.revision,
    odoo_revision: view.revision,
    delivered_revision: view.revision,
    centre_id: view.centre?.id ?? null,
    centre_status: view.centre?.status ?? null,
    status_class: view.centre?.class ?? null,
    tracking_number: view.trackingNumber,
    transfer_id: view.transfer?.id ?? null,
    transfer_name: view.transfer?.name ?? null,
    ...(view.next === 'closed' ? { closed_at: new Date() } : {}),
  });
  await tell(db, timelineOf(key), 'Written again from what its run remembered.');
};
