import type { PosConfig, PosMethod, PosProduct, PosTax } from '../../../src/domain/pos/odoo-pos.ts';
import type { PosItem, PosLine, PosOrder, PosPayment, PosTotals } from '../../../src/domain/pos/pos-order.ts';

export const anItem = (over: Partial<PosItem> = {}): PosItem => ({
  odooItemId: null,
  itemId: null,
  name: 'Coffee',
  quantity: '1',
  unitPrice: '80',
  ...over,
});

export const aLine = (over: Partial<PosLine> = {}): PosLine => ({
  ...anItem(),
  discount: { amount: '0' },
  lots: [],
  parts: [],
  ...over,
});

export const aPayment = (amount: string, over: Partial<PosPayment> = {}): PosPayment => ({
  amount,
  cardType: 'Cash',
  mode: 1,
  reference: null,
  ...over,
});

export const noTotals: PosTotals = {
  beforeTax: null,
  discount: null,
  tax: null,
  grandTotal: null,
  paid: null,
  balance: null,
  serviceCharges: null,
};

/** A coffee of 80.00 with 15 % tax, paid in cash. */
export const anOrder = ({
  totals,
  ...over
}: Partial<Omit<PosOrder, 'totals'>> & { totals?: Partial<PosTotals> } = {}): PosOrder => ({
  key: '639',
  orderId: '639',
  kind: 'sale',
  date: '2026-11-21T09:30:00.000Z',
  lines: [aLine()],
  payments: [aPayment('92')],
  totals: { ...noTotals, ...totals },
  customer: null,
  ...over,
});

export const aProduct = (id: number, over: Partial<PosProduct> = {}): PosProduct => ({
  id,
  name: `Product ${id}`,
  defaultCode: null,
  barcode: null,
  active: true,
  saleOk: true,
  availableInPos: true,
  companyId: null,
  taxIds: [1],
  tracking: 'none',
  ...over,
});

export const aTax = (id: number, over: Partial<PosTax> = {}): PosTax => ({
  id,
  name: `Tax ${id}`,
  type: 'percent',
  amount: '15',
  priceInclude: false,
  includeBaseAmount: false,
  isBaseAffected: true,
  sequence: 1,
  children: [],
  ...over,
});

export const aMethod = (id: number, name: string, over: Partial<PosMethod> = {}): PosMethod => ({
  id,
  name,
  type: 'bank',
  journalName: 'Bank',
  needsPartner: false,
  ...over,
});

/** Cash, Mada and Customer Account; a tax of 15 %. */
export const aConfig = (over: Partial<PosConfig> = {}): PosConfig => ({
  id: 1,
  name: 'Shop',
  companyId: 1,
  currency: { name: 'SAR', rounding: '0.01' },
  taxRounding: 'per-line',
  major: 18,
  quantityDigits: 2,
  cashRounding: null,
  methods: [
    aMethod(11, 'Cash', { type: 'cash', journalName: 'Drawer' }),
    aMethod(12, 'Mada Card'),
    aMethod(13, 'Customer Account', { type: 'pay_later', journalName: null, needsPartner: true }),
  ],
  taxes: new Map([[1, aTax(1)]]),
  fiscalPosition: null,
  ...over,
});
