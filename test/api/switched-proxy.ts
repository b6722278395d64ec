import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { findFreePort } from '../../src/runtime/ports.ts';

/** Stands between the API and a server, and can be switched off like one that is not there. */
export interface SwitchedProxy {
  readonly port: number;
  on(): Promise<void>;
  /** Cuts what is connected, and refuses what comes. */
  off(): Promise<void>;
}

export const createSwitchedProxy = async (target: { host: string; port: number }): Promise<SwitchedProxy> => {
  const port = await findFreePort();
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  const join = (socket: Socket): void => {
    const other = connect(target);
    for (const each of [socket, other]) {
      sockets.add(each);
      each.on('error', () => each.destroy());
      each.on('close', () => {
        sockets.delete(each);
        socket.destroy();
        other.destroy();
      });
    }
    socket.pipe(other).pipe(socket);
  };
  return {
    port,
    on: async () => {
      server = createServer(join).listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    off: async () => {
      for (const socket of sockets) socket.destroy();
      if (server === undefined) return;
      server.close();
      await once(server, 'close');
      server = undefined;
    },
  };
};
