import assert from 'node:assert/strict';
import { isFailure } from '../../src/domain/failure.ts';
import type { Store } from '../../src/store/database.ts';
import { createVendorQuota } from '../../src/store/quotas.ts';
import { openTestStore } from './open-test-store.ts';

describe('a vendor quota', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  const rateLimited = (atLeastMs: number, atMostMs: number) => (error: unknown) => {
    assert.ok(isFailure(error) && error.type === 'RateLimited', String(error));
    const ms = error.data.retryAfterMs ?? 0;
    assert.ok(ms >= atLeastMs && ms <= atMostMs, `${ms} ms`);
    return true;
  };

  it('keeps the pace over several processes together', async () => {
    const processes = Array.from({ length: 4 }, () =>
      createVendorQuota(store.db, 'cartona', { requestsPerSecond: 20 }),
    );
    const startedAt = performance.now();
    const turns = processes.flatMap((quota) => Array.from({ length: 5 }, () => quota.take()));
    await Promise.all(turns);
    const tookMs = performance.now() - startedAt;
    // The first goes at once, so nineteen pauses of 50 ms.
    assert.ok(tookMs >= 940, `${tookMs} ms`);
  });

  it('lets a burst go at once after a pause', async () => {
    const quota = createVendorQuota(store.db, 'cartona', { requestsPerSecond: 1, burst: 3, waitAtMostMs: 0 });
    await Promise.all([quota.take(), quota.take(), quota.take()]);
    await assert.rejects(quota.take(), rateLimited(500, 1_000));
  });

  it('fails with the delay when the turn is far away, and takes no turn then', async () => {
    const quota = createVendorQuota(store.db, 'cartona', { requestsPerSecond: 0.1, waitAtMostMs: 0 });
    await quota.take();
    await assert.rejects(quota.take(), rateLimited(9_000, 10_000));
    await assert.rejects(quota.take(), rateLimited(9_000, 10_000));
  });

  it('blocks every process for as long as the vendor asked, and longer waits win', async () => {
    const open = () => createVendorQuota(store.db, 'cartona', { requestsPerSecond: 100, waitAtMostMs: 100 });
    const [one, other] = [open(), open()];
    await one.block(60_000);
    await other.block(1_000);
    await assert.rejects(other.take(), rateLimited(58_000, 60_000));
  });

  it('waits out a short block by itself', async () => {
    const quota = createVendorQuota(store.db, 'cartona', { requestsPerSecond: 100 });
    await quota.block(300);
    const startedAt = performance.now();
    await quota.take();
    assert.ok(performance.now() - startedAt >= 280);
  });

  it('counts each connection for itself', async () => {
    const quotas = ['cartona', 'shopify'].map((id) =>
      createVendorQuota(store.db, id, { requestsPerSecond: 0.1, waitAtMostMs: 0 }),
    );
    await Promise.all(quotas.map((quota) => quota.take()));
  });
});
