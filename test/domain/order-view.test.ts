import assert from 'node:assert/strict';
import { whyRefused } from '../../src/domain/order-view.ts';
import type { OrderCommand, OrderView } from '../../src/domain/order-view.ts';
import { aView } from './builders.ts';

const retry: OrderCommand = { action: 'retry' };
const skip: OrderCommand = { action: 'skip', reason: 'sold by phone' };
const cancel: OrderCommand = { action: 'cancel', reason: 'cannot_deliver_the_order' };
const otp: OrderCommand = { action: 'enterOtp', otp: '123456' };

describe('what a person may ask of an order', () => {
  const table: readonly (readonly [
    name: string,
    command: OrderCommand,
    view: Partial<OrderView>,
    refusal: RegExp | null,
  ])[] = [
    ['a retry of one that waits', retry, {}, null],
    ['a retry of one that is busy', retry, { next: 'import' }, null],
    ['a skip with a reason', skip, {}, null],
    ['a skip without a reason', { action: 'skip', reason: '  ' }, {}, /reason is needed to skip/],
    ['a skip of one whose goods have left', skip, { hasLeft: true }, null],
    ['a cancel with a reason', cancel, {}, null],
    ['a cancel without a reason', { action: 'cancel', reason: '' }, {}, /reason is needed to cancel/],
    ['a cancel after the goods have left', cancel, { hasLeft: true }, /C-10021 cannot be cancelled: goods have left/],
    ['a password where one is wanted', otp, { needsOtp: true }, null],
    ['a password where none is wanted', otp, {}, /C-10021 needs no one-time password/],
    ['an empty password', { action: 'enterOtp', otp: ' ' }, { needsOtp: true }, /password is empty/],
  ];
  for (const [name, command, view, refusal] of table) {
    it(`${name}: ${refusal === null ? 'is taken' : 'is refused'}`, () => {
      const words = whyRefused(aView(view), command);
      if (refusal === null) assert.equal(words, null);
      else assert.match(words ?? '', refusal);
    });
  }

  for (const command of [retry, skip, cancel, otp]) {
    it(`${command.action} of a closed order is refused, naming how it ended`, () => {
      const words = whyRefused(aView({ next: 'closed', stage: 'delivered', needsOtp: true }), command);
      assert.match(words ?? '', /C-10021 is delivered and closed/);
    });
  }
});
