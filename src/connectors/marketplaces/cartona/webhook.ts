import { z } from 'zod';
import { problemsOf } from '../../../config/connections/problems.ts';
import type { CartonaSecrets, CartonaSettings } from '../../../config/connections/cartona.ts';
import { Failure } from '../../../domain/failure.ts';
import { readJson } from '../../read-json.ts';
import { isWebhookProven } from '../../webhook-proof.ts';
import type { StatusNotice, WebhookReader, WebhookRequest } from '../port.ts';
import { hashedId } from './order-payload.ts';
import { readStatus } from './statuses.ts';

/** `{hashed_id, status, …}` (requirement 3, §5.4.3.2); the vendor documents no body of its own. */
const noticeBody = z.object({
  hashed_id: hashedId,
  status: z.string(),
  event_id: z.union([z.string(), z.int()]).nullish(),
});

/** Headers in which the token is looked for, `Authorization: Bearer` apart. */
const tokenHeaders = ['authorizationtoken', 'x-webhook-token'] as const;

/** Reads Cartona's status webhook. What follows the connection in the path says nothing more: there is one kind of notice. */
export const createCartonaWebhook = (settings: CartonaSettings, secrets: CartonaSecrets): WebhookReader => ({
  verify: (request) => isWebhookProven(settings.webhook, secrets.webhookToken, tokenHeaders, request),
  read: (request) => readNotice(request, settings),
});

const readNotice = (request: WebhookRequest, settings: CartonaSettings): StatusNotice => {
  const json = readJson(request.rawBody.toString('utf8'));
  if (!json.ok) throw new Failure('BadResponse', `Cartona's webhook cannot be read: ${json.problem}.`);
  if (typeof json.value !== 'object' || json.value === null || Array.isArray(json.value)) {
    throw new Failure('BadResponse', 'Cartona\'s webhook cannot be read: expected an object {"hashed_id", "status"}.');
  }
  const body = noticeBody.safeParse(json.value);
  if (!body.success) {
    const [problem = { path: '', message: 'is wrong' }] = problemsOf(body.error);
    throw new Failure('InvalidInput', `Cartona's webhook: ${problem.path} ${problem.message}.`, { path: problem.path });
  }
  const { hashed_id: externalId, status: word, event_id: eventId } = body.data;
  const status = readStatus(word, settings.statusMap);
  if (status === undefined) {
    throw new Failure(
      'InvalidInput',
      `Cartona's webhook about order ${externalId}: "${word.slice(0, 60)}" is not a known status.`,
      {
        path: 'status',
      },
    );
  }
  return { externalId, status, eventId: request.headers['webhook-id'] ?? (eventId == null ? null : String(eventId)) };
};
