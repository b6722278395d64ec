import assert from 'node:assert/strict';
import { marketplaceStatuses } from '../../src/domain/marketplace-order.ts';
import type { MarketplaceStatus } from '../../src/domain/marketplace-order.ts';
import { canBecome, marketplaceMaySet, odooMaySet, statusPath } from '../../src/domain/status-order.ts';

const cancelled = ['cancelled_by_retailer', 'cancelled_by_supplier'] as const;

describe('how far an order can still go', () => {
  const later: Record<MarketplaceStatus, readonly MarketplaceStatus[]> = {
    pending: ['editing', 'approved', 'assigned_to_salesman', 'delivered', 'returned', ...cancelled],
    editing: ['pending', 'approved', 'assigned_to_salesman', 'delivered', 'returned', ...cancelled],
    approved: ['assigned_to_salesman', 'delivered', 'returned', ...cancelled],
    assigned_to_salesman: ['delivered', 'returned', ...cancelled],
    delivered: ['returned'],
    returned: [],
    cancelled_by_retailer: [],
    cancelled_by_supplier: [],
  };
  for (const from of marketplaceStatuses) {
    for (const to of marketplaceStatuses) {
      const isLater = later[from].includes(to);
      it(`${from} ${isLater ? 'can' : 'cannot'} become ${to}`, () => {
        assert.equal(canBecome(from, to), isLater);
      });
    }
  }
});

describe('who may set a status', () => {
  for (const status of marketplaceStatuses) {
    const isCancel = status.startsWith('cancelled');
    it(`with a delivering supplier the marketplace ${isCancel ? 'may' : 'may not'} set ${status}, Odoo may`, () => {
      assert.equal(marketplaceMaySet('supplier', status), isCancel);
      assert.equal(odooMaySet('supplier', status), true);
    });
    const isOurs = status === 'cancelled_by_supplier';
    it(`with a delivering marketplace the marketplace may set ${status}, Odoo ${isOurs ? 'may' : 'may not'}`, () => {
      assert.equal(marketplaceMaySet('marketplace', status), true);
      assert.equal(odooMaySet('marketplace', status), isOurs);
    });
  }
});

describe('the statuses sent one after the other', () => {
  const path: Partial<Record<`${MarketplaceStatus} → ${MarketplaceStatus}`, readonly MarketplaceStatus[]>> = {
    'pending → approved': ['approved'],
    'pending → assigned_to_salesman': ['approved', 'assigned_to_salesman'],
    'pending → delivered': ['approved', 'assigned_to_salesman', 'delivered'],
    'approved → assigned_to_salesman': ['assigned_to_salesman'],
    'approved → delivered': ['assigned_to_salesman', 'delivered'],
    'assigned_to_salesman → delivered': ['delivered'],
    'pending → cancelled_by_supplier': ['cancelled_by_supplier'],
    'approved → cancelled_by_supplier': ['cancelled_by_supplier'],
    'assigned_to_salesman → cancelled_by_supplier': ['cancelled_by_supplier'],
  };
  for (const from of marketplaceStatuses) {
    for (const to of marketplaceStatuses.filter((status) => status !== 'cancelled_by_retailer')) {
      const wanted = path[`${from} → ${to}`] ?? [];
      it(`from ${from} to ${to}: ${wanted.join(', ') || 'none'}`, () => {
        assert.deepEqual(statusPath(from, to), wanted);
      });
    }
  }
});
