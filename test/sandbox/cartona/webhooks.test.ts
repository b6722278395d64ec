import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { aSandbox } from '../a-sandbox.ts';
import type { RunningSandbox } from '../a-sandbox.ts';
import type { CartonaControl } from '../../../sandbox/cartona/control.ts';
import { waitUntil } from '../../../src/runtime/wait-until.ts';

interface Received {
  readonly token: string | string[] | undefined;
  readonly body: unknown;
}

describe('webhooks of the simulated Cartona', () => {
  let running: RunningSandbox;
  let control: CartonaControl;
  let receiver: Server;
  let answers: number[];
  const received: Received[] = [];

  beforeEach(async () => {
    running = await aSandbox();
    ({ control } = running.sandbox.cartona);
    received.length = 0;
    answers = [];
    receiver = createServer((request, response) => {
      void text(request).then((body) => {
        received.push({ token: request.headers['authorizationtoken'], body: JSON.parse(body) });
        response.writeHead(answers.shift() ?? 200).end('{}');
        receiver.emit('received');
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
  });
  afterEach(async () => {
    await running.sandbox.close();
    receiver.closeAllConnections();
    receiver.close();
  });

  const target = (more: object = {}) => {
    const { port } = receiver.address() as AddressInfo;
    return running.control('POST', 'webhook', { url: `http://127.0.0.1:${port}/hook`, token: 'shared', ...more });
  };
  const untilReceived = async (count: number): Promise<void> => {
    while (received.length < count) await once(receiver, 'received');
  };
  const anOrder = (): string => control.createOrders({ template: { lines: 1 } })[0]?.hashed_id ?? '';

  it('tell of a status that the retailer or Cartona set, with the token in its header', async () => {
    await target();
    const id = anOrder();
    control.setStatus(id, { by: 'cartona', status: 'approved' });
    await untilReceived(1);
    assert.deepEqual(received, [{ token: 'shared', body: { hashed_id: id, status: 'approved' } }]);
  });

  it('do not tell of what the supplier did, nor of new orders unless asked', async () => {
    await target();
    const id = anOrder();
    await running.cartona('POST', `order/update-order-status/${id}`, { status: 'approved' });
    control.setStatus(id, { by: 'retailer', status: 'cancelled_by_retailer' });
    await untilReceived(1);
    assert.deepEqual(received[0]?.body, { hashed_id: id, status: 'cancelled_by_retailer' });
  });

  it('tell of new orders when asked', async () => {
    await target({ newOrders: true });
    const id = anOrder();
    await untilReceived(1);
    assert.deepEqual(received[0]?.body, { hashed_id: id, status: 'pending' });
  });

  it('are tried again while not answered by 2xx, and every attempt can be read', async () => {
    answers = [503];
    await target({ attempts: 2 });
    control.setStatus(anOrder(), { status: 'cancelled_by_retailer' });
    await untilReceived(2);
    assert.ok(await waitUntil(() => control.webhookAttempts().length === 2, { withinMs: 5000, everyMs: 5 }));
    const attempts = (await running.control('GET', 'webhooks')) as { attempt: number; answer: number }[];
    assert.deepEqual(
      attempts.map(({ attempt, answer }) => [attempt, answer]),
      [
        [1, 503],
        [2, 200],
      ],
    );
  });

  it('stop when the target is taken away', async () => {
    await target();
    await running.control('POST', 'webhook', null);
    control.setStatus(anOrder(), { status: 'cancelled_by_retailer' });
    assert.deepEqual(control.webhookAttempts(), []);
  });
});
