import { isRetriedType } from '../../domain/failure.ts';
import type { Failure, FailureType } from '../../domain/failure.ts';
import type { AttentionKind } from '../../domain/order-stage.ts';
import type { OrderStep } from '../../domain/order-state.ts';

/** Thrown where an order cannot go on without a person: becomes an attention row, never a failed activity. */
export class AttentionNeeded extends Error {
  readonly kind: AttentionKind;
  readonly step: OrderStep;

  constructor(step: OrderStep, kind: AttentionKind, reason: string) {
    super(reason);
    this.name = 'AttentionNeeded';
    this.step = step;
    this.kind = kind;
  }
}

/** The attention a failure becomes; null for those that are tried again by themselves. */
export const attentionOfFailure = (failure: Failure, step: OrderStep): AttentionNeeded | null =>
  isRetriedType(failure.type) ? null : new AttentionNeeded(step, kindOfFailure(failure.type), failure.message);

const kindOfFailure = (type: FailureType): AttentionKind => {
  switch (type) {
    case 'BadResponse':
      return 'bad-payload';
    case 'Rejected':
    case 'NotFound':
    case 'InvalidInput':
      return 'rejected';
    case 'RateLimited':
    case 'Unavailable':
    case 'OutcomeUnknown':
    case 'Unauthorized':
      return 'unavailable';
  }
};
