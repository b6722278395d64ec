import { continueAsNew, proxyActivities, proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type { DeliverPickingActivities } from '../activities/deliver-picking.ts';
import { whyDeliveryRefused } from '../domain/delivery/delivery-view.ts';
import type { DeliveryView } from '../domain/delivery/delivery-view.ts';
import { taskQueues, workflowIds } from '../domain/names.ts';
import type { DeliverPickingInput } from '../domain/names.ts';
import { databaseCalls, odooCalls, vendorCalls } from './activity-options.ts';
import { showDelivery, whatChangedOfDelivery } from './delivery-visibility.ts';
import { idField, onlyFields, requireWorkflowId, textField } from './input.ts';
import { cancelDeliveryUpdate, checkDeliveryUpdate, retryDeliveryUpdate, skipDeliveryUpdate } from './messages.ts';
import { runByRow } from './row-run.ts';

/** `view` only over continue-as-new. */
type Input = DeliverPickingInput & { readonly view?: DeliveryView };

/** Has a courier carry one picking: checked in Odoo, booked once, labelled, told to Odoo, and followed to its end. */
export async function deliverPicking(input: Input): Promise<DeliveryView> {
  onlyFields(input, ['provider', 'pickingId', 'view']);
  const provider = textField(input, 'provider');
  const pickingId = idField(input, 'pickingId');
  const key = { pickingId, n: numberOf(pickingId) };

  const inOdoo = proxyActivities<DeliverPickingActivities>({ ...odooCalls, taskQueue: taskQueues.odoo });
  const atVendor = ({ connection }: DeliveryView) =>
    proxyActivities<DeliverPickingActivities>({ ...vendorCalls, taskQueue: taskQueues.connection(connection) });
  const inDatabase = proxyLocalActivities<DeliverPickingActivities>(databaseCalls);
  const of = (remembered: DeliveryView | null) => ({ ...key, provider, remembered });

  return runByRow<DeliveryView>({
    key: { provider, ...key },
    view: input.view ?? null,
    show: showDelivery,
    whatChanged: whatChangedOfDelivery,
    isAtVendor: ({ courier }) => courier !== null,
    words: {
      notKnown: `The shipment of picking ${pickingId} is not known yet; try again in a moment.`,
      nothingToCheck: ({ number }) => `No courier is booked for ${number} yet: there is nothing to ask after.`,
    },
    whyRefused: whyDeliveryRefused,
    record: (command) => inDatabase.recordDeliveryCommand({ ...key, command }),
    read: () => inDatabase.readDelivery(key),
    look: (remembered) => inOdoo.lookAtPicking(of(remembered)),
    check: (view) => (view === null ? inOdoo.lookAtPicking(of(view)) : atVendor(view).checkCourier(of(view))),
    step: (view) => {
      switch (view.next) {
        case 'book':
          return atVendor(view).bookCourier(of(view));
        case 'cancel':
          return atVendor(view).cancelCourier(of(view));
        case 'label':
          return atVendor(view).fetchLabel(of(view));
        case 'tell':
          return inOdoo.tellTracking(of(view));
        case 'look':
        case 'wait':
        case 'closed':
          return inOdoo.lookAtPicking(of(view));
      }
    },
    continueAsNew: (view) => continueAsNew<typeof deliverPicking>({ provider, pickingId, view }),
    updates: {
      retry: retryDeliveryUpdate,
      skip: skipDeliveryUpdate,
      cancel: cancelDeliveryUpdate,
      checkNow: checkDeliveryUpdate,
    },
  });
}

/** Which shipment of the picking it is: the last part of the workflow id. */
const numberOf = (pickingId: number): number => {
  const n = Number(workflowInfo().workflowId.split(':')[2]);
  const isNumber = Number.isSafeInteger(n) && n > 0;
  requireWorkflowId(workflowIds.delivery(pickingId, isNumber ? n : 1));
  return n;
};
