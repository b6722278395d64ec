import { z } from 'zod';
import { shipmentOfTargetId } from '../../domain/delivery/delivery.ts';
import type { AttentionAction } from '../../domain/order-stage.ts';
import { getAttention } from '../../store/attention-list.ts';
import type { AttentionRow } from '../../store/attention-list.ts';
import { resumeConnection } from '../../store/connection-pause.ts';
import { getOrder } from '../../store/order-list.ts';
import { loadShipment } from '../../store/shipments/rows.ts';
import type { ApiDeps } from '../deps.ts';
import type { Answer } from '../endpoint.ts';
import { orderNotFound } from '../orders/read-order-detail.ts';
import { askShipment } from '../delivery/act-on-shipment.ts';
import { askFulfilment } from '../fulfilments/act-on-fulfilment.ts';
import { askPosOrder } from '../pos/act-on-pos-order.ts';
import { notFound, refused } from '../problem.ts';
import type { OrderAction, PosOrderAction } from '../runs/actions.ts';
import { isAboutListings, retryListings, skipListing, untilOfferSettled } from './act-on-listings.ts';
import { attentionShape, toAttention } from './attention-shape.ts';

export const attentionParams = z.strictObject({ id: z.uuid('must be the id of an attention') });

export const attentionAnswers = {
  200: { description: 'Done: the attention as it is now', schema: attentionShape },
  202: { description: 'Accepted, and not done yet', schema: attentionShape },
};

type AttentionRequest = Exclude<OrderAction, { name: 'enterOtp' }>;

/** Does what a person asks about one attention. @throws Problem 404, 409 in words, 503 */
export const actOnAttention = async (
  deps: ApiDeps,
  id: string,
  request: AttentionRequest,
  waitSeconds: number,
): Promise<Answer> => {
  const attention = await getAttention(deps.db, id);
  if (attention === undefined) throw notFound(`There is no attention ${id}`);
  const outcome = await act(deps, attention, request, waitSeconds * 1_000);
  const now = (await getAttention(deps.db, id)) ?? attention;
  return { status: outcome === 'done' ? 200 : 202, body: toAttention(now, deps.links) };
};

/** The action on the target of an attention. @throws Problem */
export const act = async (
  deps: ApiDeps,
  attention: AttentionRow,
  request: AttentionRequest,
  waitMs: number,
): Promise<'done' | 'accepted'> => {
  assertAllowed(attention, request.name);
  const { connection, target_id: id } = attention;
  if (isAboutListings(attention)) return actOnListing(deps, attention, request, waitMs);
  if (attention.target_type === 'pos-order') {
    return askPosOrder(deps, { connection, key: id }, posOrderAction(request), waitMs);
  }
  if (attention.target_type === 'fulfilment') {
    return askFulfilment(deps, { connection, saleOrderId: Number(id) }, request, waitMs);
  }
  if (attention.target_type === 'delivery') {
    const shipment = await loadShipment(deps.db, shipmentOfTargetId(id));
    if (shipment === undefined) throw notFound(`There is no shipment ${id}`);
    return askShipment(deps, shipment.row, request, waitMs);
  }
  if (isAboutImport(attention)) {
    await deps.runs.wakePosImport(connection);
    return 'accepted';
  }
  if (attention.target_type === 'connection') {
    if ((await resumeConnection(deps.db, id)) === undefined) throw notFound(`There is no connection ${id}`);
    return 'done';
  }
  const order = await getOrder(deps.db, connection, id);
  if (order === undefined) throw orderNotFound(connection, id);
  return deps.runs.actOnOrder({ connection, externalId: id, revision: order.row.revision }, request, waitMs);
};

/** The import of a point of sale waits for a session, or for what Odoo refuses as a whole. */
const isAboutImport = ({ target_type: type, step }: AttentionRow): boolean =>
  type === 'connection' && step === 'import';

const posOrderAction = (request: AttentionRequest): PosOrderAction => {
  if (request.name === 'cancel')
    throw refused('An order of a point of sale cannot be cancelled from here: retry it, or skip it');
  return request;
};

const actOnListing = async (
  deps: ApiDeps,
  attention: AttentionRow,
  request: AttentionRequest,
  waitMs: number,
): Promise<'done' | 'accepted'> => {
  switch (request.name) {
    case 'retry':
      await retryListings(deps, attention.connection, [attention]);
      // What reading a whole list finds is seen later.
      return attention.kind === 'listing-unmatched' ? 'accepted' : untilOfferSettled(deps, attention, waitMs);
    case 'skip':
      await skipListing(deps, attention, request.reason);
      return 'done';
    case 'cancel':
      throw nothingToCancel();
  }
};

const nothingToCancel = () => refused('A listing has nothing to cancel: retry it, or skip it');

/** @throws Problem 409 when it is closed, or takes no such action */
export const assertAllowed = (attention: AttentionRow, action: AttentionAction): void => {
  if (attention.resolved_at !== null) {
    throw refused(`This attention is closed already: ${attention.resolution ?? 'resolved'}`);
  }
  if (action === 'cancel' && isAboutListings(attention)) throw nothingToCancel();
  if (!attention.actions.includes(action)) {
    const about = attention.number ?? attention.target_id;
    throw refused(
      `${action} is nothing that can be done about ${attention.kind} of ${about}: possible is ${attention.actions.join(', ')}`,
    );
  }
};
