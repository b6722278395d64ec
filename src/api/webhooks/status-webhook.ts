import type { Context } from 'koa';
import type { StatusNotice, WebhookRequest } from '../../connectors/marketplaces/port.ts';
import { isFailure } from '../../domain/failure.ts';
import { workflowIds } from '../../domain/names.ts';
import type { StatusNoticeOutcome } from '../../store/status-notices.ts';
import { requestPull } from '../../store/pulls.ts';
import type { MarketplaceEntry } from '../connection-directory.ts';
import type { ApiDeps } from '../deps.ts';
import { readRawBody, tooLarge } from '../http/read-body.ts';
import { Problem, notFound, problemBody, refused } from '../problem.ts';
import { logWebhook } from './log-webhook.ts';
import { singleHeaders } from './single-headers.ts';
import { retrySoon, unproven } from './unproven.ts';
import type { WebhookLimits } from './webhook-limits.ts';

const maxBytes = 1024 * 1024;

/** What became of a webhook, for its line in the exchange log. */
interface Received {
  entry: MarketplaceEntry | undefined;
  notice: StatusNotice | undefined;
}

/**
 * Takes a vendor's word on the status of an order: proven, sized, counted, read, known, then decided over our own row. Answered after the
 * fact is stored.
 *
 * @param candidates the connections it may be for: the one in the address, or all of a kind whose token decides
 */
export const receiveStatusWebhook = async (
  context: Context,
  deps: ApiDeps,
  limits: WebhookLimits,
  { candidates, topic }: { candidates: readonly MarketplaceEntry[]; topic: string },
): Promise<void> => {
  const at = new Date();
  const startedAt = performance.now();
  const { bytes, isTooLarge } = await readRawBody(context.req, maxBytes);
  const request: WebhookRequest = { topic, headers: singleHeaders(context.req.headers), rawBody: bytes };
  const received: Received = { entry: undefined, notice: undefined };
  const log = (status: number, response: string) => {
    const entry = received.entry ?? (candidates.length === 1 ? candidates[0] : undefined);
    if (entry === undefined || status === 429) return;
    logWebhook(deps, context, entry, {
      at,
      status,
      response,
      durationMs: performance.now() - startedAt,
      request: received.entry === undefined ? '' : bytes.toString('utf8'),
      ...aboutOrder(entry, received.notice?.externalId),
    });
  };
  try {
    const outcome = await decide(deps, limits, { candidates, request, isTooLarge, receivedAt: at }, received);
    const response = JSON.stringify(outcome);
    log(200, response);
    context.status = 200;
    context.body = response;
    context.type = 'application/json';
  } catch (error) {
    if (error instanceof Problem) log(error.status, JSON.stringify(problemBody(error)));
    throw error;
  }
};

const decide = async (
  deps: ApiDeps,
  limits: WebhookLimits,
  incoming: { candidates: readonly MarketplaceEntry[]; request: WebhookRequest; isTooLarge: boolean; receivedAt: Date },
  received: Received,
): Promise<{ result: 'applied' | 'duplicate' } | { result: 'ignored'; reason: string }> => {
  const { candidates, request, isTooLarge, receivedAt } = incoming;
  const entry = candidates.find(({ reader }) => reader.verify(request));
  if (entry === undefined) {
    const [only] = candidates.length === 1 ? candidates : [];
    throw unproven(deps, limits, only, 'check the webhook token of the connection on both sides');
  }
  received.entry = entry;
  const { id } = entry.connection;
  if (isTooLarge) throw tooLarge(maxBytes);
  if (!limits.verified.take(id, entry.webhookRates.perSecond))
    throw new Problem('too-many-requests', `Too many webhooks for ${id}: send them again`, retrySoon);
  const notice = readNotice(entry, request);
  received.notice = notice;
  const outcome = await deps.recordNotice({ connection: id, ...notice, payload: notice, receivedAt });
  deps.metrics.webhookDecisions.inc({ connection: id, decision: outcome.decision });
  if (outcome.decision === 'unknown-order') await requestPull(deps.db, id);
  return answerOf(outcome, entry, notice);
};

const readNotice = (entry: MarketplaceEntry, request: WebhookRequest): StatusNotice => {
  try {
    return entry.reader.read(request);
  } catch (error) {
    if (!isFailure(error)) throw error;
    const errors = error.data.path === undefined ? [] : [{ path: error.data.path, message: error.message }];
    throw new Problem(error.type === 'InvalidInput' ? 'unprocessable-webhook' : 'bad-input', error.message, {
      cause: error,
      errors,
    });
  }
};

const answerOf = (outcome: StatusNoticeOutcome, entry: MarketplaceEntry, notice: StatusNotice) => {
  switch (outcome.decision) {
    case 'applied':
    case 'duplicate':
      return { result: outcome.decision };
    case 'ignored':
      return { result: outcome.decision, reason: outcome.reason };
    case 'refused':
      throw refused(outcome.reason);
    case 'unknown-order':
      throw notFound(
        `Order ${notice.externalId} of ${entry.connection.name} is not known here yet: it is pulled now, send the webhook again`,
      );
  }
};

const aboutOrder = ({ connection }: MarketplaceEntry, externalId: string | undefined) =>
  externalId === undefined
    ? { externalIds: [], workflowId: null }
    : { externalIds: [externalId], workflowId: workflowIds.order(connection.id, externalId) };
