import { isFailure } from '../../domain/failure.ts';
import type { Failure, FailureType } from '../../domain/failure.ts';
import { CheckFailed } from '../must.ts';

/** The failure the client must end in. */
export const failureOf = async (work: Promise<unknown>, type: FailureType): Promise<Failure> => {
  const settled = await Promise.allSettled([work]);
  const [one] = settled;
  if (one.status === 'fulfilled') throw new CheckFailed(`wanted ${type}, got success: ${String(one.value)}`);
  const reason: unknown = one.reason;
  if (!isFailure(reason)) throw new CheckFailed(`wanted ${type}, got ${String(reason)}`);
  if (reason.type !== type) throw new CheckFailed(`wanted ${type}, got ${reason.type}: ${reason.message}`);
  return reason;
};
