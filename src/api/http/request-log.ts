import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import type { ApiMetrics } from '../metrics.ts';

const acceptableId = /^[\w.:-]{1,64}$/;

/** Gives each request an id (the caller's `X-Request-Id`, if it is a sane one), measures it, and leaves one line in the log. */
export const logRequests =
  (logger: Logger, metrics: ApiMetrics): Middleware =>
  async (context, next) => {
    const given = context.get('X-Request-Id');
    const requestId = acceptableId.test(given) ? given : randomUUID();
    context.state['requestId'] = requestId;
    context.set('X-Request-Id', requestId);
    const startedAt = performance.now();
    await next();
    const durationMs = performance.now() - startedAt;
    const route: unknown = context.state['route'];
    const routeName = typeof route === 'string' ? route : 'none';
    metrics.requestDuration.observe(
      { method: context.method, route: routeName, status: context.status },
      durationMs / 1_000,
    );
    const level = context.method === 'GET' || routeName.startsWith('/webhooks') ? 'debug' : 'info';
    logger[level](
      {
        requestId,
        method: context.method,
        path: context.path,
        status: context.status,
        durationMs: Math.round(durationMs),
      },
      `${context.method} ${context.path} ${context.status}`,
    );
  };
