import { z } from 'zod';
import { stateOf } from '../../connections/connection-shape.ts';
import { endpoint, noQuery } from '../../endpoint.ts';
import { moment } from '../../list-query.ts';
import { badField, refused } from '../../problem.ts';
import { connectionParams, findConnection } from './connection-params.ts';

const body = z.strictObject({
  process: z.enum(['pull']),
  dryRun: z.boolean().optional().describe('Not for `pull`, which changes nothing at the other side.'),
  since: moment.optional(),
});

const startedShape = z.strictObject({
  workflowId: z.string(),
  runId: z.string(),
  url: z.string().describe('The run in the Temporal Web UI.'),
});

export const syncConnection = endpoint({
  method: 'POST',
  path: '/api/connections/{id}/sync',
  access: 'operate',
  tag: 'connections',
  summary: 'Runs a process of the connection now; one that runs is joined',
  params: connectionParams,
  query: noQuery,
  body,
  answers: { 202: { description: 'It runs', schema: startedShape } },
  problems: ['not-found', 'refused'],
  handle: async ({ params: { id }, body: { dryRun, since } }, deps) => {
    if (dryRun === true) throw badField('dryRun', 'is nothing a pull has: it changes nothing at the other side');
    const state = stateOf(await findConnection(deps, id));
    if (state !== 'running') throw refused(`The connection ${id} is ${state}: ${wayOut[state]}`);
    const { workflowId, runId } = await deps.runs.startPull({
      connection: id,
      ...(since === undefined ? {} : { since: since.toISOString() }),
    });
    return { status: 202, body: { workflowId, runId, url: deps.links.run(workflowId, runId) } };
  },
});

const wayOut = {
  disabled: 'enable it first',
  paused: 'resume it first',
  unauthorized: 'save new secrets, or resume it',
} as const;
