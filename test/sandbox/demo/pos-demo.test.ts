import assert from 'node:assert/strict';
import { beginPosDemo, startPosDemo } from '../../../sandbox/demo/pos-demo.ts';
import { silentLogger } from '../../../sandbox/logger.ts';
import { createPosSimulator } from '../../../sandbox/pos/server.ts';
import type { PosControl } from '../../../sandbox/pos/control.ts';
import { waitUntil } from '../../../src/runtime/wait-until.ts';
import { aSandbox } from '../a-sandbox.ts';

describe('the demo of the point of sale', () => {
  let pos: PosControl;
  beforeEach(() => {
    pos = createPosSimulator({ journalPath: null }).control;
    pos.putItems(['Tea', 'Sugar', 'Rice'].map((name) => ({ name, price: 50, taxPercent: 15 })));
  });

  const labels = (): (string | null)[] => pos.orders().map((sale) => sale.label);
  const play = async (isReached: () => boolean): Promise<void> => {
    const demo = startPosDemo({ pos, logger: silentLogger, tickMs: 5, pace: 0.001 });
    assert.ok(await waitUntil(isReached, { withinMs: 5_000, everyMs: 5 }));
    await demo.stop();
  };

  it('has sold four times when it begins: one product of them is nobody’s', () => {
    beginPosDemo(pos);
    assert.equal(pos.count(), 4);
    const known = new Set(pos.items().map((item) => item.name));
    const unknown = pos.orders().filter((sale) => sale.lines.some((line) => !known.has(line.name)));
    assert.deepEqual(
      unknown.map((sale) => sale.label),
      ['demo:pos-unknown-product'],
    );
    const [change] = pos.orders({ label: 'demo:pos-two-payments-and-change' });
    assert.ok((change?.totals.balance ?? 0) < 0);
  });

  it('goes on with a refund and an evening, and repeats nothing after a restart', async () => {
    beginPosDemo(pos);
    await play(() => pos.count() === 6);
    await play(() => true);
    assert.equal(new Set(labels()).size, 6);
    assert.equal(pos.orders({ label: 'demo:pos-refund' })[0]?.key, '639:REFUND');
  });

  it('does not play where it was not begun', async () => {
    await startPosDemo({ pos, logger: silentLogger }).stop();
    assert.equal(pos.count(), 0);
  });

  it('is begun with the sandbox, in Odoo’s own goods', async () => {
    const { sandbox } = await aSandbox({ demo: true, catalogue: true });
    try {
      assert.equal(sandbox.pos.control.count(), 4);
      await sandbox.reset();
      assert.equal(sandbox.pos.control.count(), 4);
    } finally {
      await sandbox.close();
    }
  });
});
