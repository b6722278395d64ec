import type { ShipmentKey } from './delivery/delivery.ts';
import { taskQueues, workflowIds } from './names.ts';
import type {
  DeliverPickingInput,
  FollowShipmentsInput,
  ImportPosOrdersInput,
  MarketplaceOrderInput,
  MirrorOdooInput,
  PosOrderInput,
  PropagateOffersInput,
  PullOrdersInput,
  ReconcileOffersInput,
  ShipWithYsellInput,
  SyncListingsInput,
} from './names.ts';

const keyword = (name: string, value: string) => ({ key: { name, type: 'KEYWORD' } as const, value });

/** How the run of an order is started, whoever starts it. */
export const orderStart = (connection: string, externalId: string) => ({
  workflowId: workflowIds.order(connection, externalId),
  taskQueue: taskQueues.workflows,
  args: [{ connection, externalId }] as [MarketplaceOrderInput],
  typedSearchAttributes: [
    keyword('Connection', connection),
    keyword('ExternalId', externalId),
    keyword('Stage', 'received'),
    { key: { name: 'Attention', type: 'BOOL' } as const, value: false },
  ],
  staticSummary: `Order ${externalId} of ${connection}`,
});

/** How a pull is started beside the schedule. */
export const pullStart = (input: PullOrdersInput) => ({
  workflowId: workflowIds.now(workflowIds.pullOrders(input.connection)),
  taskQueue: taskQueues.workflows,
  args: [input] as [PullOrdersInput],
  typedSearchAttributes: [keyword('Connection', input.connection)],
});

/** How the run that pushes offers is started. It is woken by signal-with-start with `poke`, never by a start alone. */
export const offersStart = (input: PropagateOffersInput) => ({
  workflowId: workflowIds.offers(input.connection),
  taskQueue: taskQueues.workflows,
  args: [input] as [PropagateOffersInput],
  typedSearchAttributes: [keyword('Connection', input.connection)],
});

/** How a reconciliation is started beside the schedule. */
export const reconcileStart = (input: ReconcileOffersInput) => ({
  workflowId: workflowIds.now(workflowIds.reconcileOffers(input.connection)),
  taskQueue: taskQueues.workflows,
  args: [input] as [ReconcileOffersInput],
  memo: { dryRun: input.dryRun === true },
  typedSearchAttributes: [keyword('Connection', input.connection)],
});

/** How the listings are read beside the schedule. */
export const listingsStart = (input: SyncListingsInput) => ({
  workflowId: workflowIds.now(workflowIds.syncListings(input.connection)),
  taskQueue: taskQueues.workflows,
  args: [input] as [SyncListingsInput],
  typedSearchAttributes: [keyword('Connection', input.connection)],
});

/** How orders of a point of sale are fetched and imported beside the schedule. */
export const posSyncStart = (input: ImportPosOrdersInput) => ({
  ...posImportStart(input),
  workflowId: workflowIds.now(workflowIds.posImport(input.connection)),
});

/** How the run that imports what was pushed is started. It is woken by signal-with-start with `poke`, never by a start alone. */
export const posImportStart = (input: ImportPosOrdersInput) => ({
  workflowId: workflowIds.posImport(input.connection),
  taskQueue: taskQueues.workflows,
  args: [input] as [ImportPosOrdersInput],
  typedSearchAttributes: [keyword('Connection', input.connection)],
});

/** How the run of an order of a point of sale that needs attention is started. */
export const posOrderStart = (connection: string, key: string) => ({
  workflowId: workflowIds.posOrder(connection, key),
  taskQueue: taskQueues.workflows,
  args: [{ connection, externalId: key }] as [PosOrderInput],
  typedSearchAttributes: [
    keyword('Connection', connection),
    keyword('ExternalId', key),
    keyword('Stage', 'attention'),
    { key: { name: 'Attention', type: 'BOOL' } as const, value: true },
  ],
  staticSummary: `Order ${key} of ${connection}`,
});

/** How the run that ships a sale order with a prep centre is started, whoever starts it. */
export const shipmentStart = (connection: string, saleOrderId: number) => ({
  workflowId: workflowIds.shipment(connection, saleOrderId),
  taskQueue: taskQueues.workflows,
  args: [{ connection, saleOrderId }] as [ShipWithYsellInput],
  typedSearchAttributes: [
    keyword('Connection', connection),
    keyword('ExternalId', String(saleOrderId)),
    keyword('Stage', 'received'),
    { key: { name: 'Attention', type: 'BOOL' } as const, value: false },
  ],
  staticSummary: `Sale order ${saleOrderId}, shipped by ${connection}`,
});

/** How a round that asks a prep centre after all open shipments is started by the schedule. */
export const followStart = (input: FollowShipmentsInput) => ({
  workflowId: workflowIds.followShipments(input.connection),
  taskQueue: taskQueues.workflows,
  args: [input] as [FollowShipmentsInput],
  typedSearchAttributes: [keyword('Connection', input.connection)],
});

/** How such a round is started beside the schedule. */
export const followNowStart = (input: FollowShipmentsInput) => ({
  ...followStart(input),
  workflowId: workflowIds.now(workflowIds.followShipments(input.connection)),
});

/** How the mirror is brought up to date beside the schedule. */
export const mirrorNowStart = (input: MirrorOdooInput) => ({
  workflowId: workflowIds.now(workflowIds.mirrorOdoo),
  taskQueue: taskQueues.workflows,
  args: [input] as [MirrorOdooInput],
});

/** How the run that has a courier carry a picking is started, whoever starts it. `provider`: the id of the connection. */
export const deliveryStart = ({ pickingId, n, provider }: ShipmentKey & { readonly provider: string }) => ({
  workflowId: workflowIds.delivery(pickingId, n),
  taskQueue: taskQueues.workflows,
  args: [{ provider, pickingId }] as [DeliverPickingInput],
  typedSearchAttributes: [
    keyword('Connection', provider),
    keyword('ExternalId', String(pickingId)),
    keyword('Stage', 'draft'),
    { key: { name: 'Attention', type: 'BOOL' } as const, value: false },
  ],
  staticSummary: `Picking ${pickingId}, carried by ${provider}`,
});
