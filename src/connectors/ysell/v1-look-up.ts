import type { CentreOrder } from '../../domain/fulfilment/fulfilment.ts';
import { Failure } from '../../domain/failure.ts';
import { textIn } from './answer-entries.ts';
import type { CentreContext } from './centre-context.ts';
import { centreOrderOf } from './centre-order.ts';
import { orderPages, pageSize } from './order-pages.ts';
import type { ListCall } from './order-pages.ts';

const mostPages = 40;

/**
 * See `PrepCentre.lookUp`, where the list is filtered by our reference. A server that does not know the filter answers all orders: only exact
 * matches count, and the list is gone through to its end, as far as that is possible.
 */
export const lookUpInPages = async (
  context: CentreContext,
  list: ListCall,
  reference: string,
): Promise<readonly CentreOrder[]> => {
  const found = new Map<string, CentreOrder>();
  let seen = 0;
  let showsReferences = false;
  let pages = 0;
  for await (const { entries, isLast } of orderPages(context, () => list)) {
    pages += 1;
    for (const entry of entries) {
      const { fields, ids } = entry;
      seen += 1;
      if (fields.has('platform_order_id')) showsReferences = true;
      if (textIn(fields.get('platform_order_id')) !== reference) continue;
      const [id] = ids;
      if (id === undefined) throw unproven(context, reference, 'it is there, but its id is not told');
      found.set(id, centreOrderOf(entry, id));
    }
    if (isLast) {
      if (seen > 0 && !showsReferences) {
        throw unproven(context, reference, 'the orders there show no platform_order_id to tell it by');
      }
      break;
    }
    if (pages < mostPages) continue;
    if (found.size > 0) break;
    const words = `it is not among the newest ${mostPages * pageSize}, which were answered in spite of the filter, and there are more`;
    throw unproven(context, reference, words);
  }
  return [...found.values()];
};

const unproven = ({ connection }: CentreContext, reference: string, why: string): Failure =>
  new Failure(
    'BadResponse',
    `${connection}: whether order ${reference} is at Ysell cannot be told: ${why}. Look there, and correct the setting lookup, then retry.`,
    { path: 'platform_order_id' },
  );
