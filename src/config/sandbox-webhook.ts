import { createHmac } from 'node:crypto';

/**
 * What the sandbox's Cartona proves its webhooks with: made from the key of this installation, so that the API and the sandbox know it without
 * telling each other.
 *
 * @param key `CONVEYOR_KEY`, 32 bytes in base64
 */
export const sandboxWebhookToken = (key: string): string =>
  createHmac('sha256', Buffer.from(key, 'base64')).update('conveyor sandbox webhook').digest('base64url');
