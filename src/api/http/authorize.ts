import type { IncomingMessage } from 'node:http';
import type { TokenScope } from '../../store/tokens.ts';
import type { Access } from '../endpoint.ts';
import { Problem } from '../problem.ts';
import type { TokenDirectory } from './token-directory.ts';

/** What a token of each scope may do: all of the scopes before it too. */
const rank: Readonly<Record<TokenScope, number>> = { read: 0, operate: 1, admin: 2 };

export type Authorize = (request: IncomingMessage, access: Access) => Promise<void>;

/** Makes the check of a request against the access an endpoint asks for. @throws Problem 401 or 403 */
export const createAuthorize =
  (tokens: TokenDirectory): Authorize =>
  async (request, access) => {
    if (access === 'public' || (access === 'loopback' && isFromLoopback(request))) return;
    const wanted = access === 'loopback' ? 'read' : access;
    const text = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    if (text === undefined) throw unauthorized('Send a token: `Authorization: Bearer <token>`');
    const token = await tokens.find(text);
    if (token === undefined)
      throw unauthorized('This token is not known, or it was revoked: make one with `conveyor tokens create`');
    if (rank[token.scope] < rank[wanted]) {
      throw new Problem('forbidden', `The token ${token.name} may ${token.scope}; this needs one that may ${wanted}`);
    }
  };

const unauthorized = (detail: string): Problem =>
  new Problem('unauthorized', detail, { headers: { 'WWW-Authenticate': 'Bearer realm="conveyor"' } });

/** Not behind a proxy: one that runs on this machine says for whom it asks. */
const isFromLoopback = (request: IncomingMessage): boolean => {
  const address = request.socket.remoteAddress ?? '';
  const isForwarded = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined;
  return !isForwarded && (address === '::1' || /^(::ffff:)?127\./.test(address));
};
