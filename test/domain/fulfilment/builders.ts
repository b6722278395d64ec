import type { FulfilmentLine, FulfilmentOrder } from '../../../src/domain/fulfilment/fulfilment.ts';
import type { DeliveryAddress, ShippableLine, ShippableOrder } from '../../../src/domain/fulfilment/odoo-fulfilment.ts';

export const anAddress = (changes: Partial<DeliveryAddress> = {}): DeliveryAddress => ({
  partnerId: 17,
  name: 'Azure Interior, Brandon Freeman',
  phone: '+1 355-687-3262',
  email: 'brandon@example.com',
  street: '4557 De Silva St',
  street2: null,
  city: 'Fremont',
  zip: '94538',
  state: 'California',
  country: 'US',
  ...changes,
});

/** Two of an untracked product whose id at the prep centre is `W-1`. */
export const aLine = (changes: Partial<ShippableLine> = {}): ShippableLine => ({
  id: 1,
  productId: 904,
  name: 'Widget',
  quantity: '2',
  unitPrice: '10.5',
  tracking: 'none',
  lots: [],
  fieldValue: 'W-1',
  ...changes,
});

export const serials = (...names: readonly string[]): ShippableLine['lots'] =>
  names.map((name) => ({ name, quantity: '1' }));

/** A confirmed order that nothing keeps from being sent. */
export const aShippableOrder = (changes: Partial<ShippableOrder> = {}): ShippableOrder => ({
  id: 42,
  name: 'S00042',
  state: 'sale',
  orderedAt: '2026-01-17T10:00:00.000Z',
  mark: 'a',
  companyId: 1,
  teamId: 5,
  tagIds: [7, 8],
  warehouseId: 3,
  userId: 2,
  currency: 'EUR',
  note: null,
  deliverTo: anAddress(),
  lines: [aLine()],
  transfers: [],
  ...changes,
});

export const aSentLine = (changes: Partial<FulfilmentLine> = {}): FulfilmentLine => ({
  saleLineId: 1,
  productId: 904,
  centreProductId: 'W-1',
  name: 'Widget',
  quantity: '2',
  productQuantity: '2',
  unitPrice: '10.5',
  lots: [],
  ...changes,
});

/** What is sent of `aShippableOrder()`. */
export const aSentOrder = (changes: Partial<FulfilmentOrder> = {}): FulfilmentOrder => ({
  reference: 'S00042',
  orderedAt: '2026-01-17T10:00:00.000Z',
  currency: 'EUR',
  receiver: {
    name: 'Azure Interior, Brandon Freeman',
    phone: '+1 355-687-3262',
    email: 'brandon@example.com',
    street: '4557 De Silva St',
    city: 'Fremont',
    zip: '94538',
    state: 'California',
    country: 'US',
  },
  comment: null,
  lines: [aSentLine()],
  ...changes,
});
