import assert from 'node:assert/strict';
import { createHintedNap } from '../../src/worker/hinted-nap.ts';

/** Milliseconds a wait took. */
const timed = async (work: Promise<void>): Promise<number> => {
  const startedAt = performance.now();
  await work;
  return performance.now() - startedAt;
};

/** Timers may fire a millisecond early, and late on a busy machine. */
const assertAbout = (ms: number, wanted: number): void => {
  assert.ok(ms >= wanted - 2 && ms < wanted + 400, `${ms} ms instead of ${wanted}`);
};

describe('the pause between two looks at Odoo', () => {
  const awake = new AbortController().signal;

  it('lasts as long as the interval when nobody hints', async () => {
    assertAbout(await timed(createHintedNap().nap(60, awake)), 60);
  });

  it('ends at once when Odoo says that something changed', async () => {
    const { nap, hint } = createHintedNap();
    const napping = timed(nap(60_000, awake));
    hint();
    assertAbout(await napping, 0);
  });

  it('is shorter while the transaction may still be open: 50 ms, 200 ms, 1 s after the hint', async () => {
    const { nap, hint } = createHintedNap();
    const napping = timed(nap(60_000, awake));
    hint();
    await napping;
    const startedAt = performance.now();
    for (const wanted of [50, 200, 1_000]) {
      await nap(60_000, awake);
      assertAbout(performance.now() - startedAt, wanted);
    }
  });

  it('is skipped after a hint that came during the look', async () => {
    const { nap, hint } = createHintedNap();
    hint();
    assertAbout(await timed(nap(60_000, awake)), 0);
  });

  it('ends with the process', async () => {
    const stopping = new AbortController();
    const napping = timed(createHintedNap().nap(60_000, stopping.signal));
    stopping.abort();
    assertAbout(await napping, 0);
    assertAbout(await timed(createHintedNap().nap(60_000, stopping.signal)), 0);
  });

  it('keeps no more than a few looks, however many hints come', async () => {
    const { nap, hint } = createHintedNap();
    for (let hints = 0; hints < 10_000; hints += 1) hint();
    await nap(60_000, awake);
    // All hints of one moment ask for the same looks, so the next is the one 50 ms later.
    assert.ok((await timed(nap(60_000, awake))) < 450);
  });
});
