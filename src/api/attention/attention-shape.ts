import { z } from 'zod';
import { attentionActions, attentionKinds } from '../../domain/order-stage.ts';
import type { AttentionRow } from '../../store/attention-list.ts';
import type { Links } from '../deps.ts';

export const attentionShape = z
  .strictObject({
    id: z.string(),
    connection: z.string(),
    kind: z.enum(attentionKinds),
    target: z.strictObject({
      type: z.enum(['order', 'listing', 'connection', 'pos-order', 'fulfilment', 'delivery']),
      externalId: z
        .string()
        .describe(
          'Of the order or the listing, the key of an order of a point of sale, the id of the sale order that is shipped, `<picking>:<n>` of what a courier carries, or the id of the connection.',
        ),
      number: z.string().nullable(),
    }),
    reason: z.string(),
    actions: z.array(z.enum(attentionActions)),
    since: z.iso.datetime(),
    workflowId: z.string().nullable(),
    url: z.string().nullable().describe('The run in the Temporal Web UI.'),
    resolvedAt: z.iso.datetime().nullable(),
    resolution: z.string().nullable(),
  })
  .meta({ id: 'Attention' });

export const toAttention = (row: AttentionRow, links: Links) => ({
  id: row.id,
  connection: row.connection,
  kind: row.kind,
  target: { type: row.target_type, externalId: row.target_id, number: row.number },
  reason: row.reason,
  actions: row.actions,
  since: row.since.toISOString(),
  workflowId: row.workflow_id,
  url: row.workflow_id === null ? null : links.run(row.workflow_id),
  resolvedAt: row.resolved_at?.toISOString() ?? null,
  resolution: row.resolution,
});
