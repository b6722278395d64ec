import { refundKey } from '../../src/domain/pos/pos-order.ts';
import type { PosLine, PosOrder, PosReading } from '../../src/domain/pos/pos-order.ts';

export const aPosLine = (changes: Partial<PosLine> = {}): PosLine => ({
  odooItemId: null,
  itemId: '7',
  name: 'Tea',
  quantity: '2',
  unitPrice: '40',
  discount: { amount: '0' },
  lots: [],
  parts: [],
  ...changes,
});

/** Two of tea for 80.00, 15 % tax, paid in cash. */
export const aPosOrder = (orderId: string, changes: Partial<PosOrder> = {}): PosOrder => ({
  key: changes.kind === 'refund' ? refundKey(orderId) : orderId,
  orderId,
  kind: 'sale',
  date: '2026-01-17T10:00:00.000Z',
  lines: [aPosLine()],
  payments: [{ amount: '92', cardType: 'Cash', mode: 1, reference: null }],
  totals: {
    beforeTax: '80',
    discount: '0',
    tax: '12',
    grandTotal: '92',
    paid: '92',
    balance: '0',
    serviceCharges: null,
  },
  customer: null,
  ...changes,
});

/** The order as a source gave it. */
export const posReading = (orderId: string, changes: Partial<PosOrder> = {}): PosReading => {
  const order = aPosOrder(orderId, changes);
  return { order, raw: { OrderID: orderId, ...changes } };
};
