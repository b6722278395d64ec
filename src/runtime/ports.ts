import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Whether a server could listen there now. */
export const isPortFree = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });

/** Below what systems give to outgoing connections: one of those may take a port between its being found and being used. */
const lowest = 10_000;
const highest = 32_000;
const tries = 100;

/** A port that nobody listens on. */
export const findFreePort = async (host = '127.0.0.1'): Promise<number> => {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const port = randomInt(lowest, highest);
    if (await isPortFree(port, host)) return port;
  }
  throw new Error(`None of ${tries} ports between ${lowest} and ${highest} is free on ${host}`);
};
