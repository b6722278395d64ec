import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * What follows `/webhooks/odoo/`: made from the key of this installation, so it is stored nowhere.
 *
 * @param key `CONVEYOR_KEY`, 32 bytes in base64
 */
export const odooWebhookSecret = (key: string): string =>
  createHmac('sha256', Buffer.from(key, 'base64')).update('conveyor odoo webhook').digest('base64url');

/** In constant time. */
export const isOdooWebhookSecret = (given: string, secret: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(secret)];
  return one.length === other.length && timingSafeEqual(one, other);
};
