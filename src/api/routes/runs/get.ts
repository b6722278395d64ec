import { z } from 'zod';
import { endpoint, noBody, noQuery, ok } from '../../endpoint.ts';
import { notFound } from '../../problem.ts';
import { runStates } from '../../runs/read-run.ts';

const runShape = z
  .strictObject({
    workflowId: z.string(),
    runId: z.string(),
    type: z.string(),
    state: z.enum(runStates),
    result: z.unknown().describe('What it answered; null before its end.'),
    error: z.string().nullable().describe('Why it failed; while it runs, what went wrong last and is tried again.'),
    url: z.string().describe('The run in the Temporal Web UI.'),
  })
  .meta({ id: 'Run' });

export const getRun = endpoint({
  method: 'GET',
  path: '/api/runs/{workflowId}/{runId}',
  access: 'read',
  tag: 'runs',
  summary: 'How a run stands, and what it answered',
  params: z.strictObject({ workflowId: z.string().min(1).max(1_000), runId: z.uuid('must be the id of a run') }),
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'The run', schema: runShape } },
  problems: ['not-found'],
  handle: async ({ params: { workflowId, runId } }, { runs, links }) => {
    const run = await runs.read(workflowId, runId);
    if (run === undefined) throw notFound(`Temporal has no run ${runId} of ${workflowId}: it may be too long ago`);
    return ok({ workflowId, runId, ...run, url: links.run(workflowId, runId) });
  },
});
