import assert from 'node:assert/strict';
import { internationalDigits, readCustomer } from '../../../../src/connectors/marketplaces/cartona/customer.ts';

describe('a retailer of Cartona', () => {
  for (const phone of [
    '+201001234567',
    '+20 100 123 4567',
    '+20 (0) 100 123-4567',
    '00201001234567',
    '201001234567',
    '01001234567',
    '1001234567',
    '+2001001234567',
    '٠١٠٠١٢٣٤٥٦٧',
  ]) {
    it(`is the same customer under ${phone}`, () => {
      assert.equal(internationalDigits(phone), '201001234567');
    });
  }

  it('may have a number of another country', () => {
    assert.equal(internationalDigits('+971 50 123 4567'), '971501234567');
  });

  for (const phone of ['', '-', 'none', '123', '01001234567 / 01117654321']) {
    it(`has no number that could be told from others in "${phone}"`, () => {
      assert.equal(internationalDigits(phone), null);
    });
  }

  it('is known by its code before its phone, and never by its name', () => {
    const retailer = { retailer_name: 'El Nour', retailer_code: 'A1', retailer_number: '01001234567' };
    assert.equal(readCustomer(retailer).ref, 'retailer_A1');
    assert.equal(readCustomer({ ...retailer, retailer_code: null }).ref, 'retailer_phone_201001234567');
    assert.equal(readCustomer({ retailer_name: 'El Nour' }).ref, null);
  });
});
