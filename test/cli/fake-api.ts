import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

export interface Reply {
  readonly status?: number;
  /** Sent as JSON; `text` is sent as it is. */
  readonly body?: unknown;
  readonly text?: string;
}

type Handler = (call: Call) => Reply;

/** A server that answers like the API (interface.md §3) as far as a test says, and remembers what it was asked. */
export interface FakeApi {
  readonly url: string;
  readonly calls: readonly Call[];
  /** `GET /api/orders`: the path without its query. */
  on(route: string, handler: Handler): void;
  close(): Promise<void>;
}

export const startFakeApi = async (): Promise<FakeApi> => {
  const calls: Call[] = [];
  const handlers = new Map<string, Handler>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const isJson = request.headers['content-type'] === 'application/json';
      const { method = '', url = '', headers } = request;
      const call = {
        method,
        path: url,
        authorization: headers.authorization,
        body: isJson ? (JSON.parse(text) as unknown) : text,
      };
      calls.push(call);
      const reply = handlers.get(`${method} ${url.split('?')[0] ?? ''}`)?.(call) ?? notFound;
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' });
      response.end(reply.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    on: (route, handler) => void handlers.set(route, handler),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const notFound: Reply = {
  status: 404,
  body: { type: '/problems/not-found', title: 'There is no such thing', status: 404, detail: 'No such route.' },
};
