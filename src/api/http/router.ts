import { Readable } from 'node:stream';
import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { ApiDeps } from '../deps.ts';
import type { Answer, Endpoint } from '../endpoint.ts';
import { Problem } from '../problem.ts';
import { createAuthorize } from './authorize.ts';
import { readRequestBody } from './json-body.ts';

/** The routes of all endpoints: access first, then the body, then what the endpoint says. */
export const routeEndpoints = (endpoints: readonly Endpoint[], deps: ApiDeps): ReturnType<Router['routes']> => {
  const router = new Router();
  const authorize = createAuthorize(deps.tokens);
  for (const endpoint of endpoints) {
    router.register(endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'), [endpoint.method], async (context) => {
      context.state['route'] = endpoint.path;
      await authorize(context.req, endpoint.access);
      const body = endpoint.method === 'GET' ? undefined : await readRequestBody(context.req, endpoint);
      const prefers = (...types: readonly string[]) => context.accepts([...types]) || undefined;
      const { params, query } = context;
      const knownTags = tagsOf(context.get('If-None-Match'));
      const answer = await endpoint.respond({ params, query: { ...query }, body, prefers, knownTags }, deps);
      send(context, answer);
    });
  }
  return router.routes();
};

const send = (context: Context, answer: Answer): void => {
  context.status = answer.status;
  context.set({ ...answer.headers });
  if (answer.body === undefined) return;
  const { body } = answer;
  const isAsItIs = typeof body === 'string' || Buffer.isBuffer(body) || body instanceof Readable;
  context.body = isAsItIs ? body : JSON.stringify(body);
  context.type = answer.contentType ?? 'application/json';
};

/** Weak or not is all the same here: every tag of ours stands for what the answer says. */
const tagsOf = (ifNoneMatch: string): string[] => [...ifNoneMatch.matchAll(/"([^"]*)"/g)].map(([, tag]) => tag ?? '');

/** The end of the line: the address is wrong, or only its method. */
export const answerUnknownAddress =
  (endpoints: readonly { readonly method: string; readonly path: string }[]): Middleware =>
  (context) => {
    const allowed = endpoints.filter((each) => patternOf(each.path).test(context.path)).map((each) => each.method);
    if (allowed.length === 0) {
      throw new Problem('not-found', `There is nothing at ${context.path}: GET /openapi.json lists what there is`);
    }
    throw new Problem('method-not-allowed', `${context.path} takes ${allowed.join(', ')}, not ${context.method}`, {
      headers: { Allow: allowed.join(', ') },
    });
  };

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+')}$`);
