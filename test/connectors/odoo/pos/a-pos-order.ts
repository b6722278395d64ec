import type { NewPosLine, NewPosOrder } from '../../../../src/domain/pos/odoo-pos.ts';

/** A line of 100.00 with a tax of 15 % on it. */
export const aNewLine = (over: Partial<NewPosLine> & Pick<NewPosLine, 'productId' | 'taxIds'>): NewPosLine => ({
  name: 'قهوة ☕',
  quantity: '1',
  unitPrice: '100',
  discount: '0',
  subtotal: '100',
  subtotalWithTax: '115',
  lots: [],
  refundedLineId: null,
  ...over,
});

/** An order of 115.00 that is paid with one payment. */
export const aNewOrder = (
  number: number | string,
  over: Partial<NewPosOrder> & Pick<NewPosOrder, 'sessionId' | 'companyId' | 'lines' | 'payments'>,
): NewPosOrder => ({
  externalId: `garage_pos_${number}`,
  posReference: `Garage ${number}`,
  date: '2026-11-21T09:30:00.000Z',
  partnerId: null,
  amountTotal: '115',
  amountTax: '15',
  amountPaid: '115',
  amountReturn: '0',
  ...over,
});
