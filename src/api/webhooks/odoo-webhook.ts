import { sql } from 'kysely';
import { channels } from '../../domain/names.ts';
import type { Context } from 'koa';
import type { ApiDeps } from '../deps.ts';
import { readRawBody, tooLarge } from '../http/read-body.ts';
import { Problem } from '../problem.ts';
import { isOdooWebhookSecret } from './odoo-secret.ts';
import { defaultWebhookRates } from './webhook-limits.ts';
import type { WebhookLimits } from './webhook-limits.ts';

const maxBytes = 1024 * 1024;

/** An automation rule of Odoo says that something changed: the watch looks at once. What it says is not read, so it can say nothing wrong. */
export const receiveOdooWebhook = async (
  context: Context,
  deps: ApiDeps,
  limits: WebhookLimits,
  secret: string,
): Promise<void> => {
  if (!isOdooWebhookSecret(secret, deps.odooWebhookSecret)) {
    if (!limits.unverified.take('odoo', defaultWebhookRates.unprovenPerSecond))
      throw new Problem('too-many-requests', 'Too many unproven webhooks', retrySoon);
    throw new Problem('unauthorized', 'The secret in the address is not the one `conveyor odoo setup` shows');
  }
  const { isTooLarge } = await readRawBody(context.req, maxBytes);
  if (isTooLarge) throw tooLarge(maxBytes);
  if (!limits.verified.take('odoo', defaultWebhookRates.perSecond))
    throw new Problem('too-many-requests', 'Too many webhooks', retrySoon);
  await sql`select pg_notify(${channels.watch}, '')`.execute(deps.db);
  deps.metrics.webhookDecisions.inc({ connection: 'odoo', decision: 'applied' });
  context.status = 200;
  context.body = JSON.stringify({ result: 'applied' });
  context.type = 'application/json';
};

const retrySoon = { headers: { 'Retry-After': '1' } };
