import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { shopWebhookToken } from '../../test/support/shop.ts';

export interface Sent {
  readonly seconds: number;
  /** Milliseconds until the answer of each, in no order. */
  readonly took: readonly number[];
}

/** Each connection sends its next webhook when the last is answered. */
export const sendAsFastAsPossible = async (
  url: string,
  bodies: readonly string[],
  connections: number,
): Promise<Sent> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const took: number[] = [];
  let next = 0;
  const sendOneByOne = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      const startedAt = performance.now();
      await post(agent, url, body);
      took.push(performance.now() - startedAt);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, sendOneByOne));
  agent.destroy();
  return { seconds: (performance.now() - startedAt) / 1_000, took };
};

/** So many a second, whether or not they are answered; what is late is late from when it was due. */
export const sendAtPace = async (url: string, bodies: readonly string[], perSecond: number): Promise<Sent> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const took: number[] = [];
  const sending: Promise<void>[] = [];
  const startedAt = performance.now();
  for (const [index, body] of bodies.entries()) {
    const dueAt = startedAt + (index * 1_000) / perSecond;
    const earlyMs = dueAt - performance.now();
    if (earlyMs > 0) await delay(earlyMs);
    sending.push(post(agent, url, body).then(() => void took.push(performance.now() - dueAt)));
  }
  await Promise.all(sending);
  agent.destroy();
  return { seconds: (performance.now() - startedAt) / 1_000, took };
};

/** Whatever the answer: the facts are counted in the database. */
const post = (agent: Agent, url: string, body: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      AuthorizationToken: shopWebhookToken,
    };
    const outgoing = request(`${url}/webhooks/cartona`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', resolve);
      response.once('error', reject);
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
