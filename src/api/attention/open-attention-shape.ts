import { z } from 'zod';
import { attentionActions, attentionKinds } from '../../domain/order-stage.ts';
import type { AttentionRow } from '../../store/attention-list.ts';

/** What waits for a person, as it stands beside its order. */
export const openAttentionShape = z.strictObject({
  id: z.string(),
  kind: z.enum(attentionKinds),
  reason: z.string(),
  actions: z.array(z.enum(attentionActions)),
  since: z.iso.datetime(),
});

export const toOpenAttention = ({ id, kind, reason, actions, since }: AttentionRow) => ({
  id,
  kind,
  reason,
  actions,
  since: since.toISOString(),
});
