import { isFailure, isRetriedType } from '../domain/failure.ts';
import type { StepAttention } from '../store/step-attention.ts';

/** What cannot go on without a person is not an error of the activity; what no person can mend either is. */
export const orAttention = async <Step extends string, Settlement>(
  step: Step,
  work: () => Promise<Settlement>,
): Promise<Settlement | { readonly changes: object; readonly attention: readonly StepAttention<Step>[] }> => {
  try {
    return await work();
  } catch (error) {
    if (!isFailure(error) || isRetriedType(error.type)) throw error;
    const kind = error.type === 'BadResponse' ? 'bad-payload' : 'rejected';
    return { changes: {}, attention: [{ kind, step, reason: error.message }] };
  }
};
