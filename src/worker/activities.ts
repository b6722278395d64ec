import type { ActivityDependencies } from '../activities/dependencies.ts';
import { createFollowShipmentsActivities } from '../activities/follow-shipments.ts';
import { createHousekeepingActivities } from '../activities/housekeeping.ts';
import { createImportPosOrdersActivities } from '../activities/import-pos-orders.ts';
import { createMarketplaceOrderActivities } from '../activities/marketplace-order.ts';
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
  options: { exchangeDays: number; watch: WatchOptions },
) => {
  const { recordCommand, storePayload, importOrder, followOrder, ...atVendor } = createMarketplaceOrderActivities(deps);
  const { cancelPosDraft, ...ofPosOrders } = createPosOrderActivities(deps);
  const { readShipment, recordShipmentCommand, lookAtSaleOrder, deliverShipment, ...atPrepCentre } =
    createShipWithYsellActivities(deps);
  const { recordConfirmedSince, lookAtWaitingShipments, ...ofRounds } = createFollowShipmentsActivities(deps);
  return {
    /** Local activities: only PostgreSQL. */
    workflows: {
      recordCommand,
      storePayload,
      ...ofPosOrders,
      readShipment,
      recordShipmentCommand,
      ...createHousekeepingActivities({ db: deps.db, exchangeDays: options.exchangeDays }),
    },
    odoo: {
      importOrder,
      followOrder,
      cancelPosDraft,
      lookAtSaleOrder,
      deliverShipment,
      recordConfirmedSince,
      lookAtWaitingShipments,
      ...createWatchOdooActivities(deps, options.watch),
    },
    vendor: {
      ...atVendor,
      ...atPrepCentre,
      ...ofRounds,
      ...createPullOrdersActivities(deps),
      ...createPropagateOffersActivities(deps, { stopping: options.watch.stopping }),
      ...createSyncListingsActivities(deps),
      ...createReconcileOffersActivities(deps),
      ...createImportPosOrdersActivities(deps, { stopping: options.watch.stopping }),
    },
  };
};
