import type { GroupingOptions } from './grouping.ts';
import { createGrouping } from './grouping.ts';
import type { Lanes } from './lanes.ts';
import type { Rpc } from './rpc.ts';

/** What every operation is made of: calls, slots, and the habit of travelling together. */
export interface Operations {
  readonly rpc: Rpc;
  readonly lanes: Lanes;
  readonly windowMs: number;
  readonly batch: number;
}

/** A grouping in the lane of orders. */
export const groupOrders = <Item, Result>(
  { lanes, windowMs, batch }: Operations,
  options: Pick<GroupingOptions<Item, Result>, 'shapeOf' | 'keyOf' | 'run'> & { readonly batch?: number },
): ((item: Item) => Promise<Result>) => createGrouping({ lanes, lane: 'orders', windowMs, batch, ...options });
