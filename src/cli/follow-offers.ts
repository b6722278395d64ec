import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from './client.ts';
import { apiPath } from './client.ts';
import { counted } from './words.ts';

const offerCounts = z.looseObject({
  pending: z.number(),
  pushedLastHour: z.number(),
  refused: z.number(),
  ageMs: z.looseObject({ p50: z.number().nullish(), p99: z.number().nullish() }),
});

const connectionStatus = z.looseObject({
  lastOfferPush: z.string().nullish(),
  counts: z.looseObject({ offers: offerCounts }),
  problems: z.array(z.string()).default([]),
});

export interface OffersOutcome {
  readonly ok: boolean;
  readonly result: z.infer<typeof offerCounts> & { readonly lastOfferPush: string | null };
  readonly error: string | null;
  readonly inWords: string;
}

const pollEveryMs = 300;
const tellEveryMs = 2_000;

/** Watches until nothing of the connection waits to be pushed, and tells how much still does. After `waitMs` it is no longer waited for. */
export const followOffers = async (
  client: ApiClient,
  connection: string,
  waitMs: number,
  tell: (text: string) => void,
): Promise<OffersOutcome> => {
  const startedAt = Date.now();
  let toldAt = startedAt;
  for (;;) {
    const { counts, lastOfferPush, problems } = await client.get(
      connectionStatus,
      apiPath('connections', connection, 'status'),
    );
    const result = { ...counts.offers, lastOfferPush: lastOfferPush ?? null };
    if (result.pending === 0) return { ok: true, result, error: null, inWords: `done: ${inWords(result)}` };
    if (Date.now() - startedAt >= waitMs) {
      const error = `${counted(result.pending, 'change')} still waiting after ${waitMs / 1000} s${problems.length === 0 ? '' : `: ${problems.join('; ')}`}`;
      return { ok: false, result, error, inWords: `not finished, and still under way: ${error}` };
    }
    if (Date.now() - toldAt >= tellEveryMs) {
      toldAt = Date.now();
      tell(`${counted(result.pending, 'change')} still waiting`);
    }
    await delay(pollEveryMs);
  }
};

const inWords = ({ pushedLastHour, refused, ageMs }: z.infer<typeof offerCounts>): string =>
  [
    'nothing waits',
    `${pushedLastHour} pushed in the last hour${ages(ageMs)}`,
    ...(refused > 0 ? [`${refused} refused (see \`offers list --refused\`)`] : []),
  ].join(', ');

const ages = ({ p50, p99 }: { p50?: number | null | undefined; p99?: number | null | undefined }): string =>
  p50 == null || p99 == null ? '' : ` (half of them within ${seconds(p50)}, 99 of 100 within ${seconds(p99)})`;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;
