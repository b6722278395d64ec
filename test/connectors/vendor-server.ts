import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { HttpCall, Quota, Transport } from '../../src/connectors/http.ts';
import type { Exchange } from '../../src/domain/exchange.ts';
import { createTransport } from '../../src/connectors/transport.ts';
import type { TransportOptions } from '../../src/connectors/transport.ts';

/** A call as a vendor received it. */
export interface ReceivedCall {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answer = (response: ServerResponse, call: ReceivedCall) => void;

/** A vendor on a free port that answers as it is told. */
export interface VendorServer extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly ReceivedCall[];
  /** The answer to every call from now on. */
  answerWith(answer: Answer): void;
}

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

export const text =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(body);

export const startVendor = async (answer: Answer = json(200, {})): Promise<VendorServer> => {
  const received: ReceivedCall[] = [];
  let current = answer;
  const respond = async (...[request, response]: Parameters<RequestListener>): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
    const call = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    received.push(call);
    current(response, call);
  };
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/api/v1/`,
    received,
    answerWith: (next) => {
      current = next;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

export interface TestTransport {
  readonly transport: Transport;
  readonly exchanges: readonly Exchange[];
  /** Delays the quota was told of. */
  readonly blocked: readonly number[];
}

/** A transport as the worker makes it, with a quota that lets everything through and a log that can be read. */
export const aTransport = (baseUrl: string, options: Partial<TransportOptions> = {}): TestTransport => {
  const exchanges: Exchange[] = [];
  const blocked: number[] = [];
  const quota: Quota = {
    take: () => Promise.resolve(),
    block: (ms) => {
      blocked.push(ms);
      return Promise.resolve();
    },
  };
  const transport = createTransport({
    connection: 'cartona',
    baseUrl,
    headers: { AuthorizationToken: 'secret-token' },
    timeoutMs: 5_000,
    quota,
    log: (exchange) => exchanges.push(exchange),
    secrets: ['secret-token'],
    userAgent: 'Conveyor/test',
    ...options,
  });
  return { transport, exchanges, blocked };
};

export const aRead = (more: Partial<HttpCall> = {}): HttpCall => ({
  method: 'GET',
  path: 'order/pull-orders',
  effect: 'read',
  about: 'page 1 of the orders',
  ...more,
});

export const aWrite = (more: Partial<HttpCall> = {}): HttpCall => ({
  method: 'POST',
  path: 'order/update-order-status/GMNvpbLM',
  json: { hashed_id: 'GMNvpbLM', status: 'approved' },
  effect: 'absolute',
  about: 'order GMNvpbLM',
  externalIds: ['GMNvpbLM'],
  ...more,
});
