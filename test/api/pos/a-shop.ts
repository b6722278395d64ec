import type { ApiUnderTest } from '../running-api.ts';

export const pushKey = 'push-key-of-the-shop';

/** A point of sale that may push, made over the API. */
export const aShop = async (
  api: ApiUnderTest,
  { settings = {}, ...changes }: Record<string, unknown> & { settings?: Record<string, unknown> } = {},
): Promise<void> => {
  const answer = await api.call('POST', '/api/connections', {
    id: 'shop',
    kind: 'pos',
    name: 'Garage',
    settings: { url: 'https://pos.example.com/orders', posConfig: 7, acceptPush: true, ...settings },
    secrets: { apiKey: 'source-key', pushKey },
    ...changes,
  });
  if (answer.status !== 201) throw new Error(answer.text);
};

/** An order as requirement 1 has it: one item for 92, paid in cash. */
export const aSale = (orderId: number | string, changes: Record<string, unknown> = {}) => ({
  OrderID: orderId,
  OrderStatus: 103,
  AmountDiscount: 0,
  AmountPaid: '92.0',
  AmountTotal: 80,
  BalanceAmount: 0,
  GrandTotal: 92,
  Tax: 12,
  CheckoutDetails: [{ AmountPaid: 92, CardType: 'Cash', PaymentMode: 1 }],
  OrderItems: [{ ItemID: 0, ItemName: 'Green tea', Price: 80, Quantity: 1, DiscountAmount: 0 }],
  ...changes,
});

/** An order in the push shape. */
export const aPushedSale = (orderId: number | string) => ({
  OrderID: orderId,
  OrderDate: '2026-01-17T10:00:00Z',
  OrderStatus: 103,
  OrderItems: [
    { OdooItemID: 904, ItemID: 3, ItemName: 'قهوة ☕️', PriceWithoutTax: 80, Quantity: 1, DiscountPercentage: 0 },
  ],
  CheckoutDetails: [{ PaymentMode: 1, CardType: 'Cash', AmountPaid: 92 }],
});
