import PQueue from 'p-queue';
import type { AttentionKind } from '../../domain/order-stage.ts';
import { listOpenAttention } from '../../store/attention-list.ts';
import type { AttentionRow } from '../../store/attention-list.ts';
import type { ApiDeps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { act, assertAllowed } from './act-on-attention.ts';
import { isAboutListings, retryListings } from './act-on-listings.ts';

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
  const attempt = async (group: readonly AttentionRow[], work: () => Promise<unknown>): Promise<void> => {
    if (outage !== undefined) return;
    try {
      await work();
      result.retried += group.length;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.kind === 'unavailable') outage = error;
      else result.refused.push(...group.map(({ id }) => ({ id, reason: error.message })));
    }
  };
  await queue.addAll(
    groupsOf(found.slice(0, atMost)).map((group) => () => attempt(group, () => retryGroup(deps, group))),
  );
  if (outage !== undefined && result.retried === 0) throw outage;
  return { ...result, more: result.more || outage !== undefined };
};

const retryGroup = async (deps: ApiDeps, group: readonly AttentionRow[]): Promise<void> => {
  const [first] = group;
  if (first === undefined) return;
  if (!isAboutListings(first)) {
    await act(deps, first, { name: 'retry' }, 0);
    return;
  }
  for (const attention of group) assertAllowed(attention, 'retry');
  await retryListings(deps, first.connection, group);
};

/** What waits about listings of a connection is one notice to its run, however much it is; everything else is a group of its own. */
const groupsOf = (found: readonly AttentionRow[]): readonly (readonly AttentionRow[])[] => {
  const groups = new Map<string, AttentionRow[]>();
  for (const attention of found) {
    const key = isAboutListings(attention) ? `${attention.connection} ${attention.kind}` : attention.id;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [attention]);
    else group.push(attention);
  }
  return [...groups.values()];
};
