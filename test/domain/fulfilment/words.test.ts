import assert from 'node:assert/strict';
import * as words from '../../../src/domain/fulfilment/words.ts';

const at = { centre: 'Ysell', number: 'S00042', id: '881' };
const standing = (status: string | null, said: string | null = null) => ({
  id: '881',
  status,
  words: said,
  trackingNumber: null,
});

describe('the words of a shipment', () => {
  it('say a status with what the prep centre says of it, and the one before', () => {
    assert.equal(words.statusWords('Ysell', null, standing('5.1')), 'Ysell says status 5.1.');
    assert.equal(
      words.statusWords('Ysell', '3', standing('3.1', 'No stock of A-77')),
      'Ysell says status 3.1: No stock of A-77, before 3.',
    );
    assert.equal(words.statusWords('Ysell', null, standing(null)), 'Ysell says no status.');
  });

  it('do not say a status twice that is its own words', () => {
    assert.equal(words.statusWords('Ysell', null, standing('Done', 'Done')), 'Ysell says status Done.');
  });

  it('name the order at both sides where a person has to act', () => {
    assert.equal(
      words.cancelByHandReason(at),
      'S00042 was cancelled in Odoo after it was sent: cancel it at Ysell, it is order 881 there.',
    );
    assert.equal(
      words.changedReason(at, ['the phone "1" became "2"', '2 of "Gadget" (G-1) went']),
      'S00042 was changed after it was sent to Ysell as order 881: the phone "1" became "2"; 2 of "Gadget" (G-1) went. Change it there too, then skip or retry.',
    );
  });

  it('say of two orders which ones they are', () => {
    assert.equal(
      words.twoFoundReason('Ysell', 'S00042', ['881', '882']),
      'Ysell has 2 orders named S00042 (881, 882): cancel all but one there, then retry.',
    );
  });
});
