import type { IncomingMessage } from 'node:http';
import type { Kysely } from 'kysely';
import type { Database } from '../../store/schema.ts';
import { findTokenByText, hashToken } from '../../store/tokens.ts';
import type { TokenRecord, TokenScope } from '../../store/tokens.ts';
import type { Access } from '../endpoint.ts';
import { Problem } from '../problem.ts';

/** What a token of each scope may do: all of the scopes before it too. */
const rank: Readonly<Record<TokenScope, number>> = { read: 0, operate: 1, admin: 2 };

/** How long a token is believed without asking the database again: a revoked one is refused everywhere after this. */
const believedMs = 3_000;
const believedAtMost = 1_000;

export type Authorize = (request: IncomingMessage, access: Access) => Promise<void>;

/** Makes the check of a request against the access an endpoint asks for. @throws Problem 401 or 403 */
export const createAuthorize = (db: Kysely<Database>): Authorize => {
  const believed = new Map<string, { readonly token: TokenRecord; readonly until: number }>();

  const find = async (text: string): Promise<TokenRecord | undefined> => {
    const hash = hashToken(text);
    const known = believed.get(hash);
    if (known !== undefined && known.until > Date.now()) return known.token;
    const token = await findTokenByText(db, text);
    if (believed.size >= believedAtMost) believed.clear();
    if (token === undefined) believed.delete(hash);
    else believed.set(hash, { token, until: Date.now() + believedMs });
    return token;
  };

  return async (request, access) => {
    if (access === 'public' || (access === 'loopback' && isFromLoopback(request))) return;
    const wanted = access === 'loopback' ? 'read' : access;
    const text = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    if (text === undefined) throw unauthorized('Send a token: `Authorization: Bearer <token>`');
    const token = await find(text);
    if (token === undefined) throw unauthorized('This token is not known, or it was revoked: make one with `conveyor tokens create`');
    if (rank[token.scope] < rank[wanted]) {
      throw new Problem('forbidden', `The token ${token.name} may ${token.scope}; this needs one that may ${wanted}`);
    }
  };
};

const unauthorized = (detail: string): Problem =>
  new Problem('unauthorized', detail, { headers: { 'WWW-Authenticate': 'Bearer realm="conveyor"' } });

/** Not behind a proxy: one that runs on this machine says for whom it asks. */
const isFromLoopback = (request: IncomingMessage): boolean => {
  const address = request.socket.remoteAddress ?? '';
  const isForwarded = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined;
  return !isForwarded && (address === '::1' || /^(::ffff:)?127\./.test(address));
};
