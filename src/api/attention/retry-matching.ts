import PQueue from 'p-queue';
import type { AttentionKind } from '../../domain/order-stage.ts';
import { listOpenAttention } from '../../store/attention-list.ts';
import type { ApiDeps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { act } from './act-on-attention.ts';

export interface RetriedAttention {
  /** How many were accepted. */
  retried: number;
  refused: { id: string; reason: string }[];
  /** Whether more match than one request takes. */
  more: boolean;
}

const atMost = 1_000;
const atOnce = 8;

/**
 * Retries everything that matches, without waiting for outcomes. What is refused is named and holds up nobody.
 *
 * @throws Problem 503 when nobody takes the very first ones; what was accepted before a later outage is told
 */
export const retryMatching = async (
  deps: ApiDeps,
  filter: { connection?: string | undefined; kind?: AttentionKind | undefined },
): Promise<RetriedAttention> => {
  const found = await listOpenAttention(deps.db, { ...filter, limit: atMost + 1 });
  const result: RetriedAttention = { retried: 0, refused: [], more: found.length > atMost };
  const queue = new PQueue({ concurrency: atOnce });
  let outage: Problem | undefined;
  await queue.addAll(
    found.slice(0, atMost).map((attention) => async () => {
      if (outage !== undefined) return;
      try {
        await act(deps, attention, { name: 'retry' }, 0);
        result.retried += 1;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (error.kind === 'unavailable') outage = error;
        else result.refused.push({ id: attention.id, reason: error.message });
      }
    }),
  );
  if (outage !== undefined && result.retried === 0) throw outage;
  return { ...result, more: result.more || outage !== undefined };
};
