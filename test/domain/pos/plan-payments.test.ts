import assert from 'node:assert/strict';
import type { PosOrder } from '../../../src/domain/pos/pos-order.ts';
import { aConfig, aMethod, anOrder, aPayment } from './builders.ts';
import { draftOf, obstacleOf } from './planned.ts';

describe('payments of an order', () => {
  const config = aConfig({
    methods: [
      aMethod(11, 'Cash', { type: 'cash', journalName: 'Drawer' }),
      aMethod(12, 'Mada Card'),
      aMethod(14, 'Tabby', { journalName: 'Tabby BNPL' }),
      aMethod(15, 'تحويل بنكي', { journalName: 'Alinma' }),
      aMethod(16, 'STC Pay'),
      aMethod(13, 'Customer Account', { type: 'pay_later', journalName: null, needsPartner: true }),
      aMethod(17, 'Web', { type: 'online' }),
    ],
  });
  const pay = (cardType: string | null, mode: number | null): PosOrder =>
    anOrder({ payments: [aPayment('92', { cardType, mode })] });

  const tables: readonly (readonly [what: string, cardType: string | null, mode: number | null, methodId: number])[] = [
    ['the name of a method', 'CASH ', 2, 11],
    ['a part of its name', 'mada', 1, 12],
    ['the name of its journal', 'alinma', null, 15],
    ['PaymentMode 1', null, 1, 11],
    ['PaymentMode 2', '', 2, 12],
    ['PaymentMode 5', 'unknown', 5, 14],
    ['PaymentMode 7', null, 7, 16],
    ['PaymentMode 8, in Arabic', null, 8, 15],
    ['the fallback: the first', 'Visa', 4, 11],
  ];
  for (const [what, cardType, mode, methodId] of tables) {
    it(`go by ${what}`, () => {
      assert.equal(draftOf(pay(cardType, mode), { config }).payments[0]?.methodId, methodId);
    });
  }

  it('go by the named fallback, or are refused', () => {
    const order = pay('Visa', 4);
    assert.equal(draftOf(order, { config, settings: { paymentFallback: 'mada card' } }).payments[0]?.methodId, 12);
    assert.match(
      obstacleOf(order, { config, settings: { paymentFallback: 'Amex' } }),
      /none as paymentFallback says, "Amex"/,
    );
    assert.match(
      obstacleOf(order, { config, settings: { paymentFallback: 'refuse' } }),
      /no payment method in Odoo is called as the payment Visa/,
    );
  });

  it('wait for a person where a CardType may be several methods', () => {
    const two = aConfig({ methods: [aMethod(1, 'Mada 1'), aMethod(2, 'Mada 2')] });
    assert.match(
      obstacleOf(pay('Mada', 2), { config: two }),
      /^ambiguous-record: .*any of the payment methods "Mada 1", "Mada 2"/,
    );
  });

  it('on account want a customer', () => {
    assert.match(
      obstacleOf(pay(null, 3), { config }),
      /^customer: Order 639: the payment method "Customer Account" wants a customer/,
    );
    const draft = draftOf(pay(null, 3), { config, partner: 40 });
    assert.deepEqual([draft.partnerId, draft.payments[0]?.methodId], [40, 13]);
  });

  it('may be several, and give change in cash', () => {
    const payments = [aPayment('50', { cardType: 'Mada', mode: 2 }), aPayment('50')];
    const draft = draftOf(anOrder({ payments, totals: { grandTotal: '92', paid: '100', balance: '-8' } }), { config });
    assert.deepEqual(draft.payments, [
      { methodId: 12, amount: '50', isChange: false },
      { methodId: 11, amount: '50', isChange: false },
      { methodId: 11, amount: '-8', isChange: true },
    ]);
    assert.deepEqual([draft.amountTotal, draft.amountPaid, draft.amountReturn], ['92', '92', '8']);
  });

  it('give even little change where the source says so', () => {
    const draft = draftOf(
      anOrder({ payments: [aPayment('92.05')], totals: { grandTotal: '92', paid: '92.05', balance: '-0.05' } }),
    );
    assert.deepEqual([draft.amountTotal, draft.amountReturn], ['92', '0.05']);
  });

  it('must be what the cash rounding of Odoo makes', () => {
    const rounding = aConfig({ cashRounding: { step: '0.05', onlyCash: true } });
    const order = anOrder({ payments: [aPayment('92.03')], totals: { grandTotal: '92.03' } });
    assert.match(obstacleOf(order, { config: rounding }), /multiples of 0\.05, and 92\.03 is none/);
    assert.equal(draftOf(anOrder({ payments: [aPayment('92.05')] }), { config: rounding }).amountTotal, '92.05');
  });
});
