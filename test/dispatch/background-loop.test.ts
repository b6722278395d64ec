import assert from 'node:assert/strict';
import { startLoop } from '../../src/dispatch/background-loop.ts';
import type { BackgroundLoop } from '../../src/dispatch/background-loop.ts';
import { waitFor } from '../support/wait.ts';

const never = 3_600_000;

describe('a background loop', () => {
  const running: BackgroundLoop[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((loop) => loop.stop()));
  });

  const start = (work: () => Promise<void>, everyMs = never, onError: (error: unknown) => void = () => undefined) => {
    const loop = startLoop(work, { everyMs, onError });
    running.push(loop);
    return loop;
  };
  const counting = () => {
    let runs = 0;
    return { work: () => Promise.resolve(void (runs += 1)), runs: () => runs };
  };

  it('works at once, and again after its interval', async () => {
    const { work, runs } = counting();
    start(work, 5);
    await waitFor('three runs', runs, (count) => count >= 3);
  });

  it('works when woken, without waiting for its interval', async () => {
    const { work, runs } = counting();
    const loop = start(work);
    await waitFor('the first run', runs, (count) => count === 1);
    loop.wake();
    await waitFor('the second run', runs, (count) => count === 2);
  });

  it('runs once more, and only once, however often it is woken while it works', async () => {
    let runs = 0;
    let atOnce = 0;
    let mostAtOnce = 0;
    const gate = Promise.withResolvers<undefined>();
    const loop = start(async () => {
      runs += 1;
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      if (runs === 1) await gate.promise;
      atOnce -= 1;
    });
    await waitFor(
      'the first run',
      () => runs,
      (count) => count === 1,
    );
    for (let wakes = 0; wakes < 10; wakes += 1) loop.wake();
    gate.resolve(undefined);
    await waitFor(
      'the second run',
      () => runs,
      (count) => count === 2,
    );
    await loop.stop();
    assert.equal(runs, 2);
    assert.equal(mostAtOnce, 1);
  });

  it('tells an error and goes on', async () => {
    const told: unknown[] = [];
    let runs = 0;
    const loop = start(
      () => {
        runs += 1;
        return runs === 1 ? Promise.reject(new Error('away')) : Promise.resolve();
      },
      never,
      (error) => told.push(error),
    );
    await waitFor(
      'the error',
      () => told.length,
      (count) => count === 1,
    );
    loop.wake();
    await waitFor(
      'the next run',
      () => runs,
      (count) => count === 2,
    );
  });

  it('stops when the work that runs is through, and works no more', async () => {
    const gate = Promise.withResolvers<undefined>();
    let isThrough = false;
    let runs = 0;
    const loop = start(async () => {
      runs += 1;
      await gate.promise;
      isThrough = true;
    });
    await waitFor(
      'the first run',
      () => runs,
      (count) => count === 1,
    );
    const stopped = loop.stop();
    gate.resolve(undefined);
    await stopped;
    assert.equal(isThrough, true);
    loop.wake();
    assert.equal(runs, 1);
  });
});
