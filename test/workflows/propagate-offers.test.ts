import assert from 'node:assert/strict';
import { WorkflowFailedError } from '@temporalio/client';
import type { PushOffersResult } from '../../src/activities/offers/push-offers.ts';
import { wakeOffers } from '../../src/dispatch/offer-pokes.ts';
import { waitFor } from '../support/wait.ts';
import { startWorkflowWorkers } from '../support/workflow-workers.ts';
import type { WorkflowWorkers } from '../support/workflow-workers.ts';

type Push = (input: { connection: string; hasWaited: boolean }) => Promise<Partial<PushOffersResult>>;

const nothing: PushOffersResult = {
  pushed: 0,
  unchanged: 0,
  refused: 0,
  withheld: 0,
  calls: 0,
  windowMs: 0,
  isToWait: false,
  taken: 0,
  isMore: false,
  nextDueMs: null,
};

describe('the run that pushes the offers of a connection', () => {
  let workers: WorkflowWorkers;
  /** What the activity of the test at hand does; each test has a connection of its own. */
  let push: Push;
  const pushes: { connection: string; hasWaited: boolean }[] = [];
  let connection: string;
  let connections = 0;

  before(async function () {
    const pushOffers = async (input: (typeof pushes)[number]) => {
      pushes.push(input);
      return { ...nothing, ...(await push(input)) };
    };
    const shops = Array.from({ length: 8 }, (_, index) => `connection-shop-${index + 1}`);
    workers = await startWorkflowWorkers(Object.fromEntries(shops.map((queue) => [queue, { pushOffers }])));
  });
  after(() => workers.stop());
  beforeEach(() => {
    connections += 1;
    connection = `shop-${connections}`;
    pushes.length = 0;
    push = () => Promise.resolve({});
  });

  const handle = () => workers.namespace.client.workflow.getHandle(`offers:${connection}`);
  const wake = (wanted?: number) => wakeOffers(workers.namespace.client, connection, wanted);
  const result = () => handle().result() as Promise<PushOffersResult>;

  it('pushes once and ends', async () => {
    push = () => Promise.resolve({ pushed: 3, calls: 1, refused: 1, taken: 1 });
    await wake(1);
    const { pushed, refused } = await result();
    assert.deepEqual([pushed, refused, pushes], [3, 1, [{ connection, hasWaited: false }]]);
  });

  it('pushes again for what was asked for while it pushed and not seen to, and only then', async () => {
    push = async () => {
      if (pushes.length === 1) {
        await wake(2);
        await wake(3);
        return { taken: 3 };
      }
      return { taken: 3 };
    };
    await wake(1);
    await result();
    assert.equal(pushes.length, 1);
    push = async () => {
      if (pushes.length === 2) await wake(5);
      return { taken: pushes.length + 2 };
    };
    await wake(4);
    await result();
    assert.equal(pushes.length, 3);
  });

  it('pushes again when a person asks while it pushes', async () => {
    push = async () => {
      if (pushes.length === 1) await wake();
      return { taken: 9 };
    };
    await wake(1);
    await result();
    assert.equal(pushes.length, 2);
  });

  it('goes on at once while there is more', async () => {
    push = () => Promise.resolve({ pushed: 10, isMore: pushes.length < 3 });
    await wake(1);
    assert.equal((await result()).pushed, 30);
  });

  it('waits for what is due later, or until it is woken', async () => {
    push = () => Promise.resolve({ taken: pushes.length, nextDueMs: [50, 600_000, null][pushes.length - 1] ?? null });
    await wake(1);
    const state = () => handle().query<{ stage: string }>('state');
    await waitFor(
      'the second push',
      () => pushes.length,
      (count) => count === 2,
    );
    await waitFor('the wait', state, ({ stage }) => stage === 'waiting');
    await wake(3);
    await result();
    assert.equal(pushes.length, 3);
  });

  it('collects changes first, where it is told how long', async () => {
    push = ({ hasWaited }) =>
      Promise.resolve(hasWaited ? { windowMs: 100, pushed: 1 } : { windowMs: 100, isToWait: true, isMore: true });
    await wake(1);
    await result();
    assert.deepEqual(
      pushes.map(({ hasWaited }) => hasWaited),
      [false, true],
    );
  });

  it('says what it did', async () => {
    push = () => Promise.resolve({ pushed: 2, calls: 1, withheld: 1 });
    await wake(1);
    await result();
    const state = await handle().query<{
      history: { text: string }[];
      attention: string[];
      counts: { pushed: number };
    }>('state');
    assert.deepEqual(
      [state.history[0]?.text, state.attention, state.counts.pushed],
      ['2 offers were pushed in 1 call; 1 has no price', ['1 offer has no price'], 2],
    );
  });

  it('refuses an id that is not the connection’s, and fields it does not know', async () => {
    const start = (workflowId: string, input: object) =>
      workers.namespace.client.workflow.execute('propagateOffers', {
        workflowId,
        taskQueue: 'workflows',
        args: [input],
      });
    await assert.rejects(start('offers:other', { connection }), isInvalid(/must be "offers:shop-\d+"/));
    await assert.rejects(start(`offers:${connection}`, {}), isInvalid(/wants one JSON object with "connection"/));
    await assert.rejects(start(`offers:${connection}`, { connection, force: true }), isInvalid(/does not know force/));
    assert.deepEqual(pushes, []);
  });

  const isInvalid = (words: RegExp) => (error: unknown) =>
    error instanceof WorkflowFailedError && words.test(error.cause?.message ?? '');
});
