import { z } from 'zod';
import { ApiProblem } from './api-problem.ts';
import { Refusal } from './refusal.ts';
import type { Server } from './server.ts';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface ApiClient {
  readonly server: Server;
  get<T>(schema: z.ZodType<T>, path: string, query?: Query): Promise<T>;
  /** An answer that is no JSON, CSV for example. */
  getText(path: string, query?: Query): Promise<string>;
  /** An answer that is a file. */
  getBytes(path: string): Promise<Uint8Array>;
  post<T>(schema: z.ZodType<T>, path: string, body?: unknown): Promise<T>;
  /** An action that the API watches for `waitSeconds`: `done` is false when it was accepted and its outcome is not there yet. */
  act(path: string, body: object, waitSeconds: number): Promise<{ done: boolean; body: unknown }>;
  /** A body that is no JSON, CSV for example. */
  postText(path: string, contentType: string, text: string): Promise<unknown>;
  put<T>(schema: z.ZodType<T>, path: string, body: unknown): Promise<T>;
  delete(path: string, query?: Query): Promise<unknown>;
  /** Items of a list, following `next` up to `limit`; `next` is null when there are no more. */
  list<T>(schema: z.ZodType<T>, path: string, query: Query, limit: number): Promise<ListAnswer<T>>;
}

export interface ListAnswer<T> {
  readonly items: T[];
  readonly next: string | null;
}

/** Longest answer of the API that is not a defect: an action that is watched for 30 s, and some room. */
const timeoutMs = 60_000;
/** The API's largest page. */
const pageLimit = 500;

/** A path of the API: every part is escaped, so that an external id may hold a slash. */
export const apiPath = (...parts: readonly string[]): string => `/api/${parts.map(encodeURIComponent).join('/')}`;

/**
 * The REST API as the commands use it.
 * @throws ApiProblem when the API says no; Refusal when nothing answers or what answers is not Conveyor.
 */
export const openClient = (server: Server): ApiClient => {
  const addressOf = (path: string, query: Query): URL => {
    const url = new URL(`${server.url}${path}`);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    return url;
  };
  const call = async (
    method: string,
    path: string,
    query: Query,
    body?: Body,
  ): Promise<{ status: number; body: unknown }> => {
    const url = addressOf(path, query);
    const response = await send(server, url, method, body);
    const answer = await readAnswer(response, server);
    if (!response.ok) throw new ApiProblem(response.status, answer, `${method} ${url.pathname}`);
    return { status: response.status, body: answer };
  };
  /** An answer that is no JSON unless it is a refusal. */
  const fetchFile = async (path: string, query: Query = {}): Promise<Response> => {
    const url = addressOf(path, query);
    const response = await send(server, url, 'GET', undefined);
    if (response.ok) return response;
    throw new ApiProblem(response.status, await readAnswer(response, server), `GET ${url.pathname}`);
  };
  const get = async <T>(schema: z.ZodType<T>, path: string, query: Query = {}): Promise<T> =>
    understand(schema, (await call('GET', path, query)).body, `GET ${path}`);

  return {
    server,
    get,
    getText: async (path, query) => (await fetchFile(path, query)).text(),
    getBytes: async (path) => (await fetchFile(path)).bytes(),
    post: async (schema, path, body) =>
      understand(schema, (await call('POST', path, {}, json(body ?? {}))).body, `POST ${path}`),
    act: async (path, body, waitSeconds) => {
      const answer = await call('POST', path, { wait: waitSeconds }, json(body));
      return { done: answer.status !== 202, body: answer.body };
    },
    postText: async (path, contentType, text) => (await call('POST', path, {}, { contentType, text })).body,
    put: async (schema, path, body) =>
      understand(schema, (await call('PUT', path, {}, json(body))).body, `PUT ${path}`),
    delete: async (path, query = {}) => (await call('DELETE', path, query)).body,
    list: async <T>(schema: z.ZodType<T>, path: string, query: Query, limit: number) => {
      const page = z.looseObject({ items: z.array(schema), next: z.string().nullish() });
      const items: T[] = [];
      let cursor: string | undefined;
      do {
        const answer = await get(page, path, { ...query, limit: Math.min(limit - items.length, pageLimit), cursor });
        items.push(...answer.items);
        cursor = answer.next ?? undefined;
      } while (cursor !== undefined && items.length < limit);
      return { items, next: cursor ?? null };
    },
  };
};

interface Body {
  readonly contentType: string;
  readonly text: string;
}

const json = (value: unknown): Body => ({ contentType: 'application/json', text: JSON.stringify(value) });

const send = async (server: Server, url: URL, method: string, body: Body | undefined): Promise<Response> => {
  try {
    return await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${server.token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': body.contentType }),
      },
      ...(body === undefined ? {} : { body: body.text }),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError')
      throw new Refusal(`${server.url} did not answer within ${timeoutMs / 1000} s.`, { cause: error });
    throw new Refusal(
      `Nothing listens on ${server.url}: start Conveyor with \`npm start\`, or set CONVEYOR_URL to where it runs.`,
      { cause: error },
    );
  }
};

const readAnswer = async (response: Response, server: Server): Promise<unknown> => {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(
      `${server.url} answered HTTP ${response.status} with something that is no JSON: CONVEYOR_URL may point to something else.`,
      { cause: error },
    );
  }
};

const understand = <T>(schema: z.ZodType<T>, answer: unknown, about: string): T => {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new Refusal(`${about} answered in a shape this command does not know:\n${z.prettifyError(parsed.error)}`);
};
