import type { Context } from 'koa';
import type { StatusNotice, WebhookRequest } from '../../connectors/marketplaces/port.ts';
import { loggedBody } from '../../connectors/redact.ts';
import { isFailure } from '../../domain/failure.ts';
import { workflowIds } from '../../domain/names.ts';
import type { StatusNoticeOutcome } from '../../store/status-notices.ts';
import { requestPull } from '../../store/pulls.ts';
import type { DirectoryEntry } from '../connection-directory.ts';
import type { ApiDeps } from '../deps.ts';
import { readRawBody, tooLarge } from '../http/read-body.ts';
import { Problem, notFound, problemBody, refused } from '../problem.ts';
import { defaultWebhookRates } from './webhook-limits.ts';
import type { WebhookLimits } from './webhook-limits.ts';

const maxBytes = 1024 * 1024;
const retrySoon = { headers: { 'Retry-After': '1' } };

/** What became of a webhook, for its line in the exchange log. */
interface Received {
  entry: DirectoryEntry | undefined;
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
  { candidates, topic }: { candidates: readonly DirectoryEntry[]; topic: string },
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
      // Whoever did not prove who it is does not get to write into our log.
      request: received.entry === undefined ? '' : bytes.toString('utf8'),
      externalId: received.notice?.externalId,
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
  incoming: { candidates: readonly DirectoryEntry[]; request: WebhookRequest; isTooLarge: boolean; receivedAt: Date },
  received: Received,
): Promise<{ result: 'applied' | 'duplicate' } | { result: 'ignored'; reason: string }> => {
  const { candidates, request, isTooLarge, receivedAt } = incoming;
  const entry = candidates.find(({ reader }) => reader.verify(request));
  if (entry === undefined) throw unproven(deps, limits, candidates);
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

const unproven = (deps: ApiDeps, limits: WebhookLimits, candidates: readonly DirectoryEntry[]): Problem => {
  const [only] = candidates.length === 1 ? candidates : [];
  const name = only?.connection.id ?? '';
  const { unprovenPerSecond } = only?.webhookRates ?? defaultWebhookRates;
  deps.metrics.webhookDecisions.inc({ connection: name, decision: 'unproven' });
  if (!limits.unverified.take(name, unprovenPerSecond))
    return new Problem('too-many-requests', 'Too many unproven webhooks', retrySoon);
  return new Problem(
    'unauthorized',
    'The sender did not prove who it is: check the webhook token of the connection on both sides',
  );
};

const readNotice = (entry: DirectoryEntry, request: WebhookRequest): StatusNotice => {
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

const answerOf = (outcome: StatusNoticeOutcome, entry: DirectoryEntry, notice: StatusNotice) => {
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

const logWebhook = (
  deps: ApiDeps,
  context: Context,
  { connection, redact }: DirectoryEntry,
  line: {
    at: Date;
    status: number;
    response: string;
    durationMs: number;
    request: string;
    externalId: string | undefined;
  },
): void => {
  deps.exchanges.log({
    at: line.at,
    connection: connection.id,
    direction: 'in',
    method: context.method,
    path: redact(context.url),
    status: line.status,
    durationMs: line.durationMs,
    error: line.status < 400 ? null : line.response,
    externalIds: line.externalId === undefined ? [] : [line.externalId],
    workflowId: line.externalId === undefined ? null : workflowIds.order(connection.id, line.externalId),
    request: loggedBody(line.request, redact),
    response: line.response,
  });
};

/** A header sent twice is no proof of anything: it is left out, as if it were not there. */
const singleHeaders = (headers: Context['req']['headers']): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? undefined : value]));
