import { z } from 'zod';
import type { Operations } from '../groups.ts';
import { text } from '../values.ts';

/** The part of a call's context that makes Odoo read translated names in the user's language; empty: those of the source. */
export type UserLanguage = () => Promise<{ readonly lang?: string }>;

const keptMs = 60_000;

/** The language of the user of the API, as set in its preferences. A call without one reads the source names, whatever the preferences say. */
export const createUserLanguage = ({ rpc }: Operations, login: string): UserLanguage => {
  let kept: { readonly until: number; readonly lang: string | null } | null = null;
  return async () => {
    if (kept === null || kept.until <= Date.now()) {
      const [user] = await rpc.call(
        {
          model: 'res.users',
          method: 'search_read',
          params: { domain: [['login', '=', login]], fields: ['lang'], limit: 1, load: '' },
          effect: 'read',
          about: 'the language of the user',
        },
        z.array(z.object({ lang: text })),
      );
      kept = { until: Date.now() + keptMs, lang: user?.lang ?? null };
    }
    return kept.lang === null ? {} : { lang: kept.lang };
  };
};
