import assert from 'node:assert/strict';
import { nextDeliveryStep, whyDeliveryRefused } from '../../../src/domain/delivery/delivery-view.ts';
import type { DeliveryState, DeliveryView } from '../../../src/domain/delivery/delivery-view.ts';

const fresh: DeliveryState = {
  isClosed: false,
  looksWanted: true,
  isChecked: false,
  isBooked: false,
  isSending: false,
  isCancelWanted: false,
  isTold: true,
  isLabelDue: true,
  blocked: [],
};
const checked = { ...fresh, looksWanted: false, isChecked: true };
const booked = { ...checked, isBooked: true };

describe('the next step of a shipment', () => {
  const cases: readonly (readonly [string, DeliveryState, string])[] = [
    ['looks at the picking first', fresh, 'look'],
    ['books what was checked', checked, 'book'],
    ['waits while its check waits for a person', { ...fresh, looksWanted: false, blocked: ['look'] }, 'wait'],
    ['waits while its booking waits for a person', { ...checked, blocked: ['book'] }, 'wait'],
    ['fetches the label of what is booked', booked, 'label'],
    ['tells Odoo the number before that', { ...booked, isTold: false }, 'tell'],
    ['waits once the label was asked for', { ...booked, isLabelDue: false }, 'wait'],
    ['cancels a booking nobody wants', { ...booked, isTold: false, isCancelWanted: true }, 'cancel'],
    ['looks for a booking in doubt that nobody wants', { ...checked, isSending: true, isCancelWanted: true }, 'book'],
    ['looks into Odoo again when something changed there', { ...booked, looksWanted: true }, 'look'],
    ['is none once it is closed', { ...booked, isClosed: true }, 'closed'],
    ['tells Odoo the last number also then', { ...booked, isClosed: true, isTold: false }, 'tell'],
    ['gives that up where Odoo refuses', { ...booked, isClosed: true, isTold: false, blocked: ['tell'] }, 'closed'],
  ];
  for (const [words, state, next] of cases) it(words, () => assert.equal(nextDeliveryStep(state), next));
});

describe('a command to a shipment', () => {
  const view: DeliveryView = {
    shipmentId: '00000000-0000-4000-8000-000000000000',
    connection: 'opal',
    number: 'WH/OUT/00042',
    state: 'pending',
    next: 'wait',
    courier: { id: 'OCU-1', status: null },
    trackingNumber: null,
    error: null,
    attention: [],
    isSending: false,
    revision: 1,
  };
  const closed = { ...view, state: 'error', next: 'closed' } as const;

  it('is obeyed while it makes sense', () => {
    assert.equal(whyDeliveryRefused(view, { action: 'cancel', reason: '' }), null);
    assert.equal(whyDeliveryRefused(view, { action: 'retry' }), null);
    assert.equal(whyDeliveryRefused(view, { action: 'skip', reason: 'by hand' }), null);
  });
  it('is refused in words', () => {
    assert.match(whyDeliveryRefused(view, { action: 'skip', reason: ' ' }) ?? '', /Give a reason/);
    assert.match(whyDeliveryRefused(closed, { action: 'retry' }) ?? '', /closed as error: ask for a new one/);
    assert.match(whyDeliveryRefused(closed, { action: 'cancel', reason: '' }) ?? '', /closed as error already/);
    assert.match(
      whyDeliveryRefused({ ...view, state: 'shipped' }, { action: 'cancel', reason: '' }) ?? '',
      /collected/,
    );
  });
  it('takes note of what a closed one left behind', () => {
    const failed = { ...closed, attention: [{ kind: 'rejected', reason: 'Fehlanfahrt' }] } as const;
    assert.equal(whyDeliveryRefused(failed, { action: 'skip', reason: 'seen' }), null);
    assert.match(whyDeliveryRefused(closed, { action: 'skip', reason: 'seen' }) ?? '', /closed as error already/);
  });
});
