import assert from 'node:assert/strict';
import { nextStep } from '../../src/domain/next-step.ts';
import type { NextStep } from '../../src/domain/next-step.ts';
import type { OrderState } from '../../src/domain/order-state.ts';
import { aConfirmedOrder, anOrder, aPulledOrder } from './builders.ts';

type Case = readonly [next: NextStep, name: string, order: OrderState];

const check = (cases: readonly Case[]): void => {
  for (const [next, name, order] of cases) {
    it(`${name}: ${next}`, () => {
      assert.equal(nextStep(order), next);
    });
  }
};

describe('the next step of an order that is not in Odoo', () => {
  const cancelled = { status: 'cancelled_by_retailer' } as const;
  check([
    ['import', 'was pulled', aPulledOrder()],
    ['wait', 'is being edited by the retailer', aPulledOrder({ status: 'editing' })],
    ['wait', 'cannot be imported', aPulledOrder({ blocked: ['import'] })],
    ['import', 'cannot be read, and somebody asks to try again', aPulledOrder({ hasContent: false, status: null })],
    ['fetch', 'is known by its id alone', aPulledOrder({ hasContent: false, status: null, pulledRevision: 0 })],
    ['acknowledge', 'was cancelled before it was imported', aPulledOrder(cancelled)],
    ['acknowledge', 'was cancelled while it was held', aPulledOrder({ ...cancelled, blocked: ['import'] })],
    [
      'wait',
      'was cancelled, and the acknowledgement waits for a person',
      aPulledOrder({ ...cancelled, blocked: ['acknowledge'] }),
    ],
    ['close', 'was cancelled and acknowledged', aPulledOrder({ ...cancelled, acknowledgedRevision: 1 })],
    ['push', 'is cancelled by a person', aPulledOrder({ cancelWanted: true })],
    [
      'push',
      'cannot be read and is cancelled by a person',
      aPulledOrder({ cancelWanted: true, hasContent: false, status: null }),
    ],
    [
      'wait',
      'is cancelled by a person while the retailer is at it',
      aPulledOrder({ cancelWanted: true, status: 'editing' }),
    ],
    [
      'wait',
      'is cancelled by a person, and the marketplace refuses',
      aPulledOrder({ cancelWanted: true, blocked: ['push'] }),
    ],
  ]);
});

describe('the next step of an order in Odoo', () => {
  const otp = { needsOtp: true } as const;
  check([
    ['import', 'was changed by the retailer', anOrder({ pulledRevision: 3 })],
    ['wait', 'is being edited by the retailer', anOrder({ pulledRevision: 3, status: 'editing' })],
    ['wait', 'was changed in a way that waits for a person', anOrder({ pulledRevision: 3, blocked: ['import'] })],
    [
      'push',
      'was changed in a way that waits for a person, and is confirmed',
      aConfirmedOrder(['assigned'], { status: 'pending', pulledRevision: 3, blocked: ['import'] }),
    ],
    ['acknowledge', 'was imported', anOrder({ acknowledgedRevision: 0 })],
    ['acknowledge', 'was changed and imported again', anOrder({ pulledRevision: 3, importedRevision: 3 })],
    ['wait', 'cannot be acknowledged', anOrder({ acknowledgedRevision: 0, blocked: ['acknowledge'] })],
    [
      'acknowledge',
      'is to be confirmed on import and is not acknowledged',
      anOrder({ acknowledgedRevision: 0, confirmOrders: 'on-import' }),
    ],
    [
      'wait',
      'is to be confirmed on import and cannot be acknowledged',
      anOrder({ acknowledgedRevision: 0, confirmOrders: 'on-import', blocked: ['acknowledge'] }),
    ],
    ['follow', 'is to be confirmed on import and was acknowledged', anOrder({ confirmOrders: 'on-import' })],
    ['wait', 'is a quotation of a delivering supplier', anOrder()],
    ['follow', 'was approved by the delivering marketplace', anOrder({ deliverer: 'marketplace', status: 'approved' })],
    ['wait', 'cannot be confirmed', anOrder({ deliverer: 'marketplace', status: 'approved', blocked: ['apply'] })],
    ['push', 'was confirmed in Odoo', aConfirmedOrder(['assigned'], { status: 'pending' })],
    ['wait', 'was confirmed, and the marketplace knows', aConfirmedOrder(['assigned'])],
    [
      'wait',
      'was confirmed, and the marketplace refuses',
      aConfirmedOrder(['assigned'], { status: 'pending', blocked: ['push'] }),
    ],
    ['push', 'was shipped', aConfirmedOrder(['done'])],
    ['follow', 'was confirmed and needs a password', aConfirmedOrder(['assigned'], otp)],
    [
      'push',
      'was shipped before the password came: the status before it',
      aConfirmedOrder(['done'], { ...otp, blocked: ['otp'] }),
    ],
    [
      'wait',
      'was shipped, and only delivered waits for the password',
      aConfirmedOrder(['done'], { ...otp, status: 'assigned_to_salesman', blocked: ['otp'] }),
    ],
    [
      'push',
      'was shipped, and the password came',
      aConfirmedOrder(['done'], { ...otp, status: 'assigned_to_salesman', hasOtp: true }),
    ],
    ['follow', 'was cancelled by the retailer', aConfirmedOrder(['assigned'], { status: 'cancelled_by_retailer' })],
    ['follow', 'was cancelled after goods had left', aConfirmedOrder(['done'], { status: 'cancelled_by_retailer' })],
    [
      'wait',
      'was cancelled after goods had left, and a person takes them back',
      aConfirmedOrder(['done'], { status: 'cancelled_by_retailer', blocked: ['apply'] }),
    ],
    ['follow', 'is cancelled by a person', anOrder({ cancelWanted: true })],
    ['push', 'was cancelled in Odoo', anOrder({ odoo: { state: 'cancel', pickings: [] } })],
    ['wait', 'was shipped in part', aConfirmedOrder(['done', 'assigned'], { status: 'assigned_to_salesman' })],
    ['close', 'was delivered on both sides', aConfirmedOrder(['done'], { status: 'delivered' })],
    [
      'close',
      'was cancelled on both sides',
      anOrder({ status: 'cancelled_by_retailer', odoo: { state: 'cancel', pickings: [] } }),
    ],
    [
      'wait',
      'was delivered on both sides, with something still to see to',
      aConfirmedOrder(['done'], { status: 'delivered', blocked: ['close'] }),
    ],
    [
      'wait',
      'was delivered at the marketplace while Odoo ships',
      aConfirmedOrder(['assigned'], { status: 'delivered' }),
    ],
  ]);
});

describe('the next step of a closed order', () => {
  const closed = { closed: true, stage: 'delivered', status: 'delivered' } as const;
  check([
    ['closed', 'has nothing new', aConfirmedOrder(['done'], closed)],
    [
      'acknowledge',
      'was changed by the marketplace afterwards',
      aConfirmedOrder(['done'], { ...closed, pulledRevision: 5, importedRevision: 5 }),
    ],
    [
      'closed',
      'was changed afterwards and cannot be acknowledged',
      aConfirmedOrder(['done'], { ...closed, pulledRevision: 5, importedRevision: 5, blocked: ['acknowledge'] }),
    ],
    ['closed', 'was skipped before it was imported', aPulledOrder({ closed: true, stage: 'skipped' })],
    [
      'acknowledge',
      'was cancelled, and the acknowledgement got lost',
      aPulledOrder({ closed: true, stage: 'cancelled', status: 'cancelled_by_retailer' }),
    ],
  ]);
});
