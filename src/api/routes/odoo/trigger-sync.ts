import { z } from 'zod';
import { mirrorModels } from '../../../domain/mirror/models.ts';
import type { MirrorModel } from '../../../domain/mirror/models.ts';
import { wantMirror } from '../../../store/mirror/want-mirror.ts';
import type { ApiDeps } from '../../deps.ts';
import { endpoint, noParams, noQuery, ok } from '../../endpoint.ts';
import { Problem } from '../../problem.ts';
import { startedShape } from '../connections/sync.ts';

const modelNames = mirrorModels.join(', ');

const body = z
  .strictObject({
    models: z
      .array(z.enum(mirrorModels, { error: `must be one of ${modelNames}` }))
      .min(1, `must name at least one of ${modelNames}`)
      .optional()
      .describe('Only these; without it all.'),
    full: z.boolean().optional().describe('true: every record is read, not only what was written since the last time.'),
  })
  .optional();

export const triggerMirror = endpoint({
  method: 'POST',
  path: '/api/odoo/sync/trigger',
  access: 'operate',
  tag: 'odoo',
  summary: 'Has what is kept of Odoo brought up to date now',
  description:
    'It needs no body. Answered at once: `GET /api/odoo/sync/status` tells how far it is. While a run is under way it is joined, and does what is asked beside what it does.',
  params: noParams,
  query: noQuery,
  body,
  answers: {
    200: {
      description: 'It is asked for. `sync`: the run; null while Temporal does not answer, then it starts by itself',
      schema: z.strictObject({
        success: z.literal(true),
        message: z.string(),
        sync: startedShape.nullable(),
      }),
    },
  },
  handle: async ({ body: wish = {} }, deps) => {
    await wantMirror(deps.db, wish);
    return ok({ success: true, message: 'Odoo sync started in background', sync: await startRun(deps, wish) });
  },
});

/** What is asked for is stored already: a run comes for it, whether Temporal answers now or not. */
const startRun = async (
  { runs, links, logger }: ApiDeps,
  wish: { models?: MirrorModel[] | undefined; full?: boolean | undefined },
): Promise<z.input<typeof startedShape> | null> => {
  try {
    const { workflowId, runId } = await runs.startMirror({
      ...(wish.models === undefined ? {} : { models: wish.models }),
      ...(wish.full === undefined ? {} : { full: wish.full }),
    });
    return { workflowId, runId, url: links.run(workflowId, runId) };
  } catch (error) {
    if (!(error instanceof Problem && error.kind === 'unavailable')) throw error;
    logger.warn({ err: error.cause }, 'The mirror is asked for, and Temporal does not answer: it starts later');
    return null;
  }
};
