import { z } from 'zod';
import { Failure } from '../../domain/failure.ts';
import type { OdooServer } from './client.ts';
import { failureOfException, failureOfHttp, wrongShape } from './failures.ts';
import type { Tried } from './failures.ts';
import type { HttpOutcome } from './http-post.ts';
import { decodeAnswer, encodeService } from './protocols.ts';
import type { EncodedCall, SignedIn } from './protocols.ts';

export interface Credentials {
  readonly url: string;
  readonly database: string;
  readonly user: string;
  /** Password or API key. */
  readonly password: string;
}

export interface Session {
  readonly server: OdooServer;
  /** `17.0`, `saas~18.2`, as the server says it. */
  readonly serie: string;
  readonly signedIn: SignedIn;
}

/** Sends one encoded call; null stands for a plain GET. */
export type Send = (path: string, encoded: EncodedCall | null) => Promise<HttpOutcome>;

const tried: Tried = { about: 'the sign-in', effect: 'read' };
const apiKeyPattern = /^[0-9a-f]{40}$/i;

/** Finds out the server's version, picks the protocol and signs in (odoo.md §1.1). */
export const openSession = async (credentials: Credentials, send: Send): Promise<Session> => {
  const version = await askVersion(send);
  const major = majorOf(version.serie);
  const { url, database, user, password } = credentials;
  const isApiKey = apiKeyPattern.test(password);
  // /jsonrpc is deprecated on 19 and its module can be removed; JSON-2 takes API keys only.
  if (major === 19 && isApiKey) {
    const server: OdooServer = { major, protocol: 'json2', url, database };
    return { server, serie: version.serie, signedIn: { protocol: 'json2', database, apiKey: password } };
  }
  if (!version.hasJsonRpc) {
    throw new Failure(
      'Unauthorized',
      'This Odoo answers JSON-2 only, which takes an API key and no password: make one in the user preferences',
    );
  }
  const uid = parse(uidSchema, await callService(send, 'authenticate', [database, user, password, {}]));
  if (uid === false) {
    throw new Failure('Unauthorized', `Odoo does not accept user ${user} with this password for database ${database}`);
  }
  const server: OdooServer = { major, protocol: 'jsonrpc', url, database };
  return { server, serie: version.serie, signedIn: { protocol: 'jsonrpc', database, uid, password } };
};

const uidSchema = z.union([z.literal(false), z.int().positive()]);
const versionSchema = z.object({ server_serie: z.string() });
/** `GET /json/version` of 19. */
const jsonVersionSchema = z.object({ version: z.string() });

const askVersion = async (send: Send): Promise<{ serie: string; hasJsonRpc: boolean }> => {
  const encoded = encodeService('common', 'version', []);
  const outcome = await send(encoded.path, encoded);
  if (outcome.kind === 'answer' && outcome.status === 404) {
    const other = await send('json/version', null);
    if (other.kind !== 'answer' || other.status !== 200) throw failureOfHttp(outcome, tried);
    return { serie: parse(jsonVersionSchema, jsonOf(other)).version, hasJsonRpc: false };
  }
  return { serie: parse(versionSchema, resultOf(outcome)).server_serie, hasJsonRpc: true };
};

const callService = async (send: Send, method: string, args: readonly unknown[]): Promise<unknown> => {
  const encoded = encodeService('common', method, args);
  return resultOf(await send(encoded.path, encoded));
};

const resultOf = (outcome: HttpOutcome): unknown => {
  if (outcome.kind !== 'answer') throw failureOfHttp(outcome, tried);
  const decoded = decodeAnswer('jsonrpc', outcome.status, jsonOf(outcome));
  switch (decoded.kind) {
    case 'result':
      return decoded.result;
    case 'exception':
      throw failureOfException(decoded.exception, tried, outcome.status);
    case 'foreign':
      throw failureOfHttp(outcome, tried);
  }
};

/** The parsed body; undefined, which fits no shape, when it is none. */
export const jsonOf = (answer: HttpOutcome & { kind: 'answer' }): unknown => {
  try {
    return JSON.parse(answer.text);
  } catch {
    return undefined;
  }
};

const parse = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw wrongShape(tried, z.core.toDotPath(issue?.path ?? []), issue?.message ?? 'unreadable');
};

/** `18.0` and `saas~18.2` are 18; what comes after 19 is spoken to as 19. */
const majorOf = (serie: string): OdooServer['major'] => {
  const major = Number(/\d+/.exec(serie)?.[0]);
  if (major >= 19) return 19;
  if (major === 18) return 18;
  if (major === 17) return 17;
  throw new Failure('InvalidInput', `This is Odoo ${serie}; Conveyor works with 17, 18 and 19`);
};
