import type { PosItem, PosLine, PosPayment } from '../../domain/pos/pos-order.ts';
import type { PosItemPayload, PosLotsPayload, PosPartPayload, PosPaymentPayload } from './order-payload.ts';
import { isZero, withoutSign } from './signs.ts';

/** An item as the domain has it; what is sold is named by at least one of its ids or its name. */
export const toLine = (payload: PosItemPayload): PosLine => ({
  ...toItem(payload, priceOf(payload).amount),
  discount: toDiscount(payload),
  lots: lotsOf(payload),
  parts: (payload.OrderDetailPackages ?? []).map((part) => toItem(part, part.Price ?? '0')),
});

/** `PriceWithoutTax` of the push shape is never anything else; `Price` is before tax too (vendors.md §3). */
export const priceOf = (payload: PosItemPayload): { field: 'Price' | 'PriceWithoutTax'; amount: string } =>
  payload.PriceWithoutTax != null
    ? { field: 'PriceWithoutTax', amount: payload.PriceWithoutTax }
    : { field: 'Price', amount: payload.Price ?? '0' };

export const hasPrice = ({ Price, PriceWithoutTax }: PosItemPayload): boolean => (PriceWithoutTax ?? Price) != null;

export const isNamed = ({ OdooItemID, ItemID, ItemName, Name }: PosPartPayload): boolean =>
  (OdooItemID ?? ItemID ?? ItemName ?? Name) != null;

const toItem = (payload: PosPartPayload, unitPrice: string): PosItem => ({
  odooItemId: payload.OdooItemID ?? null,
  itemId: payload.ItemID ?? null,
  name: payload.ItemName ?? payload.Name ?? '',
  quantity: withoutSign(payload.Quantity),
  unitPrice: withoutSign(unitPrice),
});

const toDiscount = ({ DiscountAmount, DiscountPercentage }: PosItemPayload): PosLine['discount'] => {
  if (DiscountAmount != null && !isZero(DiscountAmount)) return { amount: withoutSign(DiscountAmount) };
  return DiscountPercentage != null && !isZero(DiscountPercentage) ? { percent: DiscountPercentage } : { amount: '0' };
};

const lotsOf = ({ LotName, Lots, SerialNumber, SerialNumbers }: PosItemPayload): readonly string[] => {
  const names = [LotName, Lots, SerialNumber, SerialNumbers].flatMap(namesOf).filter((name) => name !== '');
  return [...new Set(names)];
};

const namesOf = (lots: PosLotsPayload): readonly string[] => {
  if (lots == null) return [];
  return (Array.isArray(lots) ? lots : [lots]).map((lot) => {
    if (typeof lot === 'string') return lot;
    return 'LotName' in lot ? String(lot.LotName) : lot.Name;
  });
};

/** A payment; one that does not say how it was made was made as the order says. */
export const toPayment = (
  { AmountPaid, CardType, PaymentMode, ReferenceID }: PosPaymentPayload,
  modeOfOrder: PosPaymentPayload['PaymentMode'],
): PosPayment => {
  const isSilent = PaymentMode == null || (PaymentMode.number === null && PaymentMode.word === null);
  const mode = isSilent ? modeOfOrder : PaymentMode;
  return {
    amount: withoutSign(AmountPaid),
    cardType: CardType ?? mode?.word ?? null,
    mode: mode?.number ?? null,
    reference: ReferenceID ?? null,
  };
};
