import { z } from 'zod';
import type { TokenScope } from '../store/tokens.ts';
import type { ApiDeps } from './deps.ts';
import { parseInput } from './parse-input.ts';
import type { ProblemKind } from './problem.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Who may call: a token of at least this scope, anybody, or this machine itself and `read` tokens. */
export type Access = TokenScope | 'public' | 'loopback';

/** What an endpoint answers; a body that is a string, bytes or a stream is sent as it is, under `contentType`. */
export interface Answer {
  readonly status: number;
  /** A stream is destroyed when the one who asked goes away. */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One possible answer, as the OpenAPI document tells it. */
export interface AnswerDescription {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** Default `application/json`. */
  readonly contentType?: string;
  /** Other content types it comes as when they are asked for, as text. */
  readonly alsoAs?: readonly string[];
}

/** What a request brings before anything is checked. */
export interface RawRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** Parsed JSON, or text for endpoints of `bodyType` text. */
  readonly body: unknown;
  /** Which of these content types the client likes best (`Accept`); the first where it does not say. */
  readonly prefers: Prefers;
  /** Tags of the answers the client holds already (`If-None-Match`), without quotes and `W/`. */
  readonly knownTags: readonly string[];
}

export type Prefers = (...types: readonly string[]) => string | undefined;

/** One endpoint: everything the router, the access check and the OpenAPI document need, from one definition. */
export interface Endpoint {
  readonly method: Method;
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly access: Access;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly body: z.ZodType;
  readonly bodyType: 'json' | 'text';
  /** Largest body in bytes. */
  readonly maxBytes: number;
  readonly answers: Readonly<Record<number, AnswerDescription>>;
  readonly problems: readonly ProblemKind[];
  /** Checks the input with the schemas and answers. @throws Problem */
  respond(request: RawRequest, deps: ApiDeps): Promise<Answer>;
}

interface EndpointDefinition<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> extends Omit<
  Endpoint,
  'params' | 'query' | 'body' | 'bodyType' | 'maxBytes' | 'problems' | 'respond'
> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly bodyType?: 'json' | 'text';
  readonly maxBytes?: number;
  /** Beyond those every endpoint may answer. */
  readonly problems?: readonly ProblemKind[];
  readonly handle: (
    input: { params: z.output<Params>; query: z.output<Query>; body: z.output<Body> } & Pick<
      RawRequest,
      'prefers' | 'knownTags'
    >,
    deps: ApiDeps,
  ) => Promise<Answer>;
}

export const endpoint = <Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>({
  handle,
  ...definition
}: EndpointDefinition<Params, Query, Body>): Endpoint => ({
  bodyType: 'json',
  maxBytes: 1024 * 1024,
  problems: [],
  ...definition,
  respond: (request, deps) =>
    handle(
      {
        params: parseInput(definition.params, request.params, 'the address'),
        query: parseInput(definition.query, request.query, 'the query'),
        body: parseInput(definition.body, request.body, 'the body'),
        prefers: request.prefers,
        knownTags: request.knownTags,
      },
      deps,
    ),
});

export const noParams = z.strictObject({});
export const noQuery = z.strictObject({});
/** Nothing is wanted; an empty object is as good. */
export const noBody = z.union([z.undefined(), z.strictObject({})]);

export const ok = (body: unknown): Answer => ({ status: 200, body });
