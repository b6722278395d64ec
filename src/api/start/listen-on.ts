import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Koa from 'koa';

export interface Listening {
  readonly port: number;
  /** Takes no more requests, lets those under way end for up to `graceMs`, then cuts them off. */
  close(graceMs: number): Promise<void>;
}

/** @throws when the address is taken */
export const listenOn = async (app: Koa, host: string, port: number): Promise<Listening> => {
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  // Longer than the idle time of usual proxies, so that they never send into a connection that is just being closed.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: portOf(server.address(), port),
    close: async (graceMs) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
};

const portOf = (address: string | AddressInfo | null, asked: number): number =>
  typeof address === 'object' && address !== null ? address.port : asked;
