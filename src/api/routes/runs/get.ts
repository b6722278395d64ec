import { z } from 'zod';
import { endpoint, noBody, ok } from '../../endpoint.ts';
import { flag } from '../../list-query.ts';
import { notFound } from '../../problem.ts';
import { runStates } from '../../runs/read-run.ts';

const runShape = z
  .strictObject({
    workflowId: z.string(),
    runId: z.string(),
    type: z.string(),
    state: z.enum(runStates),
    result: z.unknown().describe('What it answered; null before its end.'),
    progress: z
      .strictObject({
        state: z.unknown().describe('Its query `state`; null when nothing answers.'),
        activity: z.unknown().describe('What its activity told last by a heartbeat; null when it told nothing.'),
      })
      .nullable()
      .describe('How far it is, if `progress=true` asks for it and it runs.'),
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
  query: z.strictObject({ progress: flag.describe('true: ask the run itself how far it is.') }),
  body: noBody,
  answers: { 200: { description: 'The run', schema: runShape } },
  problems: ['not-found'],
  handle: async ({ params: { workflowId, runId }, query: { progress: isAsked = false } }, { runs, links }) => {
    const run = await runs.read(workflowId, runId);
    if (run === undefined) throw notFound(`Temporal has no run ${runId} of ${workflowId}: it may be too long ago`);
    const progress = isAsked && run.state === 'running' ? await runs.progress(workflowId) : null;
    return ok({ workflowId, runId, ...run, progress, url: links.run(workflowId, runId) });
  },
});
