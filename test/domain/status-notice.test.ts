import assert from 'node:assert/strict';
import { marketplaceStatuses } from '../../src/domain/marketplace-order.ts';
import type { Deliverer, MarketplaceStatus } from '../../src/domain/marketplace-order.ts';
import { decideStatusNotice } from '../../src/domain/status-notice.ts';
import { aNoticedOrder } from './builders.ts';

type Decision = 'pull' | 'equal' | 'older' | 'refused' | 'applied';
type Row = readonly [present: MarketplaceStatus, ...decisions: readonly Decision[]];

/** Columns as `marketplaceStatuses`: pending, editing, approved, assigned, delivered, returned, by retailer, by supplier. */
const decisions: Record<Deliverer, readonly Row[]> = {
  supplier: [
    ['pending', 'pull', 'pull', 'refused', 'refused', 'refused', 'refused', 'applied', 'applied'],
    ['editing', 'pull', 'pull', 'refused', 'refused', 'refused', 'refused', 'applied', 'applied'],
    ['approved', 'pull', 'pull', 'equal', 'refused', 'refused', 'refused', 'applied', 'applied'],
    ['assigned_to_salesman', 'pull', 'pull', 'refused', 'equal', 'refused', 'refused', 'applied', 'applied'],
    ['delivered', 'pull', 'pull', 'refused', 'refused', 'equal', 'refused', 'older', 'older'],
    ['returned', 'pull', 'pull', 'refused', 'refused', 'refused', 'equal', 'older', 'older'],
    ['cancelled_by_retailer', 'pull', 'pull', 'refused', 'refused', 'refused', 'refused', 'equal', 'older'],
    ['cancelled_by_supplier', 'pull', 'pull', 'refused', 'refused', 'refused', 'refused', 'older', 'equal'],
  ],
  marketplace: [
    ['pending', 'pull', 'pull', 'applied', 'applied', 'applied', 'applied', 'applied', 'applied'],
    ['editing', 'pull', 'pull', 'applied', 'applied', 'applied', 'applied', 'applied', 'applied'],
    ['approved', 'pull', 'pull', 'equal', 'applied', 'applied', 'applied', 'applied', 'applied'],
    ['assigned_to_salesman', 'pull', 'pull', 'older', 'equal', 'applied', 'applied', 'applied', 'applied'],
    ['delivered', 'pull', 'pull', 'older', 'older', 'equal', 'applied', 'older', 'older'],
    ['returned', 'pull', 'pull', 'older', 'older', 'older', 'equal', 'older', 'older'],
    ['cancelled_by_retailer', 'pull', 'pull', 'older', 'older', 'older', 'older', 'equal', 'older'],
    ['cancelled_by_supplier', 'pull', 'pull', 'older', 'older', 'older', 'older', 'older', 'equal'],
  ],
};

const words: Record<Decision, RegExp> = {
  pull: /pulled again/,
  equal: /already/,
  older: /older than/,
  refused: /may only cancel/,
  applied: /^$/,
};

const decide = (order: Parameters<typeof decideStatusNotice>[0], status: MarketplaceStatus) => {
  const decision = decideStatusNotice(order, status);
  return {
    decision: decision.decision,
    reason: decision.decision === 'applied' ? '' : decision.reason,
    pull: 'pull' in decision && decision.pull,
  };
};

for (const deliverer of ['supplier', 'marketplace'] as const) {
  describe(`a status told by the marketplace, delivered by the ${deliverer}`, () => {
    for (const [present, ...row] of decisions[deliverer]) {
      for (const [index, status] of marketplaceStatuses.entries()) {
        const wanted = row[index] ?? assert.fail('the table has a column for each status');
        it(`${status} when the order is ${present}: ${wanted}`, () => {
          const found = decide(aNoticedOrder({ deliverer, status: present }), status);
          assert.equal(found.decision, wanted === 'refused' || wanted === 'applied' ? wanted : 'ignored');
          assert.match(found.reason, words[wanted]);
          assert.equal(found.pull, wanted === 'pull');
        });

        it(`${status} when the order is ${present} and we sent it ourselves: ignored`, () => {
          const found = decide(aNoticedOrder({ deliverer, status: present, sentStatuses: [status] }), status);
          assert.equal(found.decision, 'ignored');
          assert.equal(found.pull, wanted === 'pull');
        });
      }
    }

    it('is applied to an order whose payload nobody could read, where that side may say it', () => {
      const order = aNoticedOrder({ deliverer, status: null });
      assert.equal(decide(order, 'cancelled_by_retailer').decision, 'applied');
      assert.equal(decide(order, 'approved').decision, deliverer === 'supplier' ? 'refused' : 'applied');
    });
  });
}

describe('the words of a refused status', () => {
  it('name the order, the rule and the status', () => {
    assert.deepEqual(decideStatusNotice(aNoticedOrder(), 'delivered'), {
      decision: 'refused',
      reason: 'Order C-10021 is delivered_by_supplier: the marketplace may only cancel it, not set delivered.',
    });
  });

  it('take the default where the marketplace does not say who delivers', () => {
    assert.match(decide(aNoticedOrder({ deliveredBy: null }), 'approved').reason, /is delivered_by_supplier:/);
  });
});
