import type { Odoo } from '../../connectors/odoo/client.ts';
import type { MarketplaceOrder } from '../../domain/marketplace-order.ts';
import type { OrderState } from '../../domain/order-state.ts';
import type { OrderKey, OrderRow } from '../../store/orders.ts';
import type { ActivityDependencies, MarketplaceConnection } from '../dependencies.ts';

/** What one activity on one order works with. */
export interface OrderContext {
  readonly deps: ActivityDependencies;
  readonly key: OrderKey;
  readonly connection: MarketplaceConnection;
  /** The row as it was when the activity began. */
  readonly row: OrderRow;
  readonly state: OrderState;
}

/** The same, on the Odoo side and with a readable order. */
export interface ImportContext extends OrderContext {
  readonly odoo: Odoo;
  readonly order: MarketplaceOrder;
}
