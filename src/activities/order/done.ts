import type { OrderChanges } from '../../store/orders.ts';
import type { AttentionNeeded } from './attention-needed.ts';

/** What an activity did to its order. */
export interface Done {
  readonly changes: OrderChanges;
  readonly told: readonly string[];
  readonly attention?: AttentionNeeded;
  /** The sale order was read, and `changes` say what it shows. */
  readonly sawOdoo?: boolean;
}
