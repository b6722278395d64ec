import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { WebhookSettings } from '../config/connections/webhook.ts';
import type { WebhookRequest } from './marketplaces/port.ts';

const isSame = (left: string, right: string): boolean => {
  // Hashed first: equal lengths for the comparison, and the length of the secret stays unknown.
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
};

const bearer = (header: string | undefined): string | undefined => /^Bearer\s+(\S+)\s*$/i.exec(header ?? '')?.[1];

/** Whether a secret stands in one of these headers (lower case), or behind `Authorization: Bearer`; in constant time. */
export const isTokenThere = (
  secret: string,
  names: readonly string[],
  headers: Readonly<Record<string, string | undefined>>,
): boolean => {
  const offered = [...names.map((name) => headers[name]), bearer(headers['authorization'])];
  // All of them are compared, so that the time says nothing about which one fits.
  return offered.map((token) => token !== undefined && isSame(token.trim(), secret)).includes(true);
};

const isStandardSignature = (secret: string, { headers, rawBody }: WebhookRequest): boolean => {
  const signed = Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, headers[name] ?? '']),
  );
  try {
    const webhook = secret.startsWith('whsec_') ? new Webhook(secret) : new Webhook(secret, { format: 'raw' });
    webhook.verify(rawBody, signed, { jsonParse: false });
    return true;
  } catch {
    // The library says no by throwing, whatever the reason.
    return false;
  }
};

const isHmac = (
  secret: string,
  header: string | undefined,
  encoding: 'base64' | 'hex',
  request: WebhookRequest,
): boolean => {
  const offered = request.headers[header?.toLowerCase() ?? '']?.trim().replace(/^sha256=/i, '');
  if (offered === undefined) return false;
  const expected = createHmac('sha256', secret).update(request.rawBody).digest(encoding);
  return isSame(encoding === 'hex' ? offered.toLowerCase() : offered, expected);
};

/**
 * Whether the sender of a webhook proved who it is, by the scheme of the connection's settings, over the raw bytes and in constant time.
 * Without a secret nobody can. `tokenHeaders` (lower case) are where the vendor may put the token itself.
 */
export const isWebhookProven = (
  settings: WebhookSettings,
  secret: string | undefined,
  tokenHeaders: readonly string[],
  request: WebhookRequest,
): boolean => {
  if (secret === undefined || secret === '') return false;
  switch (settings.scheme) {
    case 'token': {
      const more = settings.header === undefined ? [] : [settings.header.toLowerCase()];
      return isTokenThere(secret, [...tokenHeaders, ...more], request.headers);
    }
    case 'standard-webhooks':
      return isStandardSignature(secret, request);
    case 'hmac-base64':
      return isHmac(secret, settings.header, 'base64', request);
    case 'hmac-hex':
      return isHmac(secret, settings.header, 'hex', request);
  }
};
