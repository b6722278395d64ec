import type { AttentionKind } from '../order-stage.ts';

/** Why an order cannot be imported without a person, in words. */
export interface PosObstacle {
  readonly kind: AttentionKind;
  readonly reason: string;
}
