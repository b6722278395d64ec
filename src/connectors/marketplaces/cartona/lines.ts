import type { MarketplaceLine } from '../../../domain/marketplace-order.ts';
import type { CartonaLine } from './order-payload.ts';
import type { PayloadProblem } from './payload-problem.ts';
import { listingId } from './product-ids.ts';

const listingIdOf = (line: CartonaLine): string | null =>
  listingId(line.supplier_product_id ?? null, line.internal_product_id ?? null);

/**
 * Reads the lines that were not cancelled. One product may stand on several lines, a line id never: it is what later changes are compared by.
 */
export const readLines = (lines: readonly (CartonaLine | null)[]): readonly MarketplaceLine[] | PayloadProblem => {
  const seen = new Map<string, number>();
  const read: MarketplaceLine[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === null) continue;
    const twin = seen.get(line.id);
    if (twin !== undefined) {
      return { path: `order_details[${index}].id`, message: `${line.id} is also the id of order_details[${twin}]` };
    }
    seen.set(line.id, index);
    const listingId = listingIdOf(line);
    if (listingId === null) {
      return {
        path: `order_details[${index}].supplier_product_id`,
        message: 'is missing, and so is internal_product_id: nothing says which product it is',
      };
    }
    read.push({
      externalId: line.id,
      listingId,
      internalId: line.internal_product_id ?? null,
      name: line.product_name ?? listingId,
      quantity: line.amount,
      unitPrice: line.selling_price,
      comment: line.comment ?? null,
    });
  }
  return read;
};
