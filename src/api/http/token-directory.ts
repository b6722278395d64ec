import type { Kysely } from 'kysely';
import type { Database } from '../../store/schema.ts';
import { findTokenByText, hashToken } from '../../store/tokens.ts';
import type { TokenRecord } from '../../store/tokens.ts';

/** Who a token belongs to, without asking the database each time. */
export interface TokenDirectory {
  find(token: string): Promise<TokenRecord | undefined>;
  /** A token was ended: nothing is believed any more. */
  forget(): void;
}

/** How long a token is believed: one that another process ended is refused here after this. */
const believedMs = 3_000;
const believedAtMost = 1_000;

export const createTokenDirectory = (db: Kysely<Database>): TokenDirectory => {
  const believed = new Map<string, { readonly token: TokenRecord; readonly until: number }>();
  return {
    find: async (text) => {
      const hash = hashToken(text);
      const known = believed.get(hash);
      if (known !== undefined && known.until > Date.now()) return known.token;
      const token = await findTokenByText(db, text);
      if (believed.size >= believedAtMost) believed.clear();
      if (token === undefined) believed.delete(hash);
      else believed.set(hash, { token, until: Date.now() + believedMs });
      return token;
    },
    forget: () => believed.clear(),
  };
};
