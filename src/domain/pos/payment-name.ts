import type { PosPayment } from './pos-order.ts';

/** What the numbers of `PaymentMode` mean (vendors.md §3). */
const modeNames: Readonly<Record<number, string>> = {
  1: 'Cash',
  2: 'Card',
  3: 'Credit',
  5: 'Tabby',
  6: 'Tamara',
  7: 'StcPay',
  8: 'Bank Transfer',
};

/** A payment as its source calls it: `Mada`, else by its mode. */
export const nameOfPayment = ({ cardType, mode }: PosPayment): string => {
  if (cardType !== null && cardType.trim() !== '') return cardType.trim();
  if (mode === null) return 'without a name';
  return modeNames[mode] ?? `of mode ${mode}`;
};
