import assert from 'node:assert/strict';
import { liftAttention, openAttention, raiseAttention, resolveAttention } from '../../src/store/attention.ts';
import type { NewAttention } from '../../src/store/attention.ts';
import type { Store } from '../../src/store/database.ts';
import { openTestStore } from './open-test-store.ts';

const target = { connection: 'cartona', type: 'order', id: 'a' } as const;

describe('attention', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const raise = (changes: Partial<NewAttention> = {}) =>
    raiseAttention(store.db, target, {
      kind: 'rejected',
      step: 'push',
      reason: 'no',
      actions: ['retry', 'skip'],
      ...changes,
    });

  it('is opened once per kind and step, however many find it out at once', async () => {
    const raised = await Promise.all(Array.from({ length: 8 }, () => raise()));
    assert.equal(raised.filter(({ isNew }) => isNew).length, 1);
    assert.equal(new Set(raised.map(({ id }) => id)).size, 1);
    await raise({ step: 'apply' });
    await raise({ kind: 'outcome-unknown' });
    assert.equal((await openAttention(store.db, target)).length, 3);
  });

  it('keeps its time and takes the newest words, and waits again when it comes back', async () => {
    const { id } = await raise();
    const [before] = await openAttention(store.db, target);
    await liftAttention(store.db, target);
    await raise({ reason: 'still no', actions: ['skip'] });
    const [after] = await openAttention(store.db, target);
    assert.equal(after?.id, id);
    assert.deepEqual(after.since, before?.since);
    assert.equal(after.reason, 'still no');
    assert.deepEqual(after.actions, ['skip']);
    assert.equal(after.lifted, false);
  });

  it('is lifted for the steps that were asked for, but the one-time password waits for a person', async () => {
    for (const step of ['import', 'push', 'otp']) await raise({ step });
    await liftAttention(store.db, target, ['push']);
    const lifted = async () =>
      (await openAttention(store.db, target))
        .filter((entry) => entry.lifted)
        .map((entry) => entry.step)
        .sort();
    assert.deepEqual(await lifted(), ['push']);
    await liftAttention(store.db, target);
    assert.deepEqual(await lifted(), ['import', 'push']);
  });

  it('is closed with a resolution, and opens as another one when it comes again', async () => {
    const { id } = await raise();
    const closed = await resolveAttention(store.db, target, 'Settled');
    assert.deepEqual(
      closed.map((row) => [row.id, row.resolution]),
      [[id, 'Settled']],
    );
    assert.deepEqual(await resolveAttention(store.db, target, 'again'), []);
    const again = await raise();
    assert.equal(again.isNew, true);
    assert.notEqual(again.id, id);
  });

  it('is closed by kind or by id where only that is over', async () => {
    const { id } = await raise();
    await raise({ kind: 'outcome-unknown' });
    await raise({ kind: 'customer', step: 'import' });
    await resolveAttention(store.db, target, 'Settled', { kinds: ['customer'] });
    await resolveAttention(store.db, target, 'Settled', { ids: [id] });
    assert.deepEqual(
      (await openAttention(store.db, target)).map((row) => row.kind),
      ['outcome-unknown'],
    );
  });

  it('of one order is nothing to another, nor to a connection of the same name', async () => {
    await raise();
    await resolveAttention(store.db, { ...target, id: 'b' }, 'Settled');
    await resolveAttention(store.db, { ...target, type: 'connection' }, 'Settled');
    assert.equal((await openAttention(store.db, target)).length, 1);
  });
});
