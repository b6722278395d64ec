import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { Odoo } from '../../../src/connectors/odoo/client.ts';
import { connectOdoo } from '../../../src/connectors/odoo/connect.ts';
import type { OdooOptions } from '../../../src/connectors/odoo/connect.ts';
import type { Exchange } from '../../../src/domain/exchange.ts';

/** A call as the fake Odoo got it, whatever protocol brought it. */
export interface FakeCall {
  readonly model: string;
  readonly method: string;
  readonly ids: readonly number[];
  readonly params: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
}

/** What it answers: a result, an exception by name, a page, or nothing at all. */
export type FakeAnswer =
  | { readonly result: unknown }
  | { readonly exception: string; readonly message?: string }
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | 'drop'
  | 'silence';

export interface FakeOdoo {
  readonly url: string;
  readonly calls: readonly FakeCall[];
  /** Calls of one method, as `model.method`. */
  of(name: string): readonly FakeCall[];
  close(): Promise<void>;
}

export interface FakeOptions {
  readonly version?: 17 | 18 | 19;
  readonly hasJsonRpc?: boolean;
  readonly password?: string;
  /** Answers a call; undefined is `true`. */
  readonly answer?: (call: FakeCall) => FakeAnswer | undefined | Promise<FakeAnswer | undefined>;
}

const rpcSchema = z.object({
  params: z.object({ service: z.string(), method: z.string(), args: z.array(z.unknown()) }),
});
const recordSchema = z.record(z.string(), z.unknown());
const idsSchema = z.array(z.number()).catch([]);

export const startFakeOdoo = async (options: FakeOptions = {}): Promise<FakeOdoo> => {
  const { version = 18, hasJsonRpc = true, password, answer = () => undefined } = options;
  const calls: FakeCall[] = [];

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://odoo').pathname;
    if (path === '/json/version') {
      send(response, 200, JSON.stringify({ version: `${version}.0` }));
      return;
    }
    const body: unknown = await json(request);
    const isJson2 = path.startsWith('/json/2/');
    if (!isJson2 && (!hasJsonRpc || path !== '/jsonrpc')) {
      send(response, 404, '<h1>Not Found</h1>', { 'content-type': 'text/html' });
      return;
    }
    const call = isJson2 ? callOfJson2(path, body) : callOfRpc(body);
    if (call.model === 'common') {
      const uid = password === undefined || password === call.context['password'] ? 2 : false;
      const result = call.method === 'version' ? { server_serie: `${version}.0` } : uid;
      send(response, 200, JSON.stringify({ jsonrpc: '2.0', id: 1, result }));
      return;
    }
    calls.push(call);
    const given = (await answer(call)) ?? { result: true };
    if (given === 'drop') request.socket.destroy();
    else if (given !== 'silence') answerWith(response, given, isJson2);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    of: (name) => calls.filter((call) => `${call.model}.${call.method}` === name),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const callOfRpc = (body: unknown): FakeCall => {
  const { service, method, args } = rpcSchema.parse(body).params;
  if (service === 'common') return { model: 'common', method, ids: [], params: {}, context: { password: args[2] } };
  const [, , , model, name, positional, named] = args;
  const { context, ...params } = recordSchema.parse(named);
  const given = z.array(z.unknown()).parse(positional);
  return {
    model: String(model),
    method: String(name),
    ids: idsSchema.parse(given[0]),
    params: { ...params, ...(given.length > 1 ? { vals: given[1] } : {}) },
    context: recordSchema.parse(context),
  };
};

const callOfJson2 = (path: string, body: unknown): FakeCall => {
  const [, , , model, method] = path.split('/');
  const { ids, context, ...params } = recordSchema.parse(body);
  return {
    model: String(model),
    method: String(method),
    ids: idsSchema.parse(ids),
    params,
    context: recordSchema.parse(context),
  };
};

const answerWith = (response: ServerResponse, given: Exclude<FakeAnswer, string>, isJson2: boolean): void => {
  if ('status' in given) {
    send(response, given.status, given.body, given.headers);
    return;
  }
  if ('result' in given) {
    send(response, 200, JSON.stringify(isJson2 ? given.result : { jsonrpc: '2.0', id: 1, result: given.result }));
    return;
  }
  const data = {
    name: given.exception,
    message: given.message ?? given.exception,
    arguments: [],
    context: {},
    debug: '',
  };
  const error = { code: 200, message: 'Odoo Server Error', data };
  send(response, isJson2 ? 422 : 200, JSON.stringify(isJson2 ? data : { jsonrpc: '2.0', id: 1, error }));
};

const send = (response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(body);
};

export interface Connected {
  readonly odoo: Odoo;
  readonly exchanges: readonly Exchange[];
}

/** A client of the fake, with what it wrote into the exchange log. */
export const connectTo = async (url: string, over: Partial<OdooOptions> = {}): Promise<Connected> => {
  const exchanges: Exchange[] = [];
  const odoo = await connectOdoo({
    url,
    database: 'test',
    user: 'admin',
    password: 'secret',
    timeoutMs: 2_000,
    concurrency: 2,
    log: (exchange) => exchanges.push(exchange),
    logger: { info: () => undefined, warn: () => undefined },
    ...over,
  });
  return { odoo, exchanges };
};

/** What a call failed with. */
export const failureOf = async (work: Promise<unknown>): Promise<{ type: unknown; message: string; data: unknown }> => {
  try {
    await work;
  } catch (error) {
    return z.object({ type: z.unknown(), message: z.string(), data: z.unknown() }).parse(error);
  }
  throw new Error('The call did not fail');
};
