/** The life of an order at Cartona (supplier API page, "order cycle"). `synced` is not a state: it confirms receipt. */
export const orderStatuses = [
  'pending',
  'editing',
  'approved',
  'assigned_to_salesman',
  'delivered',
  'returned',
  'cancelled_by_retailer',
  'cancelled_by_supplier',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** What a supplier may send. */
export const supplierStatuses = [
  'synced',
  'pending',
  'approved',
  'assigned_to_salesman',
  'delivered',
  'cancelled_by_supplier',
] as const;
export type SupplierStatus = (typeof supplierStatuses)[number];

/** Where the supplier may bring an order from each state. */
const supplierNext: Readonly<Record<OrderStatus, readonly SupplierStatus[]>> = {
  pending: ['approved', 'cancelled_by_supplier'],
  editing: [],
  approved: ['assigned_to_salesman', 'cancelled_by_supplier'],
  assigned_to_salesman: ['delivered', 'cancelled_by_supplier'],
  delivered: [],
  returned: [],
  cancelled_by_retailer: [],
  cancelled_by_supplier: [],
};

export const isSupplierStatus = (status: string): status is SupplierStatus =>
  supplierStatuses.some((known) => known === status);

export const isTerminal = (status: OrderStatus): boolean =>
  status === 'delivered' || status === 'returned' || status.startsWith('cancelled_by_');

export const supplierMayMove = (from: OrderStatus, to: SupplierStatus): boolean => supplierNext[from].includes(to);

/** Lines may be written by the supplier in these states. */
export const hasOpenLines = (status: OrderStatus): boolean =>
  status === 'pending' || status === 'approved' || status === 'assigned_to_salesman';

export const cancellationReasons = [
  'out_of_stock',
  'cannot_deliver_the_order',
  'supplier_asked_me_to_cancel',
  'delayed_order',
  'pending_order_without_action',
  'removed_items',
  'supplier_attitude',
  'missing_items',
  'expired_products',
  'different_prices',
  'different_products',
] as const;
