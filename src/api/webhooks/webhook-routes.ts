import Router from '@koa/router';
import type { Context } from 'koa';
import type { ApiDeps } from '../deps.ts';
import { receiveOdooWebhook } from './odoo-webhook.ts';
import { receivePushedOrders } from './pushed-orders.ts';
import { receiveStatusWebhook } from './status-webhook.ts';
import type { WebhookLimits } from './webhook-limits.ts';

/** Where webhooks come in; used for the answers to wrong methods too. */
export const webhookPaths = [
  '/webhooks/odoo/{secret}',
  '/webhooks/{connection}',
  '/webhooks/{connection}/{topic}',
  '/cartona_integration/webhook/order_status',
] as const;

export const routeWebhooks = (deps: ApiDeps, limits: WebhookLimits): ReturnType<Router['routes']> => {
  const router = new Router();
  router.post('/webhooks/odoo/:secret', named('/webhooks/odoo/{secret}'), (context) =>
    receiveOdooWebhook(context, deps, limits, context.params['secret'] ?? ''),
  );
  router.post('/webhooks/:connection{/:topic}', named('/webhooks/{connection}'), async (context) => {
    const { connection = '', topic = '' } = context.params;
    const entry = await deps.directory.find(connection);
    if (entry?.category === 'pos') await receivePushedOrders(context, deps, limits, entry, topic);
    else await receiveStatusWebhook(context, deps, limits, { candidates: entry === undefined ? [] : [entry], topic });
  });
  // The address of requirement 3: the connection is the one whose token was sent.
  router.post(
    '/cartona_integration/webhook/order_status',
    named('/cartona_integration/webhook/order_status'),
    async (context) => {
      const candidates = await deps.directory.ofKind('cartona');
      await receiveStatusWebhook(context, deps, limits, { candidates, topic: '' });
    },
  );
  return router.routes();
};

const named =
  (route: (typeof webhookPaths)[number]) =>
  (context: Context, next: () => Promise<unknown>): Promise<unknown> => {
    context.state['route'] = route;
    return next();
  };
