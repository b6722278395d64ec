import type { MirrorModel } from './mirror/models.ts';

/** The names the outside relies on: task queues, workflow ids and types, messages, search attributes (interface.md §5, design.md §4). */
export const taskQueues = {
  workflows: 'workflows',
  odoo: 'odoo',
  connection: (id: string) => `connection-${id}`,
} as const;

export const workflowTypes = {
  marketplaceOrder: 'marketplaceOrder',
  pullOrders: 'pullOrders',
  propagateOffers: 'propagateOffers',
  reconcileOffers: 'reconcileOffers',
  syncListings: 'syncListings',
  importPosOrders: 'importPosOrders',
  posOrder: 'posOrder',
  shipWithYsell: 'shipWithYsell',
  followShipments: 'followShipments',
  mirrorOdoo: 'mirrorOdoo',
  deliverPicking: 'deliverPicking',
  watchOdoo: 'watchOdoo',
  housekeeping: 'housekeeping',
} as const;

export const workflowIds = {
  order: (connection: string, externalId: string) => `order:${connection}:${externalId}`,
  pullOrders: (connection: string) => `pull-orders:${connection}`,
  offers: (connection: string) => `offers:${connection}`,
  reconcileOffers: (connection: string) => `reconcile-offers:${connection}`,
  syncListings: (connection: string) => `sync-listings:${connection}`,
  posImport: (connection: string) => `pos-import:${connection}`,
  /** `key`: `<OrderID>` or `<OrderID>:REFUND`. */
  posOrder: (connection: string, key: string) => `pos:${connection}:${key}`,
  shipment: (connection: string, saleOrderId: number) => `ysell:${connection}:${saleOrderId}`,
  followShipments: (connection: string) => `follow-shipments:${connection}`,
  mirrorOdoo: 'mirror-odoo',
  /** The `n`th shipment of a picking. */
  delivery: (pickingId: number, n: number) => `delivery:${pickingId}:${n}`,
  watchOdoo: 'watch-odoo',
  housekeeping: 'housekeeping',
  /** "Sync now": beside the scheduled run, whose id carries its time. */
  now: (id: string) => `${id}:now`,
} as const;

export const signalNames = { externalEvent: 'externalEvent', odooEvent: 'odooEvent', poke: 'poke' } as const;

export const updateNames = {
  retry: 'retry',
  skip: 'skip',
  cancel: 'cancel',
  enterOtp: 'enterOtp',
  checkNow: 'checkNow',
} as const;

export const queryNames = { state: 'state' } as const;

/** All Keyword, `Attention` apart, which is Bool. */
export const searchAttributes = ['Connection', 'ExternalId', 'OdooRef', 'Stage', 'Attention'] as const;

export interface MarketplaceOrderInput {
  readonly connection: string;
  readonly externalId: string;
  /** The marketplace's payload, when the caller has it; else the stored one, else the pull pages. */
  readonly order?: unknown;
}

export interface PullOrdersInput {
  readonly connection: string;
  readonly since?: string;
}

export interface PropagateOffersInput {
  readonly connection: string;
}

export interface ReconcileOffersInput {
  readonly connection: string;
  readonly dryRun?: boolean;
}

export interface SyncListingsInput {
  readonly connection: string;
}

export interface ImportPosOrdersInput {
  readonly connection: string;
  /** ISO 8601: fetch from here instead of from where the last fetch ended. */
  readonly since?: string;
  /** Imports what is stored, and fetches nothing: it was pushed. */
  readonly pushed?: boolean;
}

export interface PosOrderInput {
  readonly connection: string;
  /** The key of the order, with `:REFUND` for a refund. */
  readonly externalId: string;
}

export interface ShipWithYsellInput {
  readonly connection: string;
  /** `sale.order`. */
  readonly saleOrderId: number;
}

export interface FollowShipmentsInput {
  readonly connection: string;
  /** ISO 8601: first makes rows for the matched orders that were confirmed since then. */
  readonly since?: string;
}

export interface MirrorOdooInput {
  /** Default: all. */
  readonly models?: readonly MirrorModel[];
  /** Reads every record, not only what was written since the last time. */
  readonly full?: boolean;
}

export interface DeliverPickingInput {
  /** A connection's id, or its kind if only one is enabled. */
  readonly provider: string;
  /** `stock.picking`. */
  readonly pickingId: number;
}

/** PostgreSQL channels: a notice says only "look again". */
export const channels = {
  inbox: 'conveyor_inbox',
  connections: 'conveyor_connections',
  attention: 'conveyor_attention',
  watch: 'conveyor_watch',
  offers: 'conveyor_offers',
  pos: 'conveyor_pos',
  fulfilments: 'conveyor_fulfilments',
  shipments: 'conveyor_shipments',
} as const;
