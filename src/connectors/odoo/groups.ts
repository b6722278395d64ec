import type { GroupingOptions } from './grouping.ts';
import { createGrouping } from './grouping.ts';
import type { Lanes, Turn } from './lanes.ts';
import type { Rpc } from './rpc.ts';

/** What every operation is made of: calls, slots, and the habit of travelling together. */
export interface Operations {
  readonly rpc: Rpc;
  readonly lanes: Lanes;
  /** Of what reserves stock: two at once touch the same quants, and Odoo rolls one of them back and repeats it. */
  readonly stockTurn: Turn;
  readonly windowMs: number;
  readonly batch: number;
}

/** A grouping in the lane of orders. */
export const groupOrders = <Item, Result>(
  { lanes, windowMs, batch }: Operations,
  options: Pick<GroupingOptions<Item, Result>, 'shapeOf' | 'keyOf' | 'run' | 'turn'> & { readonly batch?: number },
): ((item: Item) => Promise<Result>) => createGrouping({ lanes, lane: 'orders', windowMs, batch, ...options });
