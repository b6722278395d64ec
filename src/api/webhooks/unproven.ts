import type { DirectoryEntry } from '../connection-directory.ts';
import type { ApiDeps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { defaultWebhookRates } from './webhook-limits.ts';
import type { WebhookLimits } from './webhook-limits.ts';

export const retrySoon = { headers: { 'Retry-After': '1' } };

/** What a sender who did not prove who it is is answered: 401, or 429 where there are too many of them. */
export const unproven = (
  deps: Pick<ApiDeps, 'metrics'>,
  limits: WebhookLimits,
  entry: DirectoryEntry | undefined,
  whatToCheck: string,
): Problem => {
  const name = entry?.connection.id ?? '';
  const { unprovenPerSecond } = entry?.webhookRates ?? defaultWebhookRates;
  deps.metrics.webhookDecisions.inc({ connection: name, decision: 'unproven' });
  if (!limits.unverified.take(name, unprovenPerSecond))
    return new Problem('too-many-requests', 'Too many unproven webhooks', retrySoon);
  return new Problem('unauthorized', `The sender did not prove who it is: ${whatToCheck}`);
};
