import { continueAsNew, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { ShipWithYsellActivities } from '../activities/ship-with-ysell.ts';
import { whyFulfilmentRefused } from '../domain/fulfilment/fulfilment-view.ts';
import type { FulfilmentView } from '../domain/fulfilment/fulfilment-view.ts';
import { taskQueues, workflowIds } from '../domain/names.ts';
import type { ShipWithYsellInput } from '../domain/names.ts';
import { databaseCalls, odooCalls, vendorCalls } from './activity-options.ts';
import { idField, onlyFields, requireWorkflowId, textField } from './input.ts';
import { cancelShipmentUpdate, checkShipmentUpdate, retryShipmentUpdate, skipShipmentUpdate } from './messages.ts';
import { runByRow } from './row-run.ts';
import { showShipment, whatChangedOfShipment } from './shipment-visibility.ts';

/** `view` only over continue-as-new. */
type Input = ShipWithYsellInput & { readonly view?: FulfilmentView };

/** The way of one confirmed sale order through the prep centre: collected, sent once, followed, and back as a draft transfer. */
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

  return runByRow<FulfilmentView>({
    key,
    view: input.view ?? null,
    show: showShipment,
    whatChanged: whatChangedOfShipment,
    isAtVendor: ({ centre }) => centre !== null,
    words: {
      notKnown: `Shipment ${saleOrderId} is not known yet; try again in a moment.`,
      nothingToCheck: ({ number }) => `Shipment ${number} was not sent yet: there is nothing to ask after.`,
    },
    whyRefused: whyFulfilmentRefused,
    record: (command) => inDatabase.recordShipmentCommand({ ...key, command }),
    read: () => inDatabase.readShipment(key),
    look: (remembered) => inOdoo.lookAtSaleOrder({ ...key, remembered }),
    check: (remembered) => atVendor.checkShipment({ ...key, remembered }),
    step: (view) => {
      const shipment = { ...key, remembered: view };
      return view.next === 'send' ? atVendor.sendShipment(shipment) : inOdoo.deliverShipment(shipment);
    },
    continueAsNew: (view) => continueAsNew<typeof shipWithYsell>({ ...key, view }),
    updates: {
      retry: retryShipmentUpdate,
      skip: skipShipmentUpdate,
      cancel: cancelShipmentUpdate,
      checkNow: checkShipmentUpdate,
    },
  });
}
