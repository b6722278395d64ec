import assert from 'node:assert/strict';
import { readAhead } from '../../../src/activities/mirror/read-ahead.ts';

describe('pages that are read ahead', () => {
  const ids = Array.from({ length: 25 }, (_, index) => index + 1);
  const list = (over: { mayGoOn?: () => boolean; read?: (afterId: number) => Promise<number[]> } = {}) => ({
    read: (afterId: number) => Promise.resolve(ids.filter((id) => id > afterId).slice(0, 10)),
    idOf: (id: number) => id,
    afterId: 0,
    limit: 10,
    mayGoOn: () => true,
    ...over,
  });

  it('give every item once, and say which page is the last', async () => {
    const seen: number[] = [];
    const ends: boolean[] = [];
    for await (const { items, isLast } of readAhead(list())) {
      seen.push(...items);
      ends.push(isLast);
    }
    assert.deepEqual(seen, ids);
    assert.deepEqual(ends, [false, false, true]);
  });

  it('ask for the next page while one is worked on, and for no further one', async () => {
    const asked: number[] = [];
    const read = (afterId: number) => {
      asked.push(afterId);
      return list().read(afterId);
    };
    const askedAtWork: number[][] = [];
    for await (const page of readAhead(list({ read }))) {
      assert.ok(page.items.length > 0);
      askedAtWork.push([...asked]);
    }
    assert.deepEqual(askedAtWork, [
      [0, 10],
      [0, 10, 20],
      [0, 10, 20],
    ]);
  });

  it('end after the page at hand when they may not go on', async () => {
    let pages = 0;
    for await (const { isLast } of readAhead(list({ mayGoOn: () => false }))) {
      pages += 1;
      assert.equal(isLast, false);
    }
    assert.equal(pages, 1);
  });

  it('are one empty page where there is nothing', async () => {
    const pages = [];
    for await (const page of readAhead(list({ read: () => Promise.resolve([]) }))) pages.push(page);
    assert.deepEqual(pages, [{ items: [], isLast: true }]);
  });

  it('fail with the page that cannot be read, and leave nothing behind when the work on one before fails', async () => {
    const read = (afterId: number) =>
      afterId === 0 ? list().read(0) : Promise.reject(new Error('this page cannot be read'));
    const all = async (work: () => void): Promise<void> => {
      for await (const page of readAhead(list({ read }))) {
        assert.ok(page.items.length > 0);
        work();
      }
    };
    await assert.rejects(
      all(() => undefined),
      /this page cannot be read/,
    );
    await assert.rejects(
      all(() => {
        throw new Error('the work failed');
      }),
      /the work failed/,
    );
  });
});
