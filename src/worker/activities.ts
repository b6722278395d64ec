import type { ActivityDependencies } from '../activities/dependencies.ts';
import { createDeliverPickingActivities } from '../activities/deliver-picking.ts';
import { createFollowShipmentsActivities } from '../activities/follow-shipments.ts';
import { createHousekeepingActivities } from '../activities/housekeeping.ts';
import { createImportPosOrdersActivities } from '../activities/import-pos-orders.ts';
import { createMarketplaceOrderActivities } from '../activities/marketplace-order.ts';
import { createMirrorOdooActivities } from '../activities/mirror-odoo.ts';
import type { MirrorLog } from '../activities/mirror/mirror-context.ts';
import { createPosOrderActivities } from '../activities/pos-order.ts';
import { createPropagateOffersActivities } from '../activities/propagate-offers.ts';
import { createPullOrdersActivities } from '../activities/pull-orders.ts';
import { createReconcileOffersActivities } from '../activities/reconcile-offers.ts';
import { createShipWithYsellActivities } from '../activities/ship-with-ysell.ts';
import { createSyncListingsActivities } from '../activities/sync-listings.ts';
import { createWatchOdooActivities } from '../activities/watch-odoo.ts';
import type { WatchOptions } from '../activities/watch-odoo.ts';

/** Which activities each kind of task queue serves. */
export const createActivities = (
  deps: ActivityDependencies,
  options: { exchangeDays: number; watch: WatchOptions; mirrorLog: MirrorLog },
) => {
  const { recordCommand, storePayload, importOrder, followOrder, ...atVendor } = createMarketplaceOrderActivities(deps);
  const { cancelPosDraft, ...ofPosOrders } = createPosOrderActivities(deps);
  const { readShipment, recordShipmentCommand, lookAtSaleOrder, deliverShipment, ...atPrepCentre } =
    createShipWithYsellActivities(deps);
  const { readDelivery, recordDeliveryCommand, lookAtPicking, tellTracking, ...atCourier } =
    createDeliverPickingActivities(deps);
  const { recordConfirmedSince, lookAtWaitingShipments, ...ofRounds } = createFollowShipmentsActivities(deps);
  return {
    /** Local activities: only PostgreSQL. */
    workflows: {
      recordCommand,
      storePayload,
      ...ofPosOrders,
      readShipment,
      recordShipmentCommand,
      readDelivery,
      recordDeliveryCommand,
      ...createHousekeepingActivities({ db: deps.db, exchangeDays: options.exchangeDays }),
    },
    odoo: {
      importOrder,
      followOrder,
      cancelPosDraft,
      lookAtSaleOrder,
      deliverShipment,
      lookAtPicking,
      tellTracking,
      recordConfirmedSince,
      lookAtWaitingShipments,
      ...createWatchOdooActivities(deps, options.watch),
      ...createMirrorOdooActivities(deps, { stopping: options.watch.stopping, log: options.mirrorLog }),
    },
    vendor: {
      ...atVendor,
      ...atPrepCentre,
      ...atCourier,
      ...ofRounds,
      ...createPullOrdersActivities(deps),
      ...createPropagateOffersActivities(deps, { stopping: options.watch.stopping }),
      ...createSyncListingsActivities(deps),
      ...createReconcileOffersActivities(deps),
      ...createImportPosOrdersActivities(deps, { stopping: options.watch.stopping }),
    },
  };
};
