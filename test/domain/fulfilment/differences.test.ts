import assert from 'node:assert/strict';
import { differencesOf } from '../../../src/domain/fulfilment/differences.ts';
import { aSentLine, aSentOrder, serials } from './builders.ts';

const sent = aSentOrder();

describe('the differences of an order that was changed after it was sent', () => {
  it('are none where it is the same', () => {
    assert.deepEqual(differencesOf(sent, aSentOrder()), []);
  });

  it('name each field of the receiver, and the comment', () => {
    const receiver = { ...sent.receiver, phone: '+1 000', email: null, street: 'Elsewhere 1' };
    assert.deepEqual(differencesOf(sent, aSentOrder({ receiver, comment: 'Ring twice' })), [
      'the phone "+1 355-687-3262" became "+1 000"',
      'the e-mail address "brandon@example.com" is gone',
      'the street "4557 De Silva St" became "Elsewhere 1"',
      'the comment is now "Ring twice"',
    ]);
  });

  it('name lines that came, went, or have another quantity', () => {
    const before = aSentOrder({
      lines: [aSentLine(), aSentLine({ saleLineId: 2, centreProductId: 'G-1', name: 'Gadget' })],
    });
    const after = aSentOrder({
      lines: [aSentLine({ quantity: '3' }), aSentLine({ saleLineId: 3, centreProductId: 'F-1', name: 'Flour' })],
    });
    assert.deepEqual(differencesOf(before, after), [
      'more of "Widget" (W-1): 2 became 3',
      '2 of "Gadget" (G-1) went',
      '2 of "Flour" (F-1) came',
    ]);
    const fewer = aSentOrder({ lines: [aSentLine({ quantity: '1' })] });
    assert.deepEqual(differencesOf(sent, fewer), ['less of "Widget" (W-1): 2 became 1']);
  });

  it('name lots that came, went, or cover another quantity', () => {
    const before = aSentOrder({ lines: [aSentLine({ lots: serials('S1', 'S2') })] });
    const after = aSentOrder({ lines: [aSentLine({ lots: serials('S2', 'S3') })] });
    assert.deepEqual(differencesOf(before, after), ['"Widget" (W-1) now without S1 and with S3']);
    const lots = (first: string, second: string) => [
      { name: 'L1', quantity: first },
      { name: 'L2', quantity: second },
    ];
    assert.deepEqual(
      differencesOf(
        aSentOrder({ lines: [aSentLine({ lots: lots('1.5', '0.5') })] }),
        aSentOrder({ lines: [aSentLine({ lots: lots('1', '1') })] }),
      ),
      ['"Widget" (W-1) now without 1.5 of L1, 0.5 of L2 and with L1, L2'],
    );
  });

  it('are none where lines or lots stand in another order, or a line was written anew', () => {
    const widget = aSentLine({ lots: serials('S1', 'S2') });
    const gadget = aSentLine({ saleLineId: 2, centreProductId: 'G-1', name: 'Gadget' });
    assert.deepEqual(
      differencesOf(
        aSentOrder({ lines: [widget, gadget] }),
        aSentOrder({ lines: [gadget, { ...widget, saleLineId: 9, lots: serials('S2', 'S1') }] }),
      ),
      [],
    );
  });

  it('are none where one line became two of the same product', () => {
    const halves = [aSentLine({ quantity: '1' }), aSentLine({ saleLineId: 2, quantity: '1.0' })];
    assert.deepEqual(differencesOf(sent, aSentOrder({ lines: halves })), []);
  });

  it('are none where only a price differs: the prep centre ships the same', () => {
    assert.deepEqual(differencesOf(sent, aSentOrder({ lines: [aSentLine({ unitPrice: '9' })] })), []);
  });
});
