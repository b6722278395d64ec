import { endpoint, noBody, noParams, noQuery } from '../../endpoint.ts';

export const metrics = endpoint({
  method: 'GET',
  path: '/metrics',
  access: 'loopback',
  tag: 'health',
  summary: 'Figures for Prometheus; from this machine itself without a token',
  params: noParams,
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'Prometheus text', contentType: 'text/plain' } },
  handle: async (_input, deps) => ({
    status: 200,
    body: await deps.metrics.render(),
    contentType: deps.metrics.contentType,
  }),
});
