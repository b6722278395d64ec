import type { CustomerDraft, SaleOrderDraft } from '../../../src/connectors/odoo/client.ts';

export const aSaleOrder = (over: Partial<SaleOrderDraft> = {}): SaleOrderDraft => ({
  partnerId: 7,
  clientOrderRef: 'C-10021',
  origin: 'Cartona Egypt GMNvpbLM',
  note: null,
  lines: [
    { productId: 904, quantity: '10', unitPrice: '200.00', description: 'Soap' },
    { productId: 905, quantity: '2.5', unitPrice: '0', description: '' },
  ],
  taxes: 'odoo',
  companyId: null,
  warehouseId: null,
  teamId: null,
  pricelistId: null,
  userId: null,
  fields: {},
  ...over,
});

export const aCustomer = (over: Partial<CustomerDraft> = {}): CustomerDraft => ({
  name: 'Corner shop',
  ref: 'retailer_A00315',
  phone: '0100',
  phone2: null,
  email: null,
  street: null,
  comment: null,
  fields: {},
  ...over,
});
