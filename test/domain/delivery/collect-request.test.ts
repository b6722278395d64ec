import assert from 'node:assert/strict';
import { collectRequest } from '../../../src/domain/delivery/collect-request.ts';
import type { CarriedAddress, CarriedPicking } from '../../../src/domain/delivery/odoo-delivery.ts';

const address: CarriedAddress = {
  partnerId: 15,
  name: 'Muster GmbH, Erika',
  company: 'Muster GmbH',
  contact: 'Erika',
  phone: '+49 30 1',
  email: null,
  street: 'Musterstraße 12a',
  street2: 'Hinterhaus',
  city: 'Berlin',
  zip: '10115',
  state: null,
  country: 'DE',
};

const picking: CarriedPicking = {
  id: 7,
  name: 'WH/OUT/00042',
  state: 'assigned',
  origin: 'S00042',
  userId: 2,
  saleOrderId: 42,
  address,
  weightKg: '3.5',
  parcels: 2,
  content: ['Kettle', 'Mug'],
  note: 'Ring twice',
  trackingRef: null,
};

const needs = { required: [], weightFallbackKg: null };

describe('what a courier is told of a picking', () => {
  it('is its receiver, its weight, its packages and our reference', () => {
    assert.deepEqual(collectRequest(picking, 'CNV-1', needs), {
      kind: 'ready',
      request: {
        reference: 'CNV-1',
        pickingName: 'WH/OUT/00042',
        receiver: {
          name: 'Muster GmbH',
          contact: 'Erika',
          street: 'Musterstraße 12a',
          street2: 'Hinterhaus',
          zip: '10115',
          city: 'Berlin',
          state: null,
          country: 'DE',
          phone: '+49 30 1',
          email: null,
        },
        parcels: [{ count: 2, weightKg: '3.5', description: 'Kettle, Mug' }],
        notes: 'Ring twice',
      },
    });
  });

  it('is a person by name where there is no company, and the second line of the street where the first is empty', () => {
    const person = { ...address, company: null, contact: null, name: 'Erika', street: null, street2: 'Am Markt 3' };
    const collected = collectRequest({ ...picking, address: person }, 'CNV-1', needs);
    assert.partialDeepStrictEqual(collected, {
      kind: 'ready',
      request: { receiver: { name: 'Erika', contact: null, street: 'Am Markt 3', street2: null } },
    });
  });

  it('lacks everything at once that is missing, each with the record in Odoo', () => {
    const bare = { ...address, street: null, street2: null, zip: null, phone: null };
    const collected = collectRequest({ ...picking, address: bare, weightKg: null }, 'CNV-1', {
      required: ['receiver.phone'],
      weightFallbackKg: null,
    });
    assert.equal(collected.kind, 'missing');
    assert.deepEqual(
      collected.fields.map(({ path }) => path),
      ['receiver.street', 'receiver.zip', 'parcels[0].weightKg', 'receiver.phone'],
    );
    assert.match(collected.fields[0]?.message ?? '', /res\.partner 15.*street/);
    assert.match(collected.fields[2]?.message ?? '', /WH\/OUT\/00042.*weight/);
  });

  it('has the weight the connection says where Odoo knows none', () => {
    const collected = collectRequest({ ...picking, weightKg: null }, 'CNV-1', { required: [], weightFallbackKg: 2.5 });
    assert.partialDeepStrictEqual(collected, { request: { parcels: [{ weightKg: '2.5' }] } });
  });

  it('cannot be told without a contact', () => {
    const collected = collectRequest({ ...picking, address: null }, 'CNV-1', needs);
    assert.deepEqual(collected, {
      kind: 'missing',
      fields: [{ path: 'receiver', message: 'picking WH/OUT/00042 has no contact (Delivery Address)' }],
    });
  });
});
