import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { ShipWithYsellActivities } from '../activities/ship-with-ysell.ts';
import { whyFulfilmentRefused } from '../domain/fulfilment/fulfilment-view.ts';
import type { FulfilmentCommand, FulfilmentView } from '../domain/fulfilment/fulfilment-view.ts';
import { taskQueues, workflowIds } from '../domain/names.ts';
import type { ShipWithYsellInput } from '../domain/names.ts';
import { databaseCalls, odooCalls, vendorCalls } from './activity-options.ts';
import { idField, onlyFields, refused, requireWorkflowId, textField } from './input.ts';
import {
  cancelShipmentUpdate,
  checkShipmentUpdate,
  externalEvent,
  odooEvent,
  retryShipmentUpdate,
  skipShipmentUpdate,
  stateQuery,
} from './messages.ts';
import type { Reason } from './messages.ts';
import { showShipment, whatChangedOfShipment } from './shipment-visibility.ts';

/** What the `state` query tells of the past; all of it stands in the shipment's timeline. */
const keptHistory = 50;

/** `view` only over continue-as-new. */
type Input = ShipWithYsellInput & { readonly view?: FulfilmentView };

/**
 * The way of one confirmed sale order through the prep centre: collected, sent once, followed, and back as a draft transfer. The row in the database
 * says what is done and what comes next; the run does it, step by step, so that it may be ended and started again at any point.
 */
export async function shipWithYsell(input: Input): Promise<FulfilmentView> {
  onlyFields(input, ['connection', 'saleOrderId', 'view']);
  const connection = textField(input, 'connection');
  const saleOrderId = idField(input, 'saleOrderId');
  requireWorkflowId(workflowIds.shipment(connection, saleOrderId));
  const key = { connection, saleOrderId };

  const inOdoo = proxyActivities<ShipWithYsellActivities>({ ...odooCalls, taskQueue: taskQueues.odoo });
  const atVendor = proxyActivities<ShipWithYsellActivities>({
    ...vendorCalls,
    taskQueue: taskQueues.connection(connection),
  });
  const inDatabase = proxyLocalActivities<ShipWithYsellActivities>(databaseCalls);

  let view: FulfilmentView | null = input.view ?? null;
  const history: { at: string; text: string }[] = [];
  let pictures = 0;
  /** @param since how many pictures there were when this one was asked for */
  const see = (after: FulfilmentView | null, since: number): void => {
    // Another picture came while this one was made: the newer of the two counts, by the row's own count.
    const isOvertaken = pictures > since && view !== null && after !== null && view.revision > after.revision;
    pictures += 1;
    if (after === null || isOvertaken) return;
    showShipment(view, after);
    history.push(...whatChangedOfShipment(view, after, new Date()));
    history.splice(0, history.length - keptHistory);
    view = after;
  };

  // What woke the run before it continued as new is still to be seen to.
  let pokes = 1;
  let pokesSeen = 0;
  let asksOdoo = false;
  let checks = 0;
  let checksDone = 0;
  let isBusy = false;
  const isAtRest = (): boolean => !isBusy && (view?.next === 'wait' || view?.next === 'closed');
  const shipment = () => ({ ...key, remembered: view });

  const obey = async (command: FulfilmentCommand): Promise<FulfilmentView | null> => {
    const since = pictures;
    const outcome = await inDatabase.recordShipmentCommand({ ...key, command });
    if (outcome === null) throw refused(`Shipment ${saleOrderId} is not known yet; try again in a moment.`);
    see(outcome.view, since);
    if (outcome.refused !== null) throw refused(outcome.refused);
    pokes += 1;
    // What the prep centre said may be different by now.
    if (command.action === 'retry' && outcome.view.centre !== null) checks += 1;
    const asked = { pokes, checks };
    await condition(() => pokesSeen >= asked.pokes && checksDone >= asked.checks && isAtRest());
    return view;
  };
  const checkNow = async (): Promise<FulfilmentView | null> => {
    checks += 1;
    const asked = checks;
    await condition(() => checksDone >= asked && isAtRest());
    return view;
  };
  const validate = (command: FulfilmentCommand): void => {
    const reason = view === null ? null : whyFulfilmentRefused(view, command);
    if (reason !== null) throw refused(reason);
  };
  const skipOf = (given: Reason | undefined) => ({ action: 'skip', reason: given?.reason ?? '' }) as const;
  const cancelOf = (given: Reason | undefined) => ({ action: 'cancel', reason: given?.reason ?? '' }) as const;
  setHandler(externalEvent, (poke) => {
    pokes += 1;
    // Without a revision a person sent it: nothing stands in the row yet.
    if (poke?.revision === undefined) checks += 1;
  });
  setHandler(odooEvent, (poke) => {
    pokes += 1;
    asksOdoo ||= poke?.revision === undefined;
  });
  setHandler(stateQuery, () => ({ ...key, ...view, history }));
  setHandler(retryShipmentUpdate, () => obey({ action: 'retry' }), { validator: () => validate({ action: 'retry' }) });
  setHandler(skipShipmentUpdate, (given: Reason | undefined) => obey(skipOf(given)), {
    validator: (given: Reason | undefined) => validate(skipOf(given)),
  });
  setHandler(cancelShipmentUpdate, (given: Reason | undefined) => obey(cancelOf(given)), {
    validator: (given: Reason | undefined) => validate(cancelOf(given)),
  });
  setHandler(checkShipmentUpdate, checkNow, {
    validator: () => {
      if (view !== null && view.centre === null)
        throw refused(`Shipment ${view.number} was not sent yet: there is nothing to ask after.`);
    },
  });

  const lookIntoOdoo = (): Promise<FulfilmentView> => {
    pokesSeen = pokes;
    asksOdoo = false;
    return inOdoo.lookAtSaleOrder(shipment());
  };
  const step = async (): Promise<FulfilmentView | null> => {
    if (view === null || view.next === 'look' || asksOdoo) return lookIntoOdoo();
    if (checks > checksDone) {
      const asked = checks;
      const after = await atVendor.checkShipment(shipment());
      checksDone = asked;
      return after;
    }
    switch (view.next) {
      case 'send':
        return atVendor.sendShipment(shipment());
      case 'deliver':
        return inOdoo.deliverShipment(shipment());
      case 'wait':
      case 'closed': {
        pokesSeen = pokes;
        const after = await inDatabase.readShipment(key);
        // Its row is gone: it is written again from what is remembered here.
        return after ?? lookIntoOdoo();
      }
    }
  };

  const isAsked = (): boolean => pokes > pokesSeen || checks > checksDone || asksOdoo;
  for (;;) {
    if (isAtRest() && !isAsked()) {
      // Not as soon as it is woken: what wakes it is a handler, and not through at that moment.
      if (workflowInfo().continueAsNewSuggested && view?.next === 'wait' && allHandlersFinished()) {
        await continueAsNew<typeof shipWithYsell>({ ...key, view });
      }
      await condition(() => isAsked() || !isAtRest() || (view?.next === 'closed' && allHandlersFinished()));
      if (view?.next === 'closed' && !isAsked()) return view;
    }
    isBusy = true;
    const since = pictures;
    see(await step(), since);
    isBusy = false;
  }
}
