import { z } from 'zod';
import { mirrorModels } from '../domain/mirror/models.ts';

/** What the commands read from the API's answers about the mirror of Odoo. */

const counts = { read: z.number(), updated: z.number(), removed: z.number() };

const modelStatus = z.looseObject({
  updated: z.number(),
  removed: z.number(),
  lastSynced: z.string().nullish(),
  progress: z.looseObject({ stage: z.string(), full: z.boolean(), ...counts }).nullish(),
});

export const mirrorStatus = z.looseObject({
  sync: z.looseObject({
    running: z.boolean(),
    lastRun: z.looseObject({ finishedAt: z.string(), ok: z.boolean() }).nullish(),
    models: z.partialRecord(z.enum(mirrorModels), modelStatus),
    error: z.string().nullish(),
  }),
});
export type MirrorStatus = z.infer<typeof mirrorStatus>;

export const triggered = z.looseObject({
  message: z.string(),
  sync: z.looseObject({ workflowId: z.string(), runId: z.string(), url: z.string().nullish() }).nullable(),
});

/** What a run answers at its end. */
export const mirrorResult = z.looseObject({
  ok: z.boolean(),
  error: z.string().nullable(),
  models: z.array(
    z.looseObject({
      model: z.enum(mirrorModels),
      stage: z.enum(['waiting', 'reading', 'comparing', 'done', 'failed']),
      full: z.boolean(),
      ...counts,
      error: z.string().nullable(),
    }),
  ),
});
export type MirrorResult = z.infer<typeof mirrorResult>;
