export { housekeeping } from './housekeeping.ts';
export { marketplaceOrder } from './marketplace-order.ts';
export { propagateOffers } from './propagate-offers.ts';
export { pullOrders } from './pull-orders.ts';
export { reconcileOffers } from './reconcile-offers.ts';
export { syncListings } from './sync-listings.ts';
export { watchOdoo } from './watch-odoo.ts';
