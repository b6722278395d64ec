import { z } from 'zod';
import { endpoint, noBody, noParams, noQuery, ok } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { renderDocs } from './docs-page.ts';
import { describeEndpoints } from './document.ts';
import type { OpenApiDocument } from './shapes.ts';

const shared = { access: 'public', tag: 'documentation', params: noParams, query: noQuery, body: noBody } as const;

/** The documentation of these endpoints and of its own two. Made once, at the first look. */
export const documentEndpoints = (
  endpoints: readonly Endpoint[],
  options: { version: string; url: string },
): Endpoint[] => {
  let document: OpenApiDocument | undefined;
  const read = (): OpenApiDocument => (document ??= describeEndpoints([...endpoints, ...own], options));
  const own: Endpoint[] = [
    endpoint({
      ...shared,
      method: 'GET',
      path: '/openapi.json',
      summary: 'This API as OpenAPI 3.1',
      answers: { 200: { description: 'The document', schema: z.record(z.string(), z.unknown()) } },
      handle: () => Promise.resolve(ok(read())),
    }),
    endpoint({
      ...shared,
      method: 'GET',
      path: '/docs',
      summary: 'This API as a page for people',
      answers: { 200: { description: 'The page', contentType: 'text/html' } },
      handle: () => Promise.resolve({ status: 200, body: renderDocs(read()), contentType: 'text/html' }),
    }),
  ];
  return own;
};
