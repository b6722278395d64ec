export { housekeeping } from './housekeeping.ts';
export { marketplaceOrder } from './marketplace-order.ts';
export { pullOrders } from './pull-orders.ts';
export { watchOdoo } from './watch-odoo.ts';
