import assert from 'node:assert/strict';
import { createNoticeIntake } from '../../src/api/webhooks/notice-intake.ts';
import type { StatusNoticeRecord } from '../../src/store/status-notices.ts';

const aNotice = (externalId: string): StatusNoticeRecord => ({
  connection: 'cartona',
  externalId,
  status: 'approved',
  eventId: null,
  payload: null,
  receivedAt: new Date(),
});

describe('the intake of notices', () => {
  const sizes: number[] = [];
  const intake = createNoticeIntake((notices) => {
    sizes.push(notices.length);
    if (notices.some(({ externalId }) => externalId === 'bad')) return Promise.reject(new Error('bad row'));
    if (notices.some(({ externalId }) => externalId === 'down'))
      return Promise.reject(new Error('Connection terminated unexpectedly'));
    return Promise.resolve(notices.map(({ externalId }) => ({ decision: 'ignored', reason: externalId })));
  });
  beforeEach(() => {
    sizes.length = 0;
  });

  it('takes what comes at the same time together, and gives each its own outcome', async () => {
    const outcomes = await Promise.all(Array.from({ length: 450 }, (_, index) => intake(aNotice(String(index)))));
    assert.deepEqual(
      outcomes.map((outcome) => outcome.decision === 'ignored' && outcome.reason),
      outcomes.map((_, index) => String(index)),
    );
    assert.deepEqual(sizes, [200, 200, 50]);
  });

  it('lets a bad one take no other down', async () => {
    const [good, bad, other] = await Promise.allSettled([
      intake(aNotice('good')),
      intake(aNotice('bad')),
      intake(aNotice('other')),
    ]);
    assert.deepEqual([good.status, bad.status, other.status], ['fulfilled', 'rejected', 'fulfilled']);
    assert.deepEqual(sizes, [3, 1, 1, 1]);
  });

  it('tells all of them of an outage at once', async () => {
    const settled = await Promise.allSettled([intake(aNotice('a')), intake(aNotice('down'))]);
    assert.deepEqual(
      settled.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.deepEqual(sizes, [2]);
  });
});
