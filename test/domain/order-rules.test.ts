import assert from 'node:assert/strict';
import { marketplaceStatuses } from '../../src/domain/marketplace-order.ts';
import type { Deliverer, MarketplaceStatus } from '../../src/domain/marketplace-order.ts';
import * as rules from '../../src/domain/order-rules.ts';
import type { OdooAction } from '../../src/domain/order-rules.ts';
import type { OrderStage } from '../../src/domain/order-stage.ts';
import type { OdooSide, OrderState } from '../../src/domain/order-state.ts';
import { aConfirmedOrder, anOrder, aPulledOrder } from './builders.ts';

/** The sale order in each of the conditions that matter to the rules. */
const odooSides = {
  'no sale order': null,
  'a quotation': { state: 'draft', pickings: [] },
  'a quotation that was sent': { state: 'sent', pickings: [] },
  'a confirmed order with nothing shipped': { state: 'sale', pickings: ['assigned'] },
  'a confirmed order shipped in part': { state: 'sale', pickings: ['done', 'confirmed'] },
  'a confirmed order shipped in full': { state: 'sale', pickings: ['done', 'done'] },
  'a confirmed order whose rest was dropped': { state: 'sale', pickings: ['done', 'cancel'] },
  'a confirmed order whose transfers were all dropped': { state: 'sale', pickings: ['cancel'] },
  'a confirmed order without transfers': { state: 'sale', pickings: [] },
  'a cancelled order': { state: 'cancel', pickings: ['cancel'] },
} as const satisfies Record<string, OdooSide | null>;
type Side = keyof typeof odooSides;
const sides = Object.keys(odooSides) as Side[];

const confirmed = sides.filter((side) => odooSides[side]?.state === 'sale');
const left: readonly Side[] = [
  'a confirmed order shipped in part',
  'a confirmed order shipped in full',
  'a confirmed order whose rest was dropped',
];
const withOpenTransfers: readonly Side[] = [
  'a confirmed order with nothing shipped',
  'a confirmed order shipped in part',
];
const quotations: readonly Side[] = ['a quotation', 'a quotation that was sent'];

const orderWith = (side: Side, changes: Partial<OrderState>): OrderState => {
  const odoo = odooSides[side];
  return anOrder({ odoo, wasConfirmed: odoo?.state === 'sale', ...changes });
};

describe('what the marketplace asks of the sale order', () => {
  const cancelling: Partial<Record<Side, OdooAction>> = {
    ...Object.fromEntries([...quotations, ...confirmed].map((side) => [side, 'cancel'])),
    ...Object.fromEntries(left.map((side) => [side, 'take-back'])),
  };
  const comingBack = (deliverer: Deliverer): Partial<Record<Side, OdooAction>> => {
    const back = deliverer === 'supplier' ? left : [...quotations, ...confirmed];
    return Object.fromEntries(back.map((side) => [side, 'take-back']));
  };
  const confirming = Object.fromEntries(quotations.map((side) => [side, 'confirm' as const]));
  const handingOver = {
    ...confirming,
    ...Object.fromEntries(withOpenTransfers.map((side) => [side, 'validate' as const])),
  };
  const asked: Record<Deliverer, Record<MarketplaceStatus, Partial<Record<Side, OdooAction>>>> = {
    supplier: {
      pending: {},
      editing: {},
      approved: {},
      assigned_to_salesman: {},
      delivered: {},
      returned: comingBack('supplier'),
      cancelled_by_retailer: cancelling,
      cancelled_by_supplier: cancelling,
    },
    marketplace: {
      pending: {},
      editing: {},
      approved: confirming,
      assigned_to_salesman: handingOver,
      delivered: handingOver,
      returned: comingBack('marketplace'),
      cancelled_by_retailer: cancelling,
      cancelled_by_supplier: cancelling,
    },
  };
  for (const deliverer of ['supplier', 'marketplace'] as const) {
    for (const status of marketplaceStatuses) {
      for (const side of sides) {
        const action = asked[deliverer][status][side] ?? 'none';
        it(`${action} for ${side}, ${status}, delivered by the ${deliverer}`, () => {
          assert.equal(rules.odooAction(orderWith(side, { deliverer, status })), action);
        });
      }
    }
  }

  for (const side of sides) {
    const action = cancelling[side] ?? 'none';
    it(`${action} for ${side} when a person cancels`, () => {
      assert.equal(rules.odooAction(orderWith(side, { cancelWanted: true })), action);
    });
  }

  it('nothing while no status is known', () => {
    assert.equal(rules.odooAction(anOrder({ status: null })), 'none');
  });
});

describe('confirming in Odoo', () => {
  const table: readonly (readonly [name: string, changes: Partial<OrderState>, isConfirmed: boolean])[] = [
    ['on approval by the delivering marketplace', { deliverer: 'marketplace', status: 'approved' }, true],
    ['on a later status of the delivering marketplace', { deliverer: 'marketplace', status: 'delivered' }, true],
    ['before the delivering marketplace approves', { deliverer: 'marketplace', status: 'pending' }, false],
    ['on approval where the supplier delivers: confirming is the approval', { status: 'approved' }, false],
    ['by hand only', { confirmOrders: 'manual', deliverer: 'marketplace', status: 'approved' }, false],
    ['on import', { confirmOrders: 'on-import' }, true],
    ['on import, not before it is acknowledged', { confirmOrders: 'on-import', acknowledgedRevision: 0 }, false],
    ['on import, not while the retailer is at it', { confirmOrders: 'on-import', status: 'editing' }, false],
    ['of an order a salesperson set back to a quotation', { confirmOrders: 'on-import', wasConfirmed: true }, false],
  ];
  for (const [name, changes, isConfirmed] of table) {
    it(`${name}: ${isConfirmed ? 'yes' : 'no'}`, () => {
      assert.equal(rules.odooAction(anOrder(changes)), isConfirmed ? 'confirm' : 'none');
    });
  }
});

describe('what Odoo says to the marketplace', () => {
  const said: Record<Side, MarketplaceStatus | null> = {
    'no sale order': null,
    'a quotation': null,
    'a quotation that was sent': null,
    'a confirmed order with nothing shipped': 'approved',
    'a confirmed order shipped in part': 'assigned_to_salesman',
    'a confirmed order shipped in full': 'delivered',
    'a confirmed order whose rest was dropped': 'delivered',
    'a confirmed order whose transfers were all dropped': 'approved',
    'a confirmed order without transfers': 'approved',
    'a cancelled order': 'cancelled_by_supplier',
  };
  for (const side of sides) {
    it(`${side}: ${said[side] ?? 'nothing'}`, () => {
      assert.equal(rules.statusFromOdoo(orderWith(side, {})), said[side]);
    });
  }

  it('a first transfer says approved where shipped means delivered', () => {
    assert.equal(rules.statusFromOdoo(aConfirmedOrder(['done', 'assigned'], { shippedWhen: 'delivered' })), 'approved');
  });

  it('an order cancelled by hand before there was a sale order is cancelled by the supplier', () => {
    assert.equal(rules.statusFromOdoo(aPulledOrder({ cancelWanted: true })), 'cancelled_by_supplier');
  });

  const bySupplier: Record<
    'approved' | 'assigned_to_salesman' | 'delivered',
    Partial<Record<MarketplaceStatus, readonly MarketplaceStatus[]>>
  > = {
    approved: { pending: ['approved'] },
    assigned_to_salesman: { pending: ['approved', 'assigned_to_salesman'], approved: ['assigned_to_salesman'] },
    delivered: {
      pending: ['approved', 'assigned_to_salesman', 'delivered'],
      approved: ['assigned_to_salesman', 'delivered'],
      assigned_to_salesman: ['delivered'],
    },
  };
  const sideThatSays = {
    approved: 'a confirmed order with nothing shipped',
    assigned_to_salesman: 'a confirmed order shipped in part',
    delivered: 'a confirmed order shipped in full',
  } as const;
  for (const wanted of ['approved', 'assigned_to_salesman', 'delivered'] as const) {
    for (const status of marketplaceStatuses) {
      const sent = bySupplier[wanted][status] ?? [];
      it(`${status} at the marketplace, ${wanted} in Odoo: sends ${sent.join(', ') || 'nothing'}`, () => {
        assert.deepEqual(rules.statusesToPush(orderWith(sideThatSays[wanted], { status })), sent);
      });
      it(`${status} at the delivering marketplace, ${wanted} in Odoo: sends nothing`, () => {
        assert.deepEqual(
          rules.statusesToPush(orderWith(sideThatSays[wanted], { status, deliverer: 'marketplace' })),
          [],
        );
      });
    }
  }

  for (const deliverer of ['supplier', 'marketplace'] as const) {
    for (const status of marketplaceStatuses) {
      const sent = ['pending', 'approved', 'assigned_to_salesman'].includes(status) ? ['cancelled_by_supplier'] : [];
      it(`${status} at the marketplace, cancelled in Odoo, delivered by the ${deliverer}: sends ${sent.join() || 'nothing'}`, () => {
        assert.deepEqual(rules.statusesToPush(orderWith('a cancelled order', { status, deliverer })), sent);
      });
    }
  }

  it('nobody could read the order and a person cancels it: only the cancellation is sent', () => {
    const unreadable = { hasContent: false, status: null } as const;
    assert.deepEqual(rules.statusesToPush(aPulledOrder({ ...unreadable, cancelWanted: true })), [
      'cancelled_by_supplier',
    ]);
    assert.deepEqual(rules.statusesToPush(aConfirmedOrder(['done'], unreadable)), []);
  });
});

describe('the one-time password', () => {
  const holds: readonly (readonly [name: string, changes: Partial<OrderState>, asks: boolean, waits: boolean])[] = [
    ['wanted and not given', {}, true, true],
    ['not wanted', { needsOtp: false }, false, false],
    ['given', { hasOtp: true }, false, false],
    ['accepted', { otpAccepted: true }, false, false],
    ['of an order not yet confirmed', { odoo: { state: 'draft', pickings: [] } }, false, true],
    ['of an order not yet imported', { odoo: null }, false, true],
    ['of an order cancelled in Odoo', { odoo: { state: 'cancel', pickings: [] } }, false, true],
    ['of an order cancelled at the marketplace', { status: 'cancelled_by_retailer' }, false, true],
    ['of an order the marketplace delivers', { deliverer: 'marketplace' }, false, true],
  ];
  for (const [name, changes, asks, waits] of holds) {
    const order = aConfirmedOrder(['assigned'], { needsOtp: true, ...changes });
    it(`${name}: ${asks ? 'is' : 'is not'} asked for`, () => {
      assert.equal(rules.shouldAskForOtp(order), asks);
    });
    it(`${name}: ${waits ? 'holds' : 'does not hold'} the delivered status`, () => {
      assert.equal(rules.waitsForOtp(order, 'delivered'), waits);
    });
  }
  for (const status of marketplaceStatuses.filter((each) => each !== 'delivered')) {
    it(`never holds ${status}`, () => {
      assert.equal(rules.waitsForOtp(aConfirmedOrder(['done'], { needsOtp: true }), status), false);
    });
  }
});

describe('the end of an order', () => {
  const cancelledSides: readonly Side[] = ['no sale order', 'a cancelled order'];
  const settled: readonly Side[] = [
    'a confirmed order shipped in full',
    'a confirmed order whose rest was dropped',
    'a confirmed order whose transfers were all dropped',
    'a confirmed order without transfers',
    'a cancelled order',
  ];
  const finished: Partial<Record<MarketplaceStatus, readonly Side[]>> = {
    delivered: settled,
    // What came back after it had left is taken back by a person.
    returned: settled.filter((side) => !left.includes(side)),
    cancelled_by_retailer: cancelledSides,
    cancelled_by_supplier: cancelledSides,
  };
  for (const status of marketplaceStatuses) {
    for (const side of sides) {
      const isEnd = finished[status]?.includes(side) ?? false;
      it(`${status} at the marketplace and ${side} in Odoo ${isEnd ? 'is' : 'is not'} the end`, () => {
        assert.equal(rules.isFinished(orderWith(side, { status })), isEnd);
      });
    }
  }

  it('is not there while the delivering marketplace brought it back and nobody took it', () => {
    assert.equal(rules.isFinished(aConfirmedOrder([], { status: 'returned', deliverer: 'marketplace' })), false);
  });

  it('is not there while no status is known', () => {
    assert.equal(rules.isFinished(aConfirmedOrder(['done'], { status: null })), false);
  });
});

describe('the stage people see', () => {
  const table: readonly (readonly [stage: OrderStage, name: string, order: OrderState])[] = [
    ['received', 'pulled', aPulledOrder()],
    ['held', 'cannot be imported', aPulledOrder({ blocked: ['import'] })],
    ['received', 'waits for another step', aPulledOrder({ blocked: ['push'] })],
    ['cancelled', 'cancelled before it was imported', aPulledOrder({ status: 'cancelled_by_retailer' })],
    ['imported', 'in Odoo and not acknowledged', anOrder({ acknowledgedRevision: 0 })],
    ['acknowledged', 'in Odoo and acknowledged', anOrder()],
    ['acknowledged', 'a quotation that was sent to the customer', anOrder({ odoo: { state: 'sent', pickings: [] } })],
    ['confirmed', 'confirmed', aConfirmedOrder(['assigned'])],
    ['shipped', 'shipped in part', aConfirmedOrder(['done', 'assigned'], { status: 'assigned_to_salesman' })],
    ['shipped', 'shipped in full, not yet told', aConfirmedOrder(['done'], { status: 'assigned_to_salesman' })],
    ['delivered', 'delivered on both sides', aConfirmedOrder(['done'], { status: 'delivered' })],
    [
      'confirmed',
      'delivered at the marketplace while Odoo has shipped nothing',
      aConfirmedOrder(['assigned'], { status: 'delivered' }),
    ],
    [
      'shipped',
      'delivered at the marketplace while Odoo has shipped a part',
      aConfirmedOrder(['done', 'assigned'], { status: 'delivered' }),
    ],
    ['returned', 'came back', aConfirmedOrder(['done'], { status: 'returned' })],
    ['cancelled', 'cancelled in Odoo', anOrder({ odoo: { state: 'cancel', pickings: [] } })],
    ['shipped', 'cancelled after it had left', aConfirmedOrder(['done'], { status: 'cancelled_by_retailer' })],
    [
      'skipped',
      'closed as skipped',
      aConfirmedOrder(['done'], { closed: true, stage: 'skipped', status: 'delivered' }),
    ],
  ];
  for (const [stage, name, order] of table) {
    it(`${name}: ${stage}`, () => {
      assert.equal(rules.stageOf(order), stage);
    });
  }
});
