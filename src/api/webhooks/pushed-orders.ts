import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import type { PushedOrders } from '../../connectors/pos/port.ts';
import { readJson } from '../../connectors/read-json.ts';
import { isFailure } from '../../domain/failure.ts';
import type { PosEntry } from '../connection-directory.ts';
import type { ApiDeps } from '../deps.ts';
import { decodeText } from '../http/json-body.ts';
import { readRawBody, tooLarge } from '../http/read-body.ts';
import { Problem, notFound, problemBody } from '../problem.ts';
import { assertPosConfig } from './assert-pos-config.ts';
import { idempotencyKeyOf } from './idempotency-key.ts';
import { logWebhook } from './log-webhook.ts';
import { singleHeaders } from './single-headers.ts';
import { storePush } from './store-push.ts';
import type { PushOutcome } from './store-push.ts';
import { retrySoon, unproven } from './unproven.ts';
import type { WebhookLimits } from './webhook-limits.ts';

const maxBytes = 16 * 1024 * 1024;
const mostOrders = 1_000;

/** What came, as far as it was read: for its line in the exchange log. */
interface Received {
  text: string;
  orders: PushedOrders['orders'];
}

/**
 * Takes orders that a point of sale pushes: proven, sized, counted, read, then all of them stored at once. They are imported soon after; Odoo need
 * not be up, nor the connection be enabled.
 */
export const receivePushedOrders = async (
  context: Context,
  deps: ApiDeps,
  limits: WebhookLimits,
  entry: PosEntry,
  topic: string,
): Promise<void> => {
  const at = new Date();
  const startedAt = performance.now();
  const received: Received = { text: '', orders: [] };
  const log = (status: number, response: string) => {
    if (status === 429) return;
    const ids = received.orders.flatMap((each) => ('order' in each ? [each.order.orderId, each.order.key] : []));
    logWebhook(deps, context, entry, {
      at,
      status,
      response,
      durationMs: performance.now() - startedAt,
      request: received.text,
      externalIds: [...new Set(ids)],
      workflowId: null,
    });
  };
  try {
    const { answer, isReplayed } = await take(context, deps, limits, { entry, topic }, received);
    const response = JSON.stringify(answer);
    log(202, response);
    deps.metrics.webhookDecisions.inc({
      connection: entry.connection.id,
      decision: isReplayed ? 'duplicate' : 'applied',
    });
    context.status = 202;
    if (isReplayed) context.set('Idempotency-Replayed', 'true');
    context.body = response;
    context.type = 'application/json';
  } catch (error) {
    if (error instanceof Problem) log(error.status, JSON.stringify(problemBody(error)));
    throw error;
  }
};

const take = async (
  context: Context,
  deps: ApiDeps,
  limits: WebhookLimits,
  { entry, topic }: { entry: PosEntry; topic: string },
  received: Received,
): Promise<PushOutcome> => {
  const { id } = entry.connection;
  // The proof is in the headers: of who has none, nothing is read.
  if (!entry.push.prove(singleHeaders(context.req.headers))) {
    throw unproven(deps, limits, entry, 'check the pushKey of the connection on both sides');
  }
  const { bytes, isTooLarge } = await readRawBody(context.req, maxBytes);
  received.text = bytes.toString('utf8');
  if (isTooLarge) throw tooLarge(maxBytes);
  if (!limits.verified.take(id, entry.webhookRates.perSecond))
    throw new Problem('too-many-requests', `Too many pushes for ${id}: send them again`, retrySoon);
  if (topic !== 'orders') throw notFound(`Orders are pushed to /webhooks/${id}/orders`);
  if (!entry.push.isAccepted) {
    throw new Problem(
      'forbidden',
      `The connection ${id} takes no pushed orders: set \`acceptPush\` in its settings to true`,
    );
  }
  const body = bodyOf(bytes);
  const key = idempotencyKeyOf(context.req.headers, body);
  const pushed = readPushed(entry, body);
  received.orders = pushed.orders;
  if (pushed.orders.length > mostOrders) {
    throw unprocessable(`${pushed.orders.length} orders are too many: send at most ${mostOrders} at a time`);
  }
  await assertPosConfig(deps, entry, pushed.posConfigId);
  const bodyHash = createHash('sha256').update(bytes).digest('hex');
  return storePush(deps.db, id, pushed.orders, key === null ? null : { connection: id, key, bodyHash });
};

const bodyOf = (bytes: Buffer): unknown => {
  const json = readJson(decodeText(bytes));
  if (!json.ok) throw new Problem('bad-input', `The body cannot be read: ${json.problem}`);
  return json.value;
};

const readPushed = (entry: PosEntry, body: unknown): PushedOrders => {
  try {
    return entry.push.read(body);
  } catch (error) {
    if (!isFailure(error)) throw error;
    throw unprocessable(error.message, error);
  }
};

const unprocessable = (words: string, cause?: Error): Problem =>
  new Problem('unprocessable-webhook', words, cause === undefined ? {} : { cause });
