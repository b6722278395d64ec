import type { MarketplaceOrder } from '../../domain/marketplace-order.ts';
import type { WrittenLine } from '../../domain/order-row.ts';

/** What the sale order says in its note, as plain text: who delivers (where no field keeps it), what the customer wrote, which lines were left out. */
export const orderNote = (
  order: MarketplaceOrder,
  lines: readonly WrittenLine[],
  withDeliverer: boolean,
): string | null => {
  const paragraphs = [
    ...(withDeliverer ? [`delivered_by: ${order.deliveredBy}`] : []),
    ...(order.deliveryDay === null ? [] : [`Delivery day: ${order.deliveryDay}`]),
    ...(order.note === null ? [] : [order.note]),
    ...lines
      .filter((line) => line.skipped)
      .map(
        (line) => `Left out, product unknown: ${line.quantity} × ${line.name} at ${line.unitPrice} ${order.currency}`,
      ),
  ];
  return paragraphs.length === 0 ? null : paragraphs.join('\n');
};
