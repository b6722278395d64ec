import Koa from 'koa';
import type { Middleware } from 'koa';
import type { ApiDeps } from './deps.ts';
import { endpoints } from './endpoints.ts';
import { answerProblems } from './http/problem-answers.ts';
import { logRequests } from './http/request-log.ts';
import { answerUnknownAddress, routeEndpoints } from './http/router.ts';
import { unavailable } from './problem.ts';
import { documentEndpoints } from './openapi/document-endpoints.ts';
import { webhookPaths, routeWebhooks } from './webhooks/webhook-routes.ts';
import { createWebhookLimits } from './webhooks/webhook-limits.ts';

export interface ApiOptions {
  /** Of Conveyor, for the documentation. */
  readonly version: string;
  /** Looked at before anything but `/health`: what keeps the API from serving, in words. */
  readonly notServing?: () => string | null;
}

/** The API as a Koa application: endpoints, webhooks and documentation. Listening is up to the caller. */
export const createApi = (deps: ApiDeps, options: ApiOptions): Koa => {
  const all = [...endpoints, ...documentEndpoints(endpoints, { version: options.version, url: deps.links.publicUrl })];
  const addresses = [...all, ...webhookPaths.map((path) => ({ method: 'POST', path }))];
  const app = new Koa();
  app.on('error', (error: unknown) => deps.logger.warn({ err: error }, 'An answer could not be sent'));
  app.use(logRequests(deps.logger, deps.metrics));
  app.use(answerProblems(deps.logger));
  app.use(holdUntilServing(options.notServing ?? (() => null)));
  app.use(routeWebhooks(deps, createWebhookLimits()));
  app.use(routeEndpoints(all, deps));
  app.use(answerUnknownAddress(addresses));
  return app;
};

const holdUntilServing =
  (notServing: () => string | null): Middleware =>
  async (context, next) => {
    const reason = context.path === '/health' ? null : notServing();
    if (reason !== null) throw unavailable(reason);
    await next();
  };
