import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/**
 * What happens to a request that carries the marked text. `drop-answer`: Odoo does it, the socket closes instead of the answer. `hold-answer`:
 * Odoo does it, nothing comes. `bad-gateway`: Odoo does it, a page of a proxy comes.
 */
export type Loss = 'drop-answer' | 'hold-answer' | 'bad-gateway';

/** A proxy before Odoo that loses answers on demand. */
export interface LossyProxy {
  readonly url: string;
  /** Once: the next request with this text in its path or body. */
  loseNext(text: string, loss: Loss): void;
  close(): Promise<void>;
}

export const startLossyProxy = async (target: string): Promise<LossyProxy> => {
  const base = target.replace(/\/+$/, '');
  const armed = new Map<string, Loss>();

  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const marked = [...armed].find(([text]) => request.url?.includes(text) === true || body.includes(text));
    if (marked !== undefined) armed.delete(marked[0]);
    const answer = await fetch(`${base}${request.url ?? '/'}`, {
      method: request.method ?? 'POST',
      headers: passedOn(request),
      ...(request.method === 'GET' ? {} : { body }),
    });
    const text = await answer.text();
    switch (marked?.[1]) {
      case undefined:
        response
          .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/html' })
          .end(text);
        return;
      case 'drop-answer':
        request.socket.destroy();
        return;
      case 'hold-answer':
        return;
      case 'bad-gateway':
        response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>502 Bad Gateway</h1></html>');
    }
  };

  const server = createServer((request, response) => {
    forward(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    loseNext: (text, loss) => void armed.set(text, loss),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const passedOn = (request: IncomingMessage): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const name of ['content-type', 'authorization', 'x-odoo-database']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  return headers;
};
