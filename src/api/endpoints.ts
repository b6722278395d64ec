import type { Endpoint } from './endpoint.ts';
import { listAttention } from './routes/attention/list.ts';
import { cancelAttention } from './routes/attention/cancel.ts';
import { retryAllAttention } from './routes/attention/retry-all.ts';
import { retryAttention } from './routes/attention/retry.ts';
import { skipAttention } from './routes/attention/skip.ts';
import { listConnectionKinds } from './routes/connection-kinds/list.ts';
import { createConnection } from './routes/connections/create.ts';
import { deleteConnection } from './routes/connections/delete.ts';
import { getConnection } from './routes/connections/get.ts';
import { listConnections } from './routes/connections/list.ts';
import { pauseConnection } from './routes/connections/pause.ts';
import { resumeConnection } from './routes/connections/resume.ts';
import { getConnectionStatus } from './routes/connections/status.ts';
import { syncConnection } from './routes/connections/sync.ts';
import { testConnection } from './routes/connections/test.ts';
import { updateConnection } from './routes/connections/update.ts';
import { cancelShipment } from './routes/delivery/cancel.ts';
import { checkShipment } from './routes/delivery/check.ts';
import { createShipment } from './routes/delivery/create.ts';
import { getShipment } from './routes/delivery/get.ts';
import { getLabel } from './routes/delivery/label.ts';
import { listShipments } from './routes/delivery/list.ts';
import { retryShipment } from './routes/delivery/retry.ts';
import { skipShipment } from './routes/delivery/skip.ts';
import { getExchange } from './routes/exchanges/get.ts';
import { listExchanges } from './routes/exchanges/list.ts';
import { cancelFulfilment } from './routes/fulfilments/cancel.ts';
import { checkFulfilment } from './routes/fulfilments/check.ts';
import { getFulfilment } from './routes/fulfilments/get.ts';
import { listFulfilments } from './routes/fulfilments/list.ts';
import { retryFulfilment } from './routes/fulfilments/retry.ts';
import { sendFulfilment } from './routes/fulfilments/send.ts';
import { skipFulfilment } from './routes/fulfilments/skip.ts';
import { health } from './routes/health/health.ts';
import { metrics } from './routes/health/metrics.ts';
import { ready } from './routes/health/ready.ts';
import { rotateKeys } from './routes/keys/rotate.ts';
import { deleteListing } from './routes/listings/delete.ts';
import { getListing } from './routes/listings/get.ts';
import { importListings } from './routes/listings/import.ts';
import { listListings } from './routes/listings/list.ts';
import { putListing } from './routes/listings/put.ts';
import { getPicking } from './routes/odoo/get-picking.ts';
import { listPickings } from './routes/odoo/list-pickings.ts';
import { mirrorRecords } from './routes/odoo/records.ts';
import { getMirrorStatus } from './routes/odoo/sync-status.ts';
import { triggerMirror } from './routes/odoo/trigger-sync.ts';
import { listOffers } from './routes/offers/list.ts';
import { pushOffers } from './routes/offers/push.ts';
import { cancelOrder } from './routes/orders/cancel.ts';
import { getOrder } from './routes/orders/get.ts';
import { listOrders } from './routes/orders/list.ts';
import { enterOtp } from './routes/orders/otp.ts';
import { retryOrder } from './routes/orders/retry.ts';
import { skipOrder } from './routes/orders/skip.ts';
import { getReconciliation } from './routes/reconciliations/get.ts';
import { getPosOrder } from './routes/pos/get.ts';
import { listPosOrders } from './routes/pos/list.ts';
import { retryPosOrder } from './routes/pos/retry.ts';
import { listPosRuns } from './routes/pos/runs.ts';
import { skipPosOrder } from './routes/pos/skip.ts';
import { getPosStatus } from './routes/pos/status.ts';
import { listReconciliations } from './routes/reconciliations/list.ts';
import { getRun } from './routes/runs/get.ts';
import { createToken } from './routes/tokens/create.ts';
import { listTokens } from './routes/tokens/list.ts';
import { revokeToken } from './routes/tokens/revoke.ts';

/** All endpoints, as the documentation shows them. */
export const endpoints: readonly Endpoint[] = [
  listOrders,
  getOrder,
  retryOrder,
  skipOrder,
  cancelOrder,
  enterOtp,
  listAttention,
  retryAllAttention,
  retryAttention,
  skipAttention,
  cancelAttention,
  listConnections,
  createConnection,
  getConnection,
  updateConnection,
  deleteConnection,
  testConnection,
  pauseConnection,
  resumeConnection,
  syncConnection,
  getConnectionStatus,
  listConnectionKinds,
  listListings,
  getListing,
  putListing,
  deleteListing,
  importListings,
  listOffers,
  pushOffers,
  listReconciliations,
  getReconciliation,
  listFulfilments,
  sendFulfilment,
  getFulfilment,
  retryFulfilment,
  skipFulfilment,
  cancelFulfilment,
  checkFulfilment,
  getPosStatus,
  listPosRuns,
  listPosOrders,
  getPosOrder,
  retryPosOrder,
  skipPosOrder,
  createShipment,
  listShipments,
  getShipment,
  getLabel,
  retryShipment,
  skipShipment,
  cancelShipment,
  checkShipment,
  triggerMirror,
  getMirrorStatus,
  listPickings,
  getPicking,
  ...mirrorRecords,
  getRun,
  listExchanges,
  getExchange,
  listTokens,
  createToken,
  revokeToken,
  rotateKeys,
  health,
  ready,
  metrics,
];
