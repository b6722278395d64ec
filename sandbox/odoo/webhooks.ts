import type { Webhook } from './env.ts';

/** Odoo gives a webhook one second and never tries again. */
const TIMEOUT_MS = 1000;

/** Sends webhooks one after the other; failures are only Odoo's own business. */
export const postWebhooks = async (webhooks: readonly Webhook[]): Promise<void> => {
  for (const { url, body } of webhooks) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'User-Agent': 'python-requests/2.31.0', Accept: '*/*' },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
    } catch (error) {
      // Odoo logs this on its server and lets the user's write succeed.
      console.warn(
        `Odoo simulator: webhook to ${new URL(url).host} failed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
};
